// Whatever opens beside a button: one at a time, inside the window, closed by Escape, a click elsewhere or leaving it.

const GAP = 4;
const EDGE = 8;
let opened = null;

/** Opens `content` beside `anchor`. `onClose` is called once. */
export function openPopup({ anchor, content, onClose, isWide = false }) {
  closePopup();
  content.classList.add("popup");
  document.body.append(content);
  if (isWide) content.style.minWidth = `${anchor.getBoundingClientRect().width}px`;
  opened = { anchor, content, onClose };
  anchor.setAttribute("aria-expanded", "true");
  place();
}

/** Closes what is open; the focus goes back to its button if it was inside. */
export function closePopup() {
  if (!opened) return;
  const { anchor, content, onClose } = opened;
  opened = null;
  const hadFocus = content.contains(document.activeElement);
  anchor.setAttribute("aria-expanded", "false");
  content.remove();
  if (hadFocus) anchor.focus();
  onClose?.();
}

/** What it shows has changed its size. */
export function place() {
  if (!opened) return;
  const { anchor, content } = opened;
  const beside = anchor.getBoundingClientRect();
  const { width, height } = content.getBoundingClientRect();
  const fitsBelow = beside.bottom + GAP + height < innerHeight - EDGE;
  const wanted = fitsBelow ? beside.bottom + GAP : beside.top - GAP - height;
  // Its button may be out of the window.
  const top = Math.max(EDGE, Math.min(wanted, innerHeight - EDGE - height));
  const left = Math.max(EDGE, Math.min(beside.left, innerWidth - EDGE - width));
  content.style.top = `${top}px`;
  content.style.left = `${left}px`;
}

function isInside(node) {
  return opened.content.contains(node) || opened.anchor.contains(node);
}

document.addEventListener("pointerdown", (event) => {
  if (opened && !isInside(event.target)) closePopup();
});
document.addEventListener("focusin", (event) => {
  if (opened && !isInside(event.target)) closePopup();
});
document.addEventListener(
  "keydown",
  (event) => {
    if (!opened || event.key !== "Escape") return;
    event.stopPropagation();
    closePopup();
  },
  true,
);
addEventListener("resize", closePopup);
