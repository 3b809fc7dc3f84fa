// For the curious: what the bot asked of Discord and what it was told, as it happens, and faults to switch on.

import { byId, el, freshId } from "./dom.js";
import { faultSwitches } from "./faults.js";
import { icon } from "./icons.js";
import { ask } from "./link.js";
import { on } from "./state.js";
import { written } from "./time.js";

const MOST = 300;
const drawer = byId("drawer");
const opener = byId("open-drawer");
opener.append(icon("look"), el("span", { class: "wide-only" }, "What the bot does"));

const rows = new Map();
const filter = el("input", { id: freshId("filter"), type: "text", placeholder: "Filter" });
const kinds = { request: check("Requests"), told: check("Events") };
const list = el("ol", { class: "traffic", "aria-label": "Requests and events, newest first", tabindex: 0 });

drawer.append(
  el(
    "div",
    { class: "drawer-head" },
    el("h2", {}, "What the bot does"),
    el("button", { class: "plain", "aria-label": "Close", onclick: () => setOpen(false) }, icon("close")),
  ),
  faultSwitches(),
  el(
    "div",
    { class: "filters" },
    el("label", { class: "unseen", for: filter.id }, "Filter"),
    filter,
    Object.values(kinds).map(({ label }) => label),
  ),
  list,
);

function check(name) {
  const input = el("input", { type: "checkbox" });
  input.checked = true;
  input.addEventListener("change", sift);
  return { input, label: el("label", { class: "check-label" }, input, name) };
}

filter.addEventListener("input", sift);
on("request", (request) => add("request", request, requestRow(request)));
on("told", (told) => add("told", told, toldRow(told)));
on("faults", ({ on: faults }) => opener.classList.toggle("has-faults", faults.length > 0));
on("connected", () => {
  if (!drawer.hidden) watch(true);
});

function add(kind, { number, at }, { summary, details, search }) {
  const key = `${kind} ${number}`;
  const before = rows.get(key);
  const node = el("li", { class: kind, "data-at": Date.parse(at) }, row(summary, details, before?.node.querySelector("details").open));
  const entry = { node, kind, search: search.toLowerCase() };
  if (before) before.node.replaceWith(node);
  else list.insertBefore(node, firstBefore(node.dataset.at));
  rows.set(key, entry);
  node.hidden = !fits(entry);
  if (rows.size <= MOST) return;
  const [oldest, { node: gone }] = rows.entries().next().value;
  rows.delete(oldest);
  gone.remove();
}

/** The first row that is not later; what is new is the latest, mostly. */
function firstBefore(at) {
  let there = list.firstElementChild;
  while (there && Number(there.dataset.at) > Number(at)) there = there.nextElementSibling;
  return there;
}

/** Bodies are written out only when someone looks. */
function row(summary, details, isOpen = false) {
  const node = el("details", {}, el("summary", {}, summary));
  node.addEventListener("toggle", () => {
    if (node.open && node.children.length === 1) node.append(...details());
  });
  node.open = isOpen;
  return node;
}

function requestRow({ at, method, path, body, files, outcome, verdict }) {
  const how = outcomeOf(outcome);
  const summary = [
    el("span", { class: "when" }, written(Date.parse(at), "T")),
    el("span", { class: "method" }, method),
    el(
      "span",
      { class: "path", title: path },
      path.replace(/\d{15,20}/g, (id) => `…${id.slice(-4)}`),
    ),
    el("span", { class: how.isBad || verdict ? "outcome is-bad" : "outcome" }, how.text),
  ];
  const details = () =>
    [
      verdict && el("p", { class: "verdict" }, verdict),
      part("Sent", body),
      files?.length > 0 && part("Files", files),
      part("Answered", outcome?.body),
    ].filter(Boolean);
  return { summary, details, search: `${method} ${path} ${how.text} ${verdict ?? ""}` };
}

const DROPPED = { before: "lost on the way", after: "done, answer lost", later: "done later, answer lost" };

function outcomeOf(outcome) {
  if (!outcome) return { text: "…", isBad: false };
  if (outcome.dropped) return { text: DROPPED[outcome.dropped], isBad: true };
  const { status, micros } = outcome;
  return { text: `${status} · ${(micros / 1_000).toFixed(1)} ms`, isBad: status >= 400 };
}

function toldRow({ at, name, data }) {
  const summary = [
    el("span", { class: "when" }, written(Date.parse(at), "T")),
    el("span", { class: "method" }, "told"),
    el("span", { class: "path" }, name),
  ];
  return { summary, details: () => [part("Data", data)].filter(Boolean), search: `told ${name}` };
}

function part(name, body) {
  if (body === null || body === undefined) return null;
  return el("div", { class: "part" }, el("h3", {}, name), el("pre", { tabindex: 0 }, JSON.stringify(body, null, 2)));
}

function fits({ kind, search }) {
  return kinds[kind].input.checked && search.includes(filter.value.trim().toLowerCase());
}

function sift() {
  for (const entry of rows.values()) entry.node.hidden = !fits(entry);
}

function watch(isOn) {
  rows.clear();
  list.replaceChildren();
  ask("watch", { on: isOn }).catch(() => {});
}

function setOpen(isOpen) {
  drawer.hidden = !isOpen;
  opener.setAttribute("aria-expanded", String(isOpen));
  watch(isOpen);
  (isOpen ? filter : opener).focus();
}

opener.addEventListener("click", () => setOpen(drawer.hidden));
drawer.addEventListener("keydown", (event) => {
  if (event.key === "Escape") setOpen(false);
});
