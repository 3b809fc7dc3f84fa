// Changing a message of one's own, in its place.

import { byId, el } from "./dom.js";
import { ask } from "./link.js";
import { tell } from "./state.js";

/** Turns a message into a field with its text: Enter saves, Escape leaves it as it was. */
export function editMessage(message) {
  const item = byId("messages").querySelector(`[data-id="${message.id}"]`);
  const text = item?.querySelector(".body > .markdown");
  if (!text) return;
  const input = el("textarea", { class: "edit", "aria-label": "Edit the message", rows: Math.min(10, message.content.split("\n").length) });
  input.value = message.content;
  const done = () => {
    delete item.dataset.editing;
    tell("changed message", { id: message.id });
    tell("focus box");
  };
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") done();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    save(message, input.value.trim()).then(done);
  });
  item.dataset.editing = "yes";
  text.replaceWith(el("div", { class: "editing" }, input, el("p", { class: "keys" }, "Escape to cancel · Enter to save")));
  input.focus();
  input.setSelectionRange(input.value.length, input.value.length);
}

async function save(message, text) {
  if (text === message.content) return;
  try {
    await (text === "" ? ask("delete", { message: message.id }) : ask("edit", { message: message.id, text }));
  } catch (refusal) {
    tell("refused", { message: message.id, sentence: refusal.message });
  }
}
