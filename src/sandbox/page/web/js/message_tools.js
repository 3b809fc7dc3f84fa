// What one can do to a message: the buttons that appear on it, its menu and its keys.

import { byId, el } from "./dom.js";
import { icon } from "./icons.js";
import { ask } from "./link.js";
import { editMessage } from "./message_edit.js";
import { isPrivate } from "./message_view.js";
import { openMenu } from "./menu.js";
import { amModerator } from "./names.js";
import { pickReaction } from "./reaction_view.js";
import { here, state, tell } from "./state.js";
import { runOn } from "./using.js";

const log = byId("log");
const buttons = {
  react: button("Add a reaction", "smile"),
  reply: button("Reply", "reply"),
  edit: button("Edit", "pencil"),
  more: button("More", "dots"),
};
const tools = el("div", { class: "tools", role: "group", "aria-label": "About this message" }, Object.values(buttons));
let current = null;

function button(label, picture) {
  return el(
    "button",
    {
      class: "tool",
      "aria-label": label,
      title: label,
      "aria-expanded": label === "Add a reaction" || label === "More" ? false : null,
    },
    icon(picture),
  );
}

buttons.react.addEventListener("click", () => pickReaction(current, buttons.react));
buttons.reply.addEventListener("click", () => tell("reply", { message: current }));
buttons.edit.addEventListener("click", () => editMessage(current));
buttons.more.addEventListener("click", () => openMore(buttons.more));

/** Shows the buttons on the message that is pointed at or has the focus. */
function showOn(event) {
  const article = event.target.closest?.("article");
  const message = article && state.messages.get(article.parentElement.dataset.id);
  if (!message || isPrivate(message) || (article.contains(tools) && current === message)) return;
  current = message;
  buttons.reply.hidden = !here()?.may_write;
  buttons.edit.hidden = !isMine(message);
  article.append(tools);
}

log.addEventListener("pointerover", showOn);
log.addEventListener("focusin", showOn);
log.addEventListener("contextmenu", (event) => {
  if (event.target.closest("a, input, textarea")) return;
  showOn(event);
  if (!tools.isConnected || !event.target.closest("article")?.contains(tools)) return;
  event.preventDefault();
  openMore(buttons.more);
});

function isMine(message) {
  return message.author.id === state.me;
}

function openMore(anchor) {
  const message = current;
  const apps = state.onMessages.map((name) => ({ name, picture: "apps", act: () => runOn(message, name) }));
  const items = [
    { name: "Add a reaction", picture: "smile", act: () => pickReaction(message, buttons.react) },
    here()?.may_write && { name: "Reply", picture: "reply", act: () => tell("reply", { message }) },
    isMine(message) && { name: "Edit message", picture: "pencil", act: () => editMessage(message) },
    (isMine(message) || amModerator()) && { name: "Delete message", picture: "trash", isDangerous: true, act: () => remove(message) },
    apps.length > 0 && { heading: "Apps" },
    ...apps,
  ];
  openMenu(anchor, "Message", items.filter(Boolean));
}

async function remove(message) {
  try {
    await ask("delete", { message: message.id });
  } catch (refusal) {
    tell("refused", { message: message.id, sentence: refusal.message });
  }
}

const KEYS = {
  r: () => here()?.may_write && tell("reply", { message: current }),
  e: () => isMine(current) && editMessage(current),
  "+": () => pickReaction(current, buttons.react),
  Enter: () => openMore(buttons.more),
};

log.addEventListener("keydown", (event) => {
  const isOnMessage = event.target.matches("article") && event.target.contains(tools);
  if (!isOnMessage || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
