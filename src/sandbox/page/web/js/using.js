// Using what the bot made: buttons, menus and the commands in a message's menu; each may open a form or be refused.

import { openForm } from "./form.js";
import { ask } from "./link.js";
import { tell } from "./state.js";

export function press(message, customId, node) {
  return use(message, node, customId, "press", { message: message.id, custom_id: customId });
}

export function choose(message, customId, values, node) {
  return use(message, node, customId, "choose", { message: message.id, custom_id: customId, values });
}

/** A command from the menu of a message. */
export function runOn(message, command) {
  return use(message, null, command, "use", { message: message.id, command });
}

async function use(message, node, key, what, fields) {
  if (node?.getAttribute("aria-busy") === "true") return;
  node?.setAttribute("aria-busy", "true");
  tell("refused", { message: message.id, sentence: null });
  try {
    const answer = await ask(what, fields);
    if (answer?.form) openForm(answer.form, `${message.id} ${key}`);
  } catch (refusal) {
    tell("refused", { message: message.id, sentence: refusal.message });
  } finally {
    node?.removeAttribute("aria-busy");
  }
}
