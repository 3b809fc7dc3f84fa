// The rows of buttons and menus under a message.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { safe } from "./markdown_inline.js";
import { link } from "./markdown_view.js";
import { choose, press } from "./using.js";
import { select } from "./select.js";

const ROW = 1;
const BUTTON = 2;
const LINK_STYLE = 5;

/** All rows of a message. */
export function componentRows(message) {
  const rows = (message.components ?? []).filter((row) => row.type === ROW);
  return rows.map((row) =>
    el(
      "div",
      { class: "row" },
      row.components.map((one) => component(message, one)),
    ),
  );
}

function component(message, one) {
  if (one.type !== BUTTON) return select(one, (values, node) => choose(message, one.custom_id, values, node));
  const inside = [one.emoji?.name && el("span", { class: "emoji" }, one.emoji.name), one.label];
  if (one.style === LINK_STYLE) return linkButton(one, inside);
  const node = el(
    "button",
    { class: `button style-${one.style}`, disabled: one.disabled, "data-key": one.custom_id },
    inside,
  );
  node.addEventListener("click", () => press(message, one.custom_id, node));
  return node;
}

function linkButton(one, inside) {
  const address = safe(one.url ?? "");
  if (!address || one.disabled) return el("button", { class: "button style-5", disabled: true }, inside);
  const node = link(address, false, [inside, icon("out")]);
  node.className = "button style-5";
  return node;
}
