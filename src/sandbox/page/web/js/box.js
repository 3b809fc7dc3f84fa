// The message box: what is typed into it is said, or becomes a command.

import { byId, el, isNarrow } from "./dom.js";
import { commandIn, commands } from "./command_index.js";
import { Composer } from "./composer.js";
import { icon } from "./icons.js";
import { ask } from "./link.js";
import { editMessage } from "./message_edit.js";
import { myNewest } from "./message_log.js";
import { userName } from "./names.js";
import { matching, OptionList } from "./option_list.js";
import { hidePanel, showPanel } from "./panel.js";
import { here, isHere, on, state } from "./state.js";

const text = byId("text");
const line = byId("line");
const send = byId("send");
const failure = byId("box-failure");
const replyBar = byId("reply");
const list = new OptionList({ label: "Commands", onPick: ({ value }) => take(value) });

/** The command being composed, the message being replied to; `null` if there is none. */
let composer = null;
let reply = null;

send.append(icon("send"));
list.attach(text);

for (const event of ["world", "places", "went"]) on(event, showWhere);
on("went", () => {
  leaveComposer("");
  setReply(null);
  beReady();
});
on("focus box", focus);
on("reply", ({ message }) => {
  setReply({ message, ping: true });
  focus();
});
on("take command", ({ name }) => take(name));
on("messages", (event) => {
  if (reply && isHere(event.channel) && event.gone.includes(reply.message.id)) setReply(null);
});

function focus() {
  (composer ?? text).focus();
}

/** As in Discord, one comes to a channel to write; a phone would bring up its keys. */
function beReady() {
  if (!isNarrow() && document.activeElement !== text) focus();
}

// Whoever types with the focus nowhere means the box.
document.addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey }) => {
  if (document.activeElement === document.body && key.length === 1 && !ctrlKey && !metaKey && !altKey) focus();
});

/** Whether one may write here, and if not, why. */
function showWhere() {
  const channel = here();
  const mayWrite = state.here === "dm" || (channel?.may_write ?? false);
  text.disabled = !mayWrite;
  send.disabled = !mayWrite;
  const name = state.here === "dm" ? `@${state.bot.name}` : `${channel?.parent ? "" : "#"}${channel?.name}`;
  const hint = isNarrow() ? "" : ", or / for commands";
  text.placeholder = mayWrite ? `Message ${name}${hint}` : whyNot(channel);
  text.setAttribute("aria-label", text.placeholder);
  if (!mayWrite) leaveComposer("");
}

function whyNot(channel) {
  if (channel?.locked) return "This thread is locked.";
  return "You do not have permission to send messages in this channel.";
}

text.addEventListener("input", () => {
  fit();
  failure.textContent = "";
  readCommand();
});
// Whoever is quick has typed one before the bot has told of any.
on("commands", () => {
  if (document.activeElement === text) readCommand();
});
text.addEventListener("focus", offerCommands);
text.addEventListener("blur", () => {
  if (!composer) hidePanel();
});

function fit() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}

function readCommand() {
  const found = text.value.startsWith("/") && commandIn(text.value);
  if (found) compose(found.command, found.rest);
  else offerCommands();
}

function offerCommands() {
  if (composer) return;
  const isCommand = text.value.startsWith("/") && !text.value.includes("\n");
  if (!isCommand) {
    list.show([]);
    hidePanel();
    return;
  }
  const all = commands().map(({ name, description }) => ({ name: `/${name}`, value: name, detail: description }));
  list.show(matching(all, text.value.length > 1 ? text.value : ""));
  const about = list.isOpen ? `${state.bot.name}’s commands` : "There is no such command.";
  showPanel({ name: "/", about }, list);
}

text.addEventListener("keydown", (event) => {
  if (event.isComposing || list.heeds(event)) return;
  if (event.key === "Tab" && !event.shiftKey && list.isOpen) {
    event.preventDefault();
    take(list.options[list.active].value);
  } else if (event.key === "Escape") {
    list.show([]);
    hidePanel();
    setReply(null);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    say();
  } else if (event.key === "ArrowUp" && text.value === "") {
    const mine = myNewest();
    if (!mine) return;
    event.preventDefault();
    editMessage(mine);
  }
});

function take(name) {
  const command = commands().find((one) => one.name === name);
  if (command && !text.disabled) compose(command, "");
}

function compose(command, rest) {
  leaveComposer("");
  composer = new Composer(command, rest, (left) => {
    leaveComposer(left);
    text.focus();
  });
  composer.root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    composer.leave("");
  });
  list.show([]);
  text.hidden = true;
  line.insertBefore(composer.root, send);
  composer.focus();
}

/** Back to plain text. */
function leaveComposer(left) {
  if (!composer) return;
  composer.root.remove();
  composer = null;
  text.hidden = false;
  text.value = left;
  fit();
}

async function say() {
  const said = text.value.trim();
  if (said === "" || text.disabled) return;
  const fields = { text: said, reply_to: reply?.message.id ?? null, ping: reply?.ping ?? false };
  text.value = "";
  fit();
  setReply(null);
  byId("log").scrollTop = 0;
  try {
    await ask("say", fields);
  } catch (refusal) {
    failure.textContent = refusal.message;
    if (text.value === "") text.value = said;
    fit();
  }
}

send.addEventListener("click", () => (composer ? composer.sends() : say()));

function setReply(next) {
  reply = next;
  replyBar.hidden = reply === null;
  if (!reply) return;
  const { author } = reply.message;
  const ping = el(
    "button",
    { class: "as-link", "aria-pressed": reply.ping },
    reply.ping ? "@ mention on" : "@ mention off",
  );
  ping.addEventListener("click", () => setReply({ ...reply, ping: !reply.ping }));
  const cancel = el(
    "button",
    { class: "plain", "aria-label": "Do not reply", onclick: () => setReply(null) },
    icon("close"),
  );
  replyBar.replaceChildren(el("span", {}, "Replying to ", el("strong", {}, userName(author.id, author))), ping, cancel);
}
