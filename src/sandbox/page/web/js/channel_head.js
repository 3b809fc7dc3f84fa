// The line above the messages: where one is.

import { byId, el } from "./dom.js";
import { icon } from "./icons.js";
import { inlineMarkdown } from "./markdown_view.js";
import { channelOf, here, on, state, tell } from "./state.js";

const PICTURES = { 0: "hash", 1: "at", 5: "megaphone", 15: "forum", 16: "forum" };
const head = byId("channel-head");

for (const event of ["world", "places", "went"]) on(event, show);

function show() {
  const channel = here();
  if (!channel && state.here !== "dm") return;
  const parent = channel && channelOf(channel.parent);
  const name = state.here === "dm" ? state.bot.name : channel.name;
  head.replaceChildren(
    ...[
      icon(state.here === "dm" ? "at" : (PICTURES[channel.type] ?? "thread")),
      parent && el("button", { class: "as-link parent", onclick: () => tell("go", { channel: parent.id }) }, parent.name),
      parent && el("span", { "aria-hidden": true }, "›"),
      el("h2", {}, name),
      channel?.topic && el("p", { class: "topic" }, inlineMarkdown(channel.topic)),
      !state.bot.online && el("p", { class: "topic" }, `${state.bot.name} is not connected yet.`),
    ].filter(Boolean),
  );
}
