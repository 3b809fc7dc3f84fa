// What can be put in an option of a command: its choices, people and places, or what the bot suggests.

import { channels, people, roles } from "./candidates.js";
import { ask } from "./link.js";
import { matching } from "./option_list.js";

const PAUSE = 120;

const BOOLEAN = [
  { name: "True", value: "true" },
  { name: "False", value: "false" },
];
const OFFERS = {
  5: () => BOOLEAN,
  6: people,
  7: ({ channel_types: types }) => channels(types),
  8: roles,
  9: () => [...people(), ...roles()],
};

function offered(option) {
  if (option.choices?.length > 0) return option.choices.map(({ name, value }) => ({ name, value: String(value) }));
  return OFFERS[option.type]?.(option) ?? [];
}

/** Lists what fits an option while it is typed; answers that come late are dropped. */
export class OptionValues {
  constructor(option, path) {
    this.option = option;
    this.path = path;
    this.asked = 0;
  }

  /** Calls `show` with what fits; `given` are all the options as they stand. */
  find(typed, given, show) {
    if (!this.option.autocomplete) {
      show(matching(offered(this.option), typed.replace(/^[#@]/, "")));
      return;
    }
    this.asked += 1;
    const number = this.asked;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.suggest(number, given, show), PAUSE);
  }

  async suggest(number, given, show) {
    try {
      const options = { ...given, [this.option.name]: given[this.option.name] ?? "" };
      const { choices } = await ask("suggest", { path: this.path, options, typing: this.option.name });
      if (number === this.asked) show(choices.map(({ name, value }) => ({ name, value: String(value) })));
    } catch {
      if (number === this.asked) show([]);
    }
  }

  /** No answer is wanted any more. */
  stop() {
    this.asked += 1;
    clearTimeout(this.timer);
  }
}
