// The clock: what time it is in the sandbox, moving it on, and what is planned.

import { byId, el } from "./dom.js";
import { ask } from "./link.js";
import { channelName } from "./names.js";
import { openPopup } from "./popup.js";
import { on, state, tell } from "./state.js";
import { now, timeNode, written } from "./time.js";

const shownNow = byId("now");
const planned = byId("planned");
const toNext = byId("to-next");

on("clock", show);
on("places", show);
setInterval(tick, 1_000);

function tick() {
  shownNow.textContent = written(now(), "clock");
}

function show() {
  tick();
  const [next, ...later] = state.clock.next;
  toNext.disabled = !next;
  planned.disabled = !next;
  toNext.title = next ? "" : "Nothing is planned yet: /setup plans the weekly post";
  if (!next) planned.replaceChildren("Nothing is planned yet.");
  else planned.replaceChildren("Next: ", timeNode(Date.parse(next.at), "next"), `, ${whatOf(next)}${later.length > 0 ? " …" : ""}`);
}

/** The next times, whole. */
function openPlan() {
  const rows = state.clock.next.map((one) =>
    el("li", {}, el("strong", {}, timeNode(Date.parse(one.at), "F")), whatOf(one), ", ", timeNode(Date.parse(one.at), "R")),
  );
  const content = el("div", { role: "dialog", "aria-label": "What is planned", tabindex: -1 }, el("ol", { class: "plan" }, rows));
  openPopup({ anchor: planned, content });
  content.focus();
}

function whatOf({ what, channel }) {
  const name = channelName(channel);
  return name === null ? what : `${what} in #${name}`;
}

async function move(button, fields) {
  button.setAttribute("aria-busy", "true");
  try {
    await ask("move", fields);
  } catch (refusal) {
    tell("notice", { sentence: refusal.message });
  } finally {
    button.removeAttribute("aria-busy");
  }
}

planned.addEventListener("click", openPlan);
toNext.addEventListener("click", () => move(toNext, { to: "next" }));
for (const button of document.querySelectorAll("[data-minutes]")) {
  button.addEventListener("click", () => move(button, { minutes: Number(button.dataset.minutes) }));
}
