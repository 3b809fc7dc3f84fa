// The people, roles and channels that menus and options offer.

import { state } from "./state.js";

const CHANNEL_GLYPHS = { 0: "#", 5: "📣", 10: "🧵", 11: "🧵", 12: "🧵", 15: "💬", 16: "💬" };

export function people() {
  return Object.entries(state.users).map(([value, { name, bot }]) => ({ value, name, badge: "@", detail: bot ? "app" : undefined }));
}

export function roles() {
  const named = state.guild.roles.filter((role) => role.id !== state.guild.id);
  return named.map(({ id, name }) => ({ value: id, name, badge: "@", detail: "role" }));
}

/** Channels of these of Discord's types, or of any. */
export function channels(types) {
  const fitting = state.channels.filter((channel) => !types?.length || types.includes(channel.type));
  return fitting.map(({ id, name, type }) => ({ value: id, name, badge: CHANNEL_GLYPHS[type] ?? "#" }));
}
