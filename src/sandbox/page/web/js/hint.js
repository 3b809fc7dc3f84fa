// A hint that points at something, without being in its way.

import { byId, el } from "./dom.js";

const GAP = 12;
const EDGE = 8;

const text = el("p", { role: "status" });
const count = el("span", { class: "hint-count" });
const close = el("button", { class: "as-link", type: "button" });
const bubble = el(
  "div",
  { class: "hint", role: "region", "aria-label": "The tour", hidden: true },
  text,
  el("div", { class: "hint-foot" }, count, close),
);
byId("page").append(bubble);

let shown = null;
let pointed = null;

/** Shows a hint: `text` is words, those in lists of their own are set off; `sides` are tried in order. */
export function showHint({ key, target, sides, number, text: words }, onClose) {
  if (shown !== key) {
    shown = key;
    text.replaceChildren(...words.map((word) => (Array.isArray(word) ? el("strong", {}, word) : word)));
    count.textContent = number ? `${number} of 3` : "";
    close.textContent = number ? "No tour, thanks" : "Close";
    close.onclick = onClose;
    bubble.hidden = false;
  }
  point(target);
  put(target?.getBoundingClientRect(), sides);
}

export function hideHint() {
  if (shown === null) return;
  shown = null;
  point(null);
  bubble.hidden = true;
}

function point(target) {
  if (pointed === target) return;
  pointed?.classList.remove("is-pointed-at");
  target?.classList.add("is-pointed-at");
  pointed = target;
}

function put(target, sides) {
  const { width, height } = bubble.getBoundingClientRect();
  const places = {
    above: () => [target.left, target.top - GAP - height],
    below: () => [target.left, target.bottom + GAP],
    right: () => [target.right + GAP, target.top + (target.height - height) / 2],
    corner: () => [innerWidth - width - 2 * GAP, 120],
  };
  // Above and below, it is moved sideways into the window.
  const fits = (side) => {
    const [left, top] = places[side]();
    return top >= EDGE && top + height <= innerHeight - EDGE && (side !== "right" || left + width <= innerWidth - EDGE);
  };
  const side = sides.find(fits) ?? sides.at(-1);
  const [left, top] = places[side]();
  bubble.dataset.side = side;
  bubble.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - EDGE - width))}px`;
  bubble.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - EDGE - height))}px`;
}
