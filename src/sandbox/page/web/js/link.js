// The one WebSocket: what is asked is answered by number, and a lost connection is made again.

import { learn, tell } from "./state.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;

/** What the sandbox did not do: a sentence for people, and the option it is about, if it is about one. */
class Refusal extends Error {
  constructor(sentence, option) {
    super(sentence);
    this.option = option;
  }
}

let socket = null;
let asked = 0;
let wait = FIRST_WAIT;
const waiting = new Map();

/** Connects, and again whenever the connection is lost. `mayEnter` says whether the secret still holds. */
export async function connect(mayEnter) {
  const answer = await mayEnter();
  if (answer === "no") {
    tell("shut");
    return;
  }
  if (answer === "lost") {
    again(mayEnter);
    return;
  }
  socket = new WebSocket(`ws://${location.host}/socket`);
  socket.onopen = () => {
    wait = FIRST_WAIT;
    tell("connected");
  };
  socket.onmessage = ({ data }) => hear(JSON.parse(data));
  socket.onclose = () => again(mayEnter);
}

function again(mayEnter) {
  socket = null;
  for (const { reject } of waiting.values()) reject(new Refusal("The connection to the sandbox was lost."));
  waiting.clear();
  tell("lost");
  setTimeout(() => connect(mayEnter), wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

/** Asks for something to be done and resolves with what came of it; rejects with a `Refusal`. */
export function ask(what, fields = {}) {
  if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Refusal("There is no connection to the sandbox."));
  asked += 1;
  const id = asked;
  tell("asked", { what });
  socket.send(JSON.stringify({ id, do: what, ...fields }));
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject, what, fields }));
}

function hear(message) {
  if (message.event) {
    learn(message);
    return;
  }
  const asker = waiting.get(message.re);
  if (!asker) return;
  waiting.delete(message.re);
  if (message.error === undefined) {
    asker.resolve(message.ok);
    tell("done", { what: asker.what, fields: asker.fields });
  } else {
    asker.reject(new Refusal(message.error, message.option));
  }
}
