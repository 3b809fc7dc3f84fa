// A command that is being typed: its name, a field for each option, required ones first, and a tail for the others.

import { el } from "./dom.js";
import { openForm } from "./form.js";
import { ask } from "./link.js";
import { matching, OptionList } from "./option_list.js";
import { optionsIn } from "./command_index.js";
import { hidePanel, showPanel } from "./panel.js";
import { Pill } from "./pill.js";

export class Composer {
  /** `onLeave(text)` is called when it is done with or given up; `text` is what stays in the box. */
  constructor(command, rest, onLeave) {
    this.command = command;
    this.onLeave = onLeave;
    this.pills = [];
    this.failure = "";
    this.makeTail();
    this.more = el("button", { class: "more-options", onclick: () => this.tail.focus() });
    this.root = el(
      "div",
      { class: "composer", role: "group", "aria-label": `/${command.name}` },
      el("span", { class: "command-name" }, `/${command.name}`),
      this.tail,
      this.more,
    );
    this.root.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.root.contains(relatedTarget)) hidePanel();
    });
    for (const option of command.options.filter(({ required }) => required)) this.add(option);
    for (const [name, text] of optionsIn(rest, command.options)) this.pillOf(name).write(text);
    this.countMore();
  }

  makeTail() {
    this.list = new OptionList({ label: "More options", onPick: ({ value }) => this.addNamed(value) });
    this.tail = el("input", {
      class: "tail",
      type: "text",
      "aria-label": `/${this.command.name}: more options, or Enter to send`,
      size: 2,
      spellcheck: false,
    });
    this.list.attach(this.tail);
    this.tail.addEventListener("input", () => {
      this.tail.size = Math.max(2, this.tail.value.length);
      if (!this.named(null, this.tail.value)) this.offerMore();
    });
    this.tail.addEventListener("focus", () => this.offerMore());
    this.tail.addEventListener("keydown", (event) => this.pressedInTail(event));
  }

  /** The options that are not there yet. */
  get left() {
    return this.command.options.filter(({ name }) => !this.pills.some((pill) => pill.option.name === name));
  }

  /** The first field that must still be filled, or the tail. */
  focus() {
    (this.pills.find((pill) => pill.option.required && pill.value === "")?.input ?? this.tail).focus();
  }

  add(option) {
    const pill = new Pill(option, this.command, this);
    this.pills.push(pill);
    this.root.insertBefore(pill.root, this.tail);
    this.countMore();
    return pill;
  }

  addNamed(name) {
    this.tail.value = "";
    this.pillOf(name).input.focus();
  }

  pillOf(name) {
    const there = this.pills.find((pill) => pill.option.name === name);
    return there ?? this.add(this.command.options.find((option) => option.name === name));
  }

  countMore() {
    if (!this.more) return;
    this.more.hidden = this.left.length === 0;
    this.more.textContent = `+${this.left.length} ${this.pills.length > 0 ? "more" : "optional"}`;
  }

  offerMore() {
    const options = this.left.map(({ name, description }) => ({ name, value: name, detail: description }));
    const isEmpty = this.tail.value === "";
    this.list.show(matching(options, this.tail.value), { isNoneActive: isEmpty });
    showPanel({ name: `/${this.command.name}`, about: "Enter sends it, Escape gives it up.", failure: this.failure }, this.list);
  }

  pressedInTail(event) {
    if (event.isComposing || this.list.heeds(event)) return;
    if (event.key === "Tab" && !event.shiftKey && this.list.active >= 0) {
      event.preventDefault();
      this.addNamed(this.list.options[this.list.active].value);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.sends();
    } else if (event.key === "Backspace" && this.tail.value === "") {
      event.preventDefault();
      if (this.pills.length > 0) this.pills.at(-1).input.focus();
      else this.leave(`/${this.command.name}`);
    }
  }

  // What the fields tell.

  given() {
    return Object.fromEntries(this.pills.filter((pill) => pill.value !== "").map((pill) => [pill.option.name, pill.value]));
  }

  filled() {
    this.focus();
  }

  /** A field that was empty already is deleted once more: it goes, or the whole command does. */
  emptied(pill) {
    const at = this.pills.indexOf(pill);
    if (!pill.option.required) {
      this.pills.splice(at, 1);
      pill.root.remove();
      this.countMore();
    } else if (at === 0) {
      this.leave(`/${this.command.name}`);
      return;
    }
    (this.pills[at - 1]?.input ?? this.tail).focus();
  }

  /** Whoever types `zone:` means the option; tells whether it was one. */
  named(pill, text) {
    if (!text.endsWith(":")) return false;
    const start = text.lastIndexOf(" ") + 1;
    const name = text.slice(start, -1);
    if (!this.command.options.some((option) => option.name === name)) return false;
    if (pill) pill.write(text.slice(0, start).trimEnd());
    this.addNamed(name);
    return true;
  }

  async sends() {
    if (this.root.getAttribute("aria-busy") === "true") return;
    this.root.setAttribute("aria-busy", "true");
    this.failure = "";
    try {
      const answer = await ask("command", { path: this.command.path, options: this.given() });
      this.leave("");
      if (answer?.form) openForm(answer.form, `/${this.command.name}`);
    } catch (refusal) {
      this.refused(refusal);
    } finally {
      this.root.removeAttribute("aria-busy");
    }
  }

  refused({ message, option }) {
    if (this.command.options.some(({ name }) => name === option)) {
      const pill = this.pillOf(option);
      pill.fail(message);
      if (document.activeElement === pill.input) pill.offer();
      else pill.input.focus();
    } else {
      this.failure = message;
      if (document.activeElement === this.tail) this.offerMore();
      else this.tail.focus();
    }
  }

  leave(text) {
    hidePanel();
    this.onLeave(text);
  }
}
