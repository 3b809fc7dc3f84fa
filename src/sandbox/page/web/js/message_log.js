// The messages of a channel: what changed is made anew, everything else stays as it is.

import { byId, el } from "./dom.js";
import { ask } from "./link.js";
import { contextOf, firstLine, isPrivate, messageView } from "./message_view.js";
import { userName } from "./names.js";
import { here, isEarlier, isHere, on, state, tell } from "./state.js";

const NEAR_TOP = 600;
const NEAR_BOTTOM = 80;

const log = byId("log");
const list = byId("messages");
const beginning = byId("beginning");
const newest = byId("newest");

/** What is shown of each message: its node and the context that it was made for. */
const shown = new Map();
const refusals = new Map();
let isAsking = false;

on("messages", (event) => {
  if (!isHere(event.channel)) return;
  if (event.whole) forget();
  arrange(new Set(event.messages.map(({ id }) => id)));
  if (event.whole) log.scrollTop = 0;
  else hear(event.messages.at(-1));
});
on("went", forget);
on("places", showBeginning);
on("refused", ({ message, sentence }) => {
  if (sentence) refusals.set(message, sentence);
  else if (!refusals.delete(message)) return;
  arrange(new Set([message]));
});
on("changed message", ({ id }) => arrange(new Set([id])));
on("show message", ({ id }) => focusOn(id));

/** Says what is newest, or has changed under one's hands, to whoever hears the page: in a line. */
function hear(message) {
  const node = shown.get(message?.id)?.node;
  if (!node || message.author.id === state.me) return;
  if (node.nextSibling && !node.contains(document.activeElement)) return;
  byId("heard").textContent = `${userName(message.author.id, message.author)}: ${firstLine(message)}`;
}

function forget() {
  shown.clear();
  refusals.clear();
  list.replaceChildren();
  showBeginning();
}

/** Puts every message in its place; those in `changed`, or whose neighbour has changed, are made anew. */
function arrange(changed) {
  for (const [id, { node }] of shown) if (!state.messages.has(id)) remove(id, node);
  const messages = [...state.messages.values()].sort((one, other) => (isEarlier(one.id, other.id) ? -1 : 1));
  messages.forEach((message, at) => {
    const node = nodeOf(message, messages[at - 1], changed.has(message.id));
    const there = list.children[at] ?? null;
    if (node !== there) list.insertBefore(node, there);
  });
  showBeginning();
  makeReachable();
}

function remove(id, node) {
  const hadFocus = node.contains(document.activeElement);
  shown.delete(id);
  node.remove();
  if (hadFocus) tell("focus box");
}

function nodeOf(message, previous, hasChanged) {
  const context = contextOf(message, previous);
  const key = `${context.isNewDay} ${context.follows}`;
  const before = shown.get(message.id);
  if (before && before.key === key && (!hasChanged || before.node.dataset.editing)) return before.node;
  const node = messageView(message, context, refusals.get(message.id));
  if (before) exchange(before.node, node);
  shown.set(message.id, { node, key });
  return node;
}

/** Puts a node in another's place; the focus stays on what it was on. */
function exchange(old, node) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const isTabStop = old.querySelector("article").tabIndex === 0;
  old.replaceWith(node);
  node.querySelector("article").tabIndex = isTabStop ? 0 : -1;
  if (!focused) return;
  (counterpart(focused, node) ?? node.querySelector("article")).focus({ preventScroll: true });
}

/** What a node has become in a message that was made anew: its key may hold a page's number, its name stays. */
function counterpart({ dataset: { key }, textContent }, node) {
  if (!key) return null;
  const usable = [...node.querySelectorAll("[data-key]:not([disabled])")];
  return usable.find((one) => one.dataset.key === key) ?? usable.find((one) => one.tagName === "BUTTON" && one.textContent === textContent);
}

/** One message is reached by the tab key; the arrows go on from there. */
function makeReachable() {
  if (list.querySelector("article[tabindex='0']")) return;
  const last = list.lastElementChild?.querySelector("article");
  if (last) last.tabIndex = 0;
}

function moveTo(article) {
  if (!article) return;
  for (const other of list.querySelectorAll("article[tabindex='0']")) other.tabIndex = -1;
  article.tabIndex = 0;
  article.focus({ preventScroll: true });
  article.scrollIntoView({ block: "nearest" });
}

function focusOn(id) {
  const article = shown.get(id)?.node.querySelector("article");
  if (!article) return;
  moveTo(article);
  article.scrollIntoView({ block: "center" });
}

log.addEventListener("keydown", (event) => {
  const article = event.target.closest("article");
  if (event.target !== article) return;
  const item = article.parentElement;
  const to = {
    ArrowUp: item.previousElementSibling,
    ArrowDown: item.nextElementSibling,
    Home: list.firstElementChild,
    End: list.lastElementChild,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  moveTo(to?.querySelector("article"));
});

function showBeginning() {
  const channel = here();
  beginning.hidden = state.hasOlder || !channel;
  if (!channel) return;
  const isDirect = channel === state.dm;
  beginning.replaceChildren(
    el("h2", {}, isDirect ? state.bot.name : channel.parent ? channel.name : `Welcome to #${channel.name}`),
    el("p", {}, isDirect ? `Your direct messages with ${state.bot.name} begin here.` : channel.topic || "This is where it begins."),
  );
}

// The log is laid out from its bottom upwards: 0 is the newest message, and it stays in view by itself.
log.addEventListener(
  "scroll",
  () => {
    newest.hidden = -log.scrollTop < NEAR_BOTTOM + log.clientHeight / 2;
    const above = log.scrollHeight - log.clientHeight + log.scrollTop;
    if (above < NEAR_TOP) askForOlder();
  },
  { passive: true },
);

async function askForOlder() {
  if (isAsking || !state.hasOlder) return;
  isAsking = true;
  try {
    await ask("older");
  } finally {
    isAsking = false;
  }
}

newest.addEventListener("click", () => {
  log.scrollTop = 0;
  tell("focus box");
});

/** The newest message that `fits`, with its node. */
export function findNewest(fits) {
  const messages = [...state.messages.values()].filter(fits).sort((one, other) => (isEarlier(one.id, other.id) ? 1 : -1));
  return messages[0] && { message: messages[0], node: shown.get(messages[0].id)?.node };
}

/** The newest message of one's own that can be changed. */
export function myNewest() {
  return findNewest((message) => message.author.id === state.me && !isPrivate(message))?.message;
}
