// The commands that can be typed here, one for each subcommand.

import { state } from "./state.js";

const SUBCOMMAND = 1;
const GROUP = 2;

/** `{ name: "schedule create", path, description, options }` of each, in order. */
export function commands() {
  return state.slash.flatMap((command) => leaves(command, []));
}

function leaves(command, above) {
  const path = [...above, command.name];
  const options = command.options ?? [];
  const inner = options.filter(({ type }) => type === SUBCOMMAND || type === GROUP);
  if (inner.length > 0) return inner.flatMap((one) => leaves(one, path));
  return [{ name: path.join(" "), path, description: command.description, options }];
}

/** The command that a line begins with, once it is followed by a space, and what comes after. */
export function commandIn(line) {
  const found = commands().find(({ name }) => line.startsWith(`/${name} `));
  return found && { command: found, rest: line.slice(found.name.length + 2) };
}

/** `when:mondays 9:00 zone:London` by the options' names; only what belongs to one. */
export function optionsIn(rest, options) {
  const given = [];
  for (const word of rest.split(" ")) {
    const [name] = word.split(":", 1);
    if (word.includes(":") && options.some((option) => option.name === name)) given.push([name, word.slice(name.length + 1)]);
    else if (given.length > 0) given.at(-1)[1] += ` ${word}`;
  }
  return given.map(([name, text]) => [name, text.trim()]);
}
