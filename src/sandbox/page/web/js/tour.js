// Three hints for the first minute. Each follows what really happens, and gets out of the way.

import { byId, isNarrow } from "./dom.js";
import { hideHint, showHint } from "./hint.js";
import { findNewest } from "./message_log.js";
import { isPrivate } from "./message_view.js";
import { amModerator, channelName } from "./names.js";
import { isEarlier, isHere, on, state } from "./state.js";

const REMEMBERED = "tour";
const EVERY = 200;
const LAST_SHOWN_FOR = 20_000;

let step = sessionStorage.getItem(REMEMBERED) === "over" ? "over" : "setup";
/** What stood last in each channel when the clock was about to be moved. */
let before = new Map();
let planned = null;
let postIn = null;
const timer = setInterval(look, EVERY);

on("asked", ({ what }) => {
  if (step === "next" && what === "move") step = "post";
});
on("done", ({ what, fields }) => {
  if (step === "reflect" && what === "press" && fields.message === post()?.message.id) finish();
});

function look() {
  if (step === "over") {
    hideHint();
    clearInterval(timer);
    return;
  }
  advance();
  const hint = state.me && !document.querySelector("dialog[open]") && HINTS[step]?.();
  if (hint) showHint(hint, end);
  else hideHint();
}

function advance() {
  if (step === "setup" && state.clock.next.length > 0) step = "next";
  if (step === "next" && state.clock.next.length > 0) {
    planned = state.clock.next[0].channel;
    before = new Map(state.channels.map(({ id, newest }) => [id, newest]));
  }
  if (step !== "post") return;
  postIn = state.channels.find((channel) => isOfPlan(channel) && hasNews(channel))?.id ?? null;
  if (postIn !== null) step = "reflect";
}

function isOfPlan({ id, parent }) {
  return id === planned || (parent === planned && !before.has(id));
}

function hasNews({ id, newest }) {
  const last = before.get(id);
  return Boolean(newest) && (!last || isEarlier(last, newest));
}

const HINTS = {
  setup() {
    if (!amModerator()) return null;
    const answer = findNewest((message) => isPrivate(message) && message.components.length > 0 && message.interaction?.name === "setup");
    if (answer) return toTheAnswer(answer);
    const composer = document.querySelector(".composer");
    if (composer?.textContent.startsWith("/setup"))
      return { key: "send", target: boxOrPanel(), sides: ["above"], number: 1, text: ["Now press ", ["Enter"], " to send it."] };
    if (composer) return null;
    return {
      key: "type",
      target: boxOrPanel(),
      sides: ["above"],
      number: 1,
      text: ["Set up the weekly post: type ", ["/setup"], " and press ", ["Enter"], "."],
    };
  },
  next() {
    return {
      key: "next",
      target: byId("to-next"),
      sides: ["below"],
      number: 2,
      text: ["It is planned. You hold the clock: go ", ["To the next post"], "."],
    };
  },
  post() {
    return { key: "coming", target: byId("to-next"), sides: ["below"], number: 2, text: ["It is on its way…"] };
  },
  reflect() {
    if (!isHere(postIn)) return toThePost();
    const found = post();
    const button = found?.node && reflectIn(found.node);
    return (
      button && {
        key: "reflect",
        target: button,
        sides: ["right"],
        number: 3,
        text: ["There it is. Press ", ["Reflect"], ", as a member would: what is written there is the writer’s alone."],
      }
    );
  },
  done() {
    return {
      key: "done",
      target: null,
      sides: [],
      number: null,
      text: ["That was all of it. Now be ", ["Maya"], " in another window, or look at ", ["What the bot does"], "."],
    };
  },
};

function toTheAnswer({ node }) {
  const last = node?.querySelector(".row .select") ? null : node?.querySelector(".row .button")?.textContent;
  const text = last
    ? ["Does it look right? Press ", [last], "."]
    : ["Pick a channel, a time and a place. Nothing is made before the last step."];
  return { key: `answer ${last}`, target: node?.querySelector(".row"), sides: ["right"], number: 1, text };
}

function boxOrPanel() {
  return byId("panel").hidden ? byId("line") : byId("panel");
}

function toThePost() {
  const entry = document.querySelector(`[data-channel="${postIn}"]`);
  const target = isNarrow() && !document.body.classList.contains("sidebar-open") ? byId("open-sidebar") : entry;
  return {
    key: "go",
    target,
    sides: ["right", "below"],
    number: 3,
    text: ["The post has come: it is in ", [`#${channelName(postIn)}`], "."],
  };
}

function post() {
  return findNewest((message) => message.author.id === state.bot.id && !isPrivate(message) && message.components.some(hasReflect));
}

function hasReflect(row) {
  return row.components?.some(({ label }) => label === "Reflect");
}

function reflectIn(node) {
  return [...node.querySelectorAll(".button")].find((button) => button.textContent.includes("Reflect"));
}

function finish() {
  step = "done";
  sessionStorage.setItem(REMEMBERED, "over");
  setTimeout(end, LAST_SHOWN_FOR);
}

function end() {
  step = "over";
  sessionStorage.setItem(REMEMBERED, "over");
  look();
}
