// The sandbox's clock, and Discord's ways of writing a time, in the viewer's zone.

import { el } from "./dom.js";
import { on, state } from "./state.js";

const LOCALE = navigator.languages.find((language) => language.startsWith("en")) ?? "en-GB";
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

const format = (options) => new Intl.DateTimeFormat(LOCALE, options);
const shortTime = format({ hour: "numeric", minute: "2-digit" });
const longTime = format({ hour: "numeric", minute: "2-digit", second: "2-digit" });
const shortDate = format({ day: "2-digit", month: "2-digit", year: "numeric" });
const longDate = format({ day: "numeric", month: "long", year: "numeric" });
const clockDate = format({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const nextDate = format({ weekday: "short", day: "numeric", month: "short" });
const weekday = format({ weekday: "long" });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "always" });

const STYLES = {
  t: (at) => shortTime.format(at),
  T: (at) => longTime.format(at),
  d: (at) => shortDate.format(at),
  D: (at) => longDate.format(at),
  f: (at) => `${longDate.format(at)} ${shortTime.format(at)}`,
  F: (at) => `${weekday.format(at)}, ${longDate.format(at)} ${shortTime.format(at)}`,
  R: (at) => fromNow(at - now()),
  // In the strip at the top.
  clock: (at) => `${clockDate.format(at)}, ${longTime.format(at)}`,
  next: (at) => `${nextDate.format(at)}, ${shortTime.format(at)}`,
  // Above a message, as Discord has it.
  head: (at) => {
    const days = Math.round((startOfDay(now()) - startOfDay(at)) / DAY);
    if (days === 0) return `Today at ${shortTime.format(at)}`;
    if (days === 1) return `Yesterday at ${shortTime.format(at)}`;
    return `${shortDate.format(at)} ${shortTime.format(at)}`;
  },
};

/** What time it is in the sandbox, in milliseconds. */
export function now() {
  const { now: at, told, running } = state.clock;
  return running ? at + performance.now() - told : at;
}

/** A time as text. */
export function written(at, style) {
  return STYLES[style](at);
}

/** A time as a node that keeps itself up to date and tells all of itself when pointed at. */
export function timeNode(at, style, attributes = {}) {
  if (!Number.isFinite(new Date(at).getTime())) return el("span", attributes, "Invalid date");
  const whole = { datetime: new Date(at).toISOString(), title: written(at, "F"), "data-style": style };
  return el("time", { ...whole, ...attributes }, written(at, style));
}

function startOfDay(at) {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Whether both are on one day, where the viewer is. */
export function isSameDay(one, other) {
  return startOfDay(one) === startOfDay(other);
}

/** From how long on a span is told in a unit, as Discord does. */
const UNITS = [
  ["year", 365 * DAY, 320 * DAY],
  ["month", 30.4 * DAY, 26 * DAY],
  ["day", DAY, 22 * 60 * MINUTE],
  ["hour", 60 * MINUTE, 45 * MINUTE],
  ["minute", MINUTE, 0.75 * MINUTE],
  ["second", 1_000, 0],
];

function fromNow(span) {
  const [unit, length] = UNITS.find(([, , least]) => Math.abs(span) >= least);
  return relative.format(Math.round(span / length), unit);
}

/** Times that say how far away they are go on with the clock. */
function refresh() {
  for (const node of document.querySelectorAll("time[data-style=R], time[data-style=head]")) {
    const text = written(Date.parse(node.dateTime), node.dataset.style);
    if (node.textContent !== text) node.textContent = text;
  }
}

on("clock", refresh);
setInterval(refresh, 5_000);
