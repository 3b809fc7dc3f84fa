// How people, roles and channels are called, and how their circles are coloured.

import { el } from "./dom.js";
import { channelOf, myself, state } from "./state.js";

const COLOURS = 6;

/** What someone is called here. */
export function userName(id, author) {
  return state.users[id]?.name ?? author?.global_name ?? author?.username ?? "unknown user";
}

export function roleName(id) {
  return state.guild.roles.find((role) => role.id === id)?.name ?? "deleted role";
}

/** `null` if it is not there, or not for oneself to see. */
export function channelName(id) {
  const channel = channelOf(id);
  if (!channel) return null;
  return channel === state.dm ? state.bot.name : channel.name;
}

export function isBot(id, author) {
  return state.users[id]?.bot ?? author?.bot ?? false;
}

/** A coloured circle with an initial, or the bot's flower. */
export function avatar(id, name) {
  const isOurs = id === state.bot.id;
  const colour = isOurs ? "bot" : Number(BigInt(id || 0) % BigInt(COLOURS));
  return el("span", { class: `avatar colour-${colour}`, "aria-hidden": true }, isOurs ? "🌻" : [...name][0]?.toUpperCase());
}

/** Whether oneself moderates, as the sandbox describes people. */
export function amModerator() {
  return myself()?.what === "moderator";
}
