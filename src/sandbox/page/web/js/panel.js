// What opens above the message box: the commands, an option's description and its choices, what is wrong with it.

import { byId, el } from "./dom.js";

const panel = byId("panel");

/** Shows a line about what is being typed, and a list. */
export function showPanel({ name, about, failure }, list) {
  const head = el("div", { class: "panel-head" }, el("strong", {}, name), about && el("span", {}, about));
  const wrong = failure && el("p", { class: "failure", role: "alert" }, failure);
  panel.replaceChildren(...[head, wrong, list?.root].filter(Boolean));
  panel.hidden = false;
}

export function hidePanel() {
  panel.hidden = true;
  panel.replaceChildren();
}
