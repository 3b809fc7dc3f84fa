// One option of a command that is being typed: its name, and a field for its value.

import { el } from "./dom.js";
import { OptionList } from "./option_list.js";
import { OptionValues } from "./option_values.js";
import { showPanel } from "./panel.js";

/** What stands before the names of people, channels and roles. */
const MARKS = { 6: "@", 7: "#", 8: "@", 9: "@" };

export class Pill {
  /** `composer` is told of everything: `given()`, `filled(pill)`, `emptied(pill)`, `named(pill, name)`, `sends()`. */
  constructor(option, command, composer) {
    this.option = option;
    this.composer = composer;
    this.picked = null;
    this.failure = "";
    this.values = new OptionValues(option, command.path);
    this.list = new OptionList({ label: option.name, onPick: (choice) => this.pick(choice) });
    this.input = el("input", {
      type: "text",
      "aria-label": `${option.name}: ${option.description}${option.required ? " (required)" : ""}`,
      size: 2,
      spellcheck: false,
    });
    this.root = el("span", { class: "pill" }, el("span", { class: "pill-name", "aria-hidden": true }, option.name), this.input);
    this.list.attach(this.input);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("focus", () => this.offer());
    this.input.addEventListener("blur", () => this.left());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.root.addEventListener("click", () => this.input.focus());
  }

  get text() {
    return this.input.value;
  }

  /** What is sent: the value of what was picked, or what was typed. */
  get value() {
    return this.picked ?? this.text.trim();
  }

  write(text, picked = null) {
    this.input.value = text;
    this.input.size = Math.max(2, text.length);
    this.picked = picked;
    this.fail("");
  }

  typed() {
    this.write(this.text);
    if (this.composer.named(this, this.text)) return;
    this.offer();
  }

  /** Opens what can be put here. */
  offer() {
    this.describe();
    if (this.picked !== null) {
      this.list.show([]);
      return;
    }
    this.values.find(this.text, this.composer.given(), (options) => {
      this.list.show(options, { isNoneActive: this.text === "" && !this.option.required });
      if (document.activeElement === this.input) this.describe();
    });
  }

  describe() {
    const about = this.option.required ? this.option.description : `${this.option.description} (optional)`;
    showPanel({ name: this.option.name, about, failure: this.failure }, this.list);
  }

  pick({ name, value }) {
    this.write((MARKS[this.option.type] ?? "") + name, value);
    this.list.show([]);
    this.describe();
    this.composer.filled(this);
  }

  left() {
    this.values.stop();
    this.list.show([]);
    this.root.classList.toggle("is-empty", Boolean(this.option.required) && this.value === "");
  }

  /** Marks it as wrong, with the reason; or as right again. */
  fail(sentence) {
    this.failure = sentence;
    this.root.classList.toggle("is-wrong", sentence !== "");
    this.input.setAttribute("aria-invalid", String(sentence !== ""));
  }

  pressed(event) {
    if (event.isComposing || this.list.heeds(event)) return;
    if (event.key === "Tab" && !event.shiftKey && this.list.active >= 0 && this.text !== "") {
      event.preventDefault();
      this.pick(this.list.options[this.list.active]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.composer.sends();
    } else if (event.key === "Backspace" && this.text === "") {
      event.preventDefault();
      this.composer.emptied(this);
    }
  }
}
