// Going to a channel, and staying somewhere that can be seen.

import { ask } from "./link.js";
import { channelOf, on, state, tell } from "./state.js";

const FIRST = "wellbeing";
const CAN_BE_READ = [0, 5];

/** The message that is to be shown once it is there. */
let wanted = null;

function showWanted() {
  if (!state.messages.has(wanted)) return;
  tell("show message", { id: wanted });
  wanted = null;
}

/** Shows another channel: an id, or "dm". */
function go(channel) {
  if (channel === state.here) return;
  state.here = channel;
  state.messages.clear();
  state.hasOlder = false;
  tell("went");
  goAgain();
}

/** Tells the sandbox where one is. */
export function goAgain() {
  if (state.here !== null) ask("go", { channel: state.here }).catch((refusal) => tell("notice", { sentence: refusal.message }));
}

on("go", ({ channel, message }) => {
  if (channel !== state.here) history.pushState(channel, "");
  go(channel);
  wanted = message;
  showWanted();
});
on("messages", () => queueMicrotask(showWanted));
on("places", () => {
  if (isThere(state.here)) return;
  const readable = state.channels.filter(({ type }) => CAN_BE_READ.includes(type));
  const first = isThere(history.state) ? history.state : (readable.find(({ name }) => name === FIRST) ?? readable[0])?.id;
  if (!first) return;
  history.replaceState(first, "");
  go(first);
});
// The browser goes back to where one was, and stays there when the page is loaded anew.
addEventListener("popstate", (event) => isThere(event.state) && go(event.state));

function isThere(channel) {
  return channel === "dm" || Boolean(channelOf(channel));
}
