// A menu of things to do: arrows move, Enter does.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { closePopup, openPopup } from "./popup.js";

/** Opens a menu at `anchor`; each item is `{ name, picture, isDangerous, act }` or `{ heading }`. */
export function openMenu(anchor, label, items) {
  const content = el("div", { class: "menu", role: "menu", "aria-label": label, onkeydown: move }, items.map(row));
  openPopup({ anchor, content });
  content.querySelector("[role=menuitem]")?.focus();
}

function row(item) {
  if (item.heading) return el("div", { class: "menu-heading", role: "presentation" }, item.heading);
  const act = () => {
    closePopup();
    item.act();
  };
  const className = item.isDangerous ? "menu-item is-dangerous" : "menu-item";
  return el(
    "button",
    { class: className, role: "menuitem", tabindex: -1, onclick: act },
    el("span", {}, item.name),
    item.picture && icon(item.picture),
  );
}

function move(event) {
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "Tab") closePopup();
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length).focus();
}
