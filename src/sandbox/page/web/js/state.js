// What the page knows: the last that the sandbox told of each thing, and who wants to hear of it.

export const state = {
  me: null,
  people: [],
  guild: { id: "", name: "", roles: [] },
  bot: { id: "", name: "", online: false },
  users: {},
  channels: [],
  dm: null,
  slash: [],
  onMessages: [],
  /** The channel that is shown: an id, or "dm". */
  here: null,
  /** The messages of it, by id. */
  messages: new Map(),
  hasOlder: false,
  clock: { now: Date.now(), told: performance.now(), running: false, next: [] },
  faults: [],
};

const listeners = new Map();

/** Calls `listener` whenever `name` happens: an event of the sandbox's, or one of the page's own. */
export function on(name, listener) {
  listeners.set(name, [...(listeners.get(name) ?? []), listener]);
}

/** Lets everyone know who asked to. */
export function tell(name, what = {}) {
  for (const listener of listeners.get(name) ?? []) listener(what);
}

/** Takes in an event of the sandbox's and passes it on. */
export function learn(event) {
  learners[event.event]?.(event);
  tell(event.event, event);
}

const learners = {
  world({ me, people, guild, bot, users }) {
    Object.assign(state, { me, people, guild, bot, users });
  },
  places({ channels, dm }) {
    Object.assign(state, { channels, dm });
  },
  commands({ slash, on_messages: onMessages }) {
    Object.assign(state, { slash, onMessages });
  },
  messages(event) {
    if (!isHere(event.channel)) return;
    if (event.whole) state.messages.clear();
    for (const message of event.messages) state.messages.set(message.id, message);
    for (const id of event.gone) state.messages.delete(id);
    state.hasOlder = event.more;
  },
  clock({ now, running, next }) {
    state.clock = { now: Date.parse(now), told: performance.now(), running, next };
  },
  faults(event) {
    state.faults = event.on;
  },
};

/** Whether this is the channel that is shown. */
export function isHere(channel) {
  return channel === state.here || (state.here === "dm" && channel === state.dm?.id);
}

/** The channel that is shown, as the sandbox tells of it. */
export function here() {
  return state.here === "dm" ? state.dm : channelOf(state.here);
}

export function channelOf(id) {
  return state.channels.find((channel) => channel.id === id) ?? (state.dm?.id === id ? state.dm : null);
}

/** The person that one is. */
export function myself() {
  return state.people.find((person) => person.id === state.me);
}

/** Discord's ids are numbers too large for a number: the longer one is the later one. */
export function isEarlier(one, other) {
  return one.length === other.length ? one < other : one.length < other.length;
}
