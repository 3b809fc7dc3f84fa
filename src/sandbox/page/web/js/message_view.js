// One message as a node.

import { attachmentView } from "./attachment_view.js";
import { componentRows } from "./component_view.js";
import { el } from "./dom.js";
import { embedView, shownIn } from "./embed_view.js";
import { icon } from "./icons.js";
import { ask } from "./link.js";
import { inlineMarkdown, markdown } from "./markdown_view.js";
import { avatar, isBot, userName } from "./names.js";
import { reactionRow } from "./reaction_view.js";
import { myself, state, tell } from "./state.js";
import { isSameDay, timeNode, written } from "./time.js";

const EPHEMERAL = 64;
const LOADING = 128;
const SUPPRESSES_EMBEDS = 4;
const GROUPED_WITHIN = 7 * 60_000;

/** What of a message hangs on the one before it. */
export function contextOf(message, previous) {
  const at = Date.parse(message.timestamp);
  const before = previous && Date.parse(previous.timestamp);
  const isNewDay = !previous || !isSameDay(at, before);
  const isPlain = message.type === 0 && !message.interaction_metadata;
  const follows =
    !isNewDay &&
    isPlain &&
    previous.author.id === message.author.id &&
    at - before < GROUPED_WITHIN &&
    isPrivate(message) === isPrivate(previous);
  return { isNewDay, follows };
}

/** Whether only one person sees it. */
export function isPrivate(message) {
  return (message.flags & EPHEMERAL) !== 0;
}

/** A message, with the day above it where one begins. `refusal` is what did not come of the last press on it. */
export function messageView(message, { isNewDay, follows }, refusal) {
  const name = userName(message.author.id, message.author);
  const at = Date.parse(message.timestamp);
  const classes = ["message", follows && "follows", isPrivate(message) && "is-private", mentionsMe(message) && "mentions-me"];
  const article = el(
    "article",
    { class: classes.filter(Boolean).join(" "), tabindex: -1, "data-key": "message", "aria-label": `${name}, ${written(at, "t")}` },
    context(message),
    el("div", { class: "gutter" }, follows ? timeNode(at, "t") : avatar(message.author.id, name)),
    el(
      "div",
      { class: "body" },
      !follows && head(message, name, at),
      inside(message),
      el("p", { class: "failure", role: "alert" }, refusal),
      isPrivate(message) && privateLine(message),
    ),
  );
  return el("li", { "data-id": message.id }, isNewDay && divider(at), article);
}

function divider(at) {
  return el("div", { class: "day", role: "separator", "aria-label": written(at, "D") }, el("span", {}, written(at, "D")));
}

function mentionsMe(message) {
  return message.mentions?.some(({ id }) => id === myself()?.id) ?? false;
}

function head(message, name, at) {
  return el(
    "h3",
    { class: "head" },
    el("span", { class: "author" }, name),
    isBot(message.author.id, message.author) && badge(),
    timeNode(at, "head", { class: "at" }),
  );
}

function badge() {
  return el("span", { class: "badge" }, "APP");
}

/** The line above a message: what it replies to, or which command it answers. */
function context(message) {
  const command = message.interaction;
  if (command && !message.message_reference) return commandLine(command);
  if (message.message_reference) return replyLine(message.referenced_message, message.message_reference.message_id);
  const pressed = state.messages.get(message.interaction_metadata?.interacted_message_id);
  return pressed && pressed.id !== message.id ? replyLine(pressed, pressed.id) : null;
}

function commandLine({ name, user }) {
  const who = userName(user.id, user);
  return el(
    "div",
    { class: "context" },
    avatar(user.id, who),
    el("span", { class: "context-name" }, who),
    " used ",
    el("span", { class: "command-name" }, `/${name}`),
  );
}

function replyLine(to, id) {
  if (!to) return el("div", { class: "context" }, el("em", {}, "The original message was deleted."));
  const name = userName(to.author.id, to.author);
  const show = () => tell("show message", { id });
  return el(
    "div",
    { class: "context" },
    avatar(to.author.id, name),
    el("span", { class: "context-name" }, name),
    el("button", { class: "quoted", onclick: show }, firstLine(to)),
  );
}

/** The first line of its text, without markup. */
export function firstLine(message) {
  const text = message.content || message.embeds?.[0]?.title || message.embeds?.[0]?.description;
  if (!text) return "Press to see what was sent";
  return inlineText(text.split("\n", 1)[0].slice(0, 160));
}

/** Markdown without its marks. */
function inlineText(line) {
  return el("span", {}, inlineMarkdown(line)).textContent;
}

function inside(message) {
  if ((message.flags & LOADING) !== 0) return thinking();
  const embeds = (message.flags & SUPPRESSES_EMBEDS) !== 0 ? [] : (message.embeds ?? []);
  const inEmbeds = embeds.map(({ image }) => image && shownIn(image.url, message));
  const files = (message.attachments ?? []).filter((one) => !inEmbeds.includes(one));
  return [
    content(message),
    embeds.map((embed) => embedView(embed, message)),
    files.map(attachmentView),
    componentRows(message),
    reactionRow(message),
    message.thread && threadLine(message.thread),
  ];
}

function content(message) {
  if (!message.content) return null;
  const node = markdown(message.content);
  const last = node.lastElementChild;
  if (message.edited_timestamp) (last?.className === "paragraph" ? last : node).append(edited(message));
  return node;
}

function edited(message) {
  return el("span", { class: "edited", title: written(Date.parse(message.edited_timestamp), "F") }, " (edited)");
}

function thinking() {
  return el(
    "p",
    { class: "thinking" },
    el("span", { class: "dots", "aria-hidden": true }, el("i"), el("i"), el("i")),
    `${state.bot.name} is thinking…`,
  );
}

function threadLine({ id, name, message_count: count }) {
  const go = () => tell("go", { channel: id });
  return el(
    "button",
    { class: "thread-line", onclick: go },
    icon("thread"),
    el("strong", {}, name),
    el("span", {}, count > 0 ? `${count} ${count === 1 ? "message" : "messages"} ›` : "See the thread ›"),
  );
}

function privateLine(message) {
  const dismiss = () => ask("delete", { message: message.id });
  return el(
    "p",
    { class: "private-line" },
    icon("eye"),
    "Only you can see this · ",
    el("button", { class: "as-link", onclick: dismiss }, "Dismiss message"),
  );
}
