// Reactions under a message, and choosing one.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { ask } from "./link.js";
import { closePopup, openPopup } from "./popup.js";
import { tell } from "./state.js";

const OFTEN = [
  "🌻",
  "❤️",
  "👍",
  "🙏",
  "😊",
  "😂",
  "🥲",
  "😮",
  "🎉",
  "🔥",
  "👀",
  "✅",
  "💛",
  "🌱",
  "☕",
  "🌧️",
  "🌈",
  "💪",
  "🫂",
  "✨",
  "🕯️",
  "🍵",
  "🐢",
  "🔕",
];

/** The reactions that a message bears. */
export function reactionRow(message) {
  if (!message.reactions?.length) return null;
  return el(
    "div",
    { class: "reactions" },
    message.reactions.map((one) => chip(message, one)),
    adder(message),
  );
}

function chip(message, { emoji, count, me }) {
  const label = `${emoji.name}, ${count} ${count === 1 ? "reaction" : "reactions"}`;
  const toggle = () => react(message, emoji.name, !me);
  return el(
    "button",
    { class: "reaction", "aria-pressed": me, "aria-label": label, "data-key": `reaction ${emoji.name}`, onclick: toggle },
    el("span", { class: "emoji" }, emoji.name),
    el("span", {}, count),
  );
}

function adder(message) {
  const node = el(
    "button",
    { class: "reaction is-adder", "aria-label": "Add a reaction", "aria-expanded": false },
    icon("smile"),
  );
  node.addEventListener("click", () => pickReaction(message, node));
  return node;
}

async function react(message, emoji, isOn) {
  try {
    await ask(isOn ? "react" : "unreact", { message: message.id, emoji });
  } catch (refusal) {
    tell("refused", { message: message.id, sentence: refusal.message });
  }
}

/** Opens the emoji to react with. */
export function pickReaction(message, anchor) {
  const pick = (emoji) => {
    closePopup();
    react(message, emoji, true);
  };
  const often = OFTEN.map((emoji) => el("button", { class: "emoji-choice", onclick: () => pick(emoji) }, emoji));
  const input = el("input", { class: "search", type: "text", "aria-label": "Another emoji", placeholder: "Or type one" });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && input.value.trim() !== "") pick(input.value.trim());
  });
  openPopup({
    anchor,
    content: el(
      "div",
      { class: "emoji-picker", role: "dialog", "aria-label": "Add a reaction" },
      el("div", { class: "emoji-grid" }, often),
      input,
    ),
  });
  often[0].focus();
}
