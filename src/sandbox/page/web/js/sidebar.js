// The server's channels, their threads, and direct messages with the bot.

import { byId, el, isNarrow } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./names.js";
import { isEarlier, isHere, on, state, tell } from "./state.js";

const CATEGORY = 4;
const THREADS = [10, 11, 12];
const PICTURES = { 0: "hash", 5: "megaphone", 15: "forum", 16: "forum" };
const KINDS = { 0: "text channel", 5: "announcement channel", 15: "forum", 16: "forum" };

const sidebar = byId("sidebar");
const opener = byId("open-sidebar");
opener.append(icon("list"));

/** The newest message seen, by person and channel. */
const seen = new Map();

for (const event of ["world", "places", "went"]) on(event, show);
on("went", () => setOpen(false));
on("messages", ({ whole }) => {
  if (whole) begin();
});

/** What was there when someone first came counts as seen. */
function begin() {
  if (seen.has(state.me)) return;
  seen.set(state.me, new Map(all().map(({ id, newest }) => [id, newest])));
}

function all() {
  return [...state.channels, state.dm].filter(Boolean);
}

function show() {
  look();
  const focused = sidebar.contains(document.activeElement) ? document.activeElement.dataset.channel : null;
  sidebar.replaceChildren(
    el("h1", { class: "server" }, state.guild.name),
    el("ul", { class: "channels" }, state.channels.filter(({ type }) => !THREADS.includes(type)).map(place)),
    el("h2", { class: "category" }, "Direct messages"),
    el("ul", { class: "channels" }, el("li", {}, direct())),
  );
  if (focused) sidebar.querySelector(`[data-channel="${focused}"]`)?.focus();
  document.title = all().some(isUnread) ? `• ${state.guild.name}` : state.guild.name;
}

function look() {
  for (const { id, newest } of all()) if (isHere(id)) seen.get(state.me)?.set(id, newest);
}

function isUnread({ id, newest }) {
  const mine = seen.get(state.me);
  const last = mine?.get(id);
  return Boolean(mine && newest) && !isHere(id) && (!last || isEarlier(last, newest));
}

function place(channel) {
  if (channel.type === CATEGORY) return el("li", {}, el("h2", { class: "category" }, channel.name));
  const threads = state.channels.filter(
    (one) => one.parent === channel.id && THREADS.includes(one.type) && (!one.archived || isHere(one.id)),
  );
  const inside =
    threads.length > 0 &&
    el(
      "ul",
      { class: "threads", "aria-label": `Threads of ${channel.name}` },
      threads.map((thread) => el("li", {}, entry(thread, "thread"))),
    );
  return el("li", {}, entry(channel, PICTURES[channel.type] ?? "hash"), inside);
}

function entry(channel, picture) {
  const isHereNow = isHere(channel.id);
  const kind = KINDS[channel.type] ?? "thread";
  const label = `${channel.name} (${kind}${isUnread(channel) ? ", unread" : ""})`;
  return el(
    "button",
    {
      class: classOf(isHereNow, isUnread(channel)),
      "aria-label": label,
      "aria-current": isHereNow ? "page" : null,
      "data-channel": channel.id,
      onclick: () => tell("go", { channel: channel.id }),
    },
    icon(picture),
    el("span", {}, channel.name),
  );
}

function direct() {
  const isHereNow = state.here === "dm";
  const unread = state.dm !== null && isUnread(state.dm);
  return el(
    "button",
    {
      class: classOf(isHereNow, unread),
      "aria-current": isHereNow ? "page" : null,
      "data-channel": "dm",
      "aria-label": `${state.bot.name} (direct messages${unread ? ", unread" : ""})`,
      onclick: () => tell("go", { channel: "dm" }),
    },
    avatar(state.bot.id, state.bot.name),
    el("span", {}, state.bot.name),
  );
}

function classOf(isHereNow, unread) {
  return ["channel", isHereNow && "is-here", unread && "is-unread"].filter(Boolean).join(" ");
}

// On a narrow page the list lies over the messages.
function setOpen(isOpen) {
  const hadFocus = sidebar.contains(document.activeElement);
  document.body.classList.toggle("sidebar-open", isOpen);
  opener.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) sidebar.querySelector(".is-here")?.focus();
  else if (hadFocus && isNarrow()) tell("focus box");
}

opener.addEventListener("click", () => setOpen(!document.body.classList.contains("sidebar-open")));
sidebar.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isNarrow()) {
    setOpen(false);
    opener.focus();
  }
  const entries = [...sidebar.querySelectorAll(".channel")];
  const to = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  entries.at((entries.indexOf(document.activeElement) + to) % entries.length).focus();
});
document.addEventListener("pointerdown", ({ target }) => {
  if (!sidebar.contains(target) && !opener.contains(target)) setOpen(false);
});
