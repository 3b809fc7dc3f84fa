// What can be made to go wrong, to see what the bot does then.

import { el } from "./dom.js";
import { ask } from "./link.js";
import { channelName } from "./names.js";
import { here, on, state, tell } from "./state.js";

const FAULTS = [
  ["down", "Discord is down", "answers 503 to everything"],
  ["no_permission", "No permission here", "the bot may not send messages in this channel"],
  ["answers_lost", "Answers are lost", "what the bot sends is performed, and it never hears of it"],
  ["slow", "Discord is slow", "each answer takes two seconds"],
];

/** A switch for each fault. */
export function faultSwitches() {
  return el("fieldset", { class: "faults" }, el("legend", {}, "Make something go wrong"), FAULTS.map(faultSwitch));
}

function faultSwitch([name, title, about]) {
  const input = el("input", { type: "checkbox", role: "switch" });
  const note = el("span", { class: "fault-about" }, about);
  const show = () => {
    const isOn = state.faults.filter((fault) => fault.name === name);
    const there = isOn.map(({ channel }) => channel && channelName(channel)).filter(Boolean);
    input.checked = name === "no_permission" ? isOn.some(({ channel }) => channel === here()?.id) : isOn.length > 0;
    note.textContent = there.length > 0 ? `${about}; on in #${there.join(", #")}` : about;
  };
  input.addEventListener("change", () => {
    const channel = name === "no_permission" ? { channel: here()?.id } : {};
    ask("fault", { name, on: input.checked, ...channel }).catch((refusal) => {
      show();
      tell("notice", { sentence: refusal.message });
    });
  });
  for (const event of ["faults", "went", "places"]) on(event, show);
  return el("label", { class: "fault" }, input, el("span", {}, el("strong", {}, title), note));
}
