// Discord's markdown as nodes.

import { el } from "./dom.js";
import { readBlocks } from "./markdown.js";
import { readInline } from "./markdown_inline.js";
import { channelName, roleName, userName } from "./names.js";
import { state, tell } from "./state.js";
import { timeNode } from "./time.js";

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}[\p{M}\u{fe0f}\u{200d}\p{Emoji_Modifier}]*\s*){1,27}$/u;

/** A whole text: paragraphs, lists, quotes and so on. */
export function markdown(text, className = "markdown") {
  const isLarge = text.length < 200 && ONLY_EMOJI.test(text);
  return el("div", { class: isLarge ? `${className} large-emoji` : className }, readBlocks(text).map(show));
}

/** A text of one line, such as a field's name. */
export function inlineMarkdown(text) {
  return readInline(text).map(show);
}

const show = (node) => VIEWS[node.kind](node);
const showAll = (nodes) => nodes.map(show);

const VIEWS = {
  text: ({ text }) => text,
  paragraph: ({ children }) => el("div", { class: "paragraph" }, showAll(children)),
  heading: ({ level, children }) => el(`h${level + 3}`, { class: `heading heading-${level}` }, showAll(children)),
  subtext: ({ children }) => el("div", { class: "subtext" }, showAll(children)),
  quote: ({ children }) => el("blockquote", {}, showAll(children)),
  block: ({ text }) => el("pre", {}, el("code", {}, text)),
  list: ({ start, items }) => {
    const shown = items.map((blocks) => el("li", {}, showAll(blocks)));
    return start === null ? el("ul", {}, shown) : el("ol", { start }, shown);
  },
  strong: ({ children }) => el("strong", {}, showAll(children)),
  emphasis: ({ children }) => el("em", {}, showAll(children)),
  underline: ({ children }) => el("u", {}, showAll(children)),
  strike: ({ children }) => el("s", {}, showAll(children)),
  code: ({ text }) => el("code", {}, text),
  spoiler: ({ children }) => spoiler(children),
  link: ({ address, isMasked, children }) => inside(address) ?? link(address, isMasked, showAll(children)),
  user: ({ id }) => el("span", { class: "mention" }, `@${userName(id)}`),
  role: ({ id }) => el("span", { class: "mention" }, `@${roleName(id)}`),
  channel: ({ id }) => channelMention(id),
  command: ({ name }) => el("button", { class: "mention", onclick: () => tell("take command", { name }) }, `/${name}`),
  emoji: ({ name }) => `:${name}:`,
  time: ({ unix, style }) => timeNode(unix * 1_000, style, { class: "timestamp" }),
};

function channelMention(id) {
  const name = channelName(id);
  if (name === null) return el("span", { class: "mention" }, "#unknown");
  const go = () => tell("go", { channel: id === state.dm?.id ? "dm" : id });
  return el("button", { class: "mention", onclick: go }, `#${name}`);
}

/** Discord's addresses of this server's channels and messages lead there, not out of the page. */
function inside(address) {
  const [, guild, channel, message] = /^https:\/\/discord\.com\/channels\/(\d+)\/(\d+)(?:\/(\d+))?$/.exec(address) ?? [];
  const name = guild === state.guild.id ? channelName(channel) : null;
  if (name === null) return null;
  const go = () => tell("go", { channel, message });
  return el("button", { class: "mention", onclick: go }, message ? `#${name} › message` : `#${name}`);
}

/** Leads out of the page; a masked one shows where to. */
export function link(address, isMasked, children) {
  const attributes = { href: address, title: address, target: "_blank", rel: "noopener noreferrer" };
  const host = isMasked && el("span", { class: "host" }, ` (${new URL(address).host})`);
  return el("a", attributes, children, host);
}

function spoiler(children) {
  const inside = el("span", { class: "spoiler-inside", inert: true }, showAll(children));
  const cover = el("button", { class: "spoiler-cover", "aria-label": "Show the spoiler" });
  const whole = el("span", { class: "spoiler" }, inside, cover);
  cover.addEventListener("click", () => {
    inside.inert = false;
    cover.remove();
    whole.classList.add("is-shown");
  });
  return whole;
}
