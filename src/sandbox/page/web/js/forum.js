// A forum: its posts as cards.

import { byId, el } from "./dom.js";
import { icon } from "./icons.js";
import { here, isEarlier, on, state, tell } from "./state.js";
import { timeNode } from "./time.js";

const FORUMS = [15, 16];
/** Discord's ids hold the milliseconds since the first second of 2015. */
const EPOCH = 1_420_070_400_000n;

const forum = byId("forum");

for (const event of ["places", "went"]) on(event, show);

function show() {
  const channel = here();
  const isForum = FORUMS.includes(channel?.type);
  document.body.classList.toggle("in-forum", isForum);
  forum.hidden = !isForum;
  if (!isForum) return;
  const posts = state.channels
    .filter((one) => one.parent === channel.id)
    .sort((one, other) => (isEarlier(latest(one), latest(other)) ? 1 : -1));
  forum.replaceChildren(
    posts.length > 0 ? el("ul", { class: "posts" }, posts.map(card)) : el("p", { class: "empty" }, "There are no posts yet."),
  );
}

function latest(post) {
  return post.newest ?? post.id;
}

function card(post) {
  const state = post.locked ? "locked" : post.archived && "archived";
  return el(
    "li",
    {},
    el(
      "button",
      { class: "post", onclick: () => tell("go", { channel: post.id }) },
      el("span", { class: "post-name" }, icon("thread"), post.name),
      el("span", { class: "post-about" }, "Last written in ", timeNode(timeOf(latest(post)), "R"), state && ` · ${state}`),
    ),
  );
}

function timeOf(id) {
  return Number((BigInt(id) >> 22n) + EPOCH);
}
