// A hint that points at something, without being in its way.

import { byId, el } from "./dom.js";

const GAP = 12;
const EDGE = 8;
const DOCKED = "docked";
const NEEDED = "button, a, input, textarea, h2, .embed";

const text = el("p", { role: "status" });
const count = el("span", { class: "hint-count" });
const close = el("button", { class: "as-link" });
const bubble = el(
  "div",
  { class: "hint", role: "region", "aria-label": "The tour", hidden: true },
  text,
  el("div", { class: "hint-foot" }, count, close),
);
byId("strip").after(bubble);

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
    bubble.dataset.side = "";
    bubble.hidden = false;
  }
  point(target);
  if (bubble.dataset.side !== DOCKED) put(target, sides);
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

/** Beside what it points at, where it covers nothing; else under the strip, where all makes room for it. */
function put(target, sides) {
  const { width, height } = bubble.getBoundingClientRect();
  const at = target?.getBoundingClientRect();
  const box = byId("line").getBoundingClientRect();
  const places = {
    above: () => [at.right - width, at.top - GAP - height],
    below: () => [at.left, at.bottom + GAP],
    right: () => [rightOf(target) + GAP, Math.min(at.top + (at.height - height) / 2, box.top - EDGE - height)],
  };
  const place = (side) => {
    const [left, top] = places[side]();
    // Above and below, it is moved sideways into the window.
    return { side, left: side === "right" ? left : Math.max(EDGE, Math.min(left, innerWidth - EDGE - width)), top };
  };
  const others = [...document.querySelectorAll(NEEDED)].filter((node) => !bubble.contains(node)).map((node) => node.getBoundingClientRect());
  const isFree = ({ left, top }) =>
    top >= EDGE &&
    top + height <= innerHeight - EDGE &&
    left + width <= innerWidth - EDGE &&
    !others.some((one) => one.left < left + width && left < one.right && one.top < top + height && top < one.bottom);
  const { side, left, top } = sides.map(place).find(isFree) ?? { side: DOCKED };
  bubble.dataset.side = side;
  bubble.style.left = `${left}px`;
  bubble.style.top = `${top}px`;
}

/** Where a message's content ends, for something on it. */
function rightOf(node) {
  const beside = node.closest(".body")?.children ?? [node];
  return Math.max(...[...beside].map((one) => one.getBoundingClientRect().right));
}
