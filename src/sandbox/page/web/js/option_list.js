// Options under a text field: the field keeps the focus, the arrows move through what is listed, Enter takes it.

import { el, freshId } from "./dom.js";

export class OptionList {
  /** `onPick` is called with the option taken: `{ value, name, detail, badge, isChosen }`. */
  constructor({ label, onPick, isMultiple = false }) {
    this.onPick = onPick;
    this.options = [];
    this.active = -1;
    this.isMultiple = isMultiple;
    this.root = el("div", {
      id: freshId("options"),
      class: "options",
      role: "listbox",
      "aria-label": label,
      "aria-multiselectable": isMultiple || null,
    });
    this.input = null;
  }

  /** Makes `input` the field that moves through the list. */
  attach(input) {
    this.input = input;
    const attributes = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": this.root.id };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    this.tellInput();
  }

  /** Lists these; the first is the active one, or none, or what was active if it is still there. */
  show(options, { keepActive = false, isNoneActive = false } = {}) {
    const before = keepActive ? this.options[this.active]?.value : undefined;
    this.options = options;
    this.root.replaceChildren(...options.map((option, at) => this.row(option, at)));
    const again = options.findIndex((option) => option.value === before);
    this.active = -1;
    if (again >= 0 || !isNoneActive) this.activate(Math.max(0, again));
    else this.tellInput();
  }

  get isOpen() {
    return this.options.length > 0;
  }

  row(option, at) {
    const node = el(
      "div",
      { id: freshId("option"), class: "option", role: "option", "aria-selected": Boolean(option.isChosen), title: option.detail },
      this.isMultiple && el("span", { class: "check", "aria-hidden": true }),
      el("span", { class: "option-name" }, option.badge && el("span", { class: "option-badge" }, option.badge), option.name),
      option.detail && el("span", { class: "option-detail" }, option.detail),
    );
    // The field must keep the focus.
    node.addEventListener("pointerdown", (event) => event.preventDefault());
    node.addEventListener("pointermove", () => this.activate(at, false));
    node.addEventListener("click", () => this.onPick(option));
    return node;
  }

  activate(at, doScroll = true) {
    this.root.children[this.active]?.classList.remove("is-active");
    this.active = this.options.length === 0 ? -1 : (at + this.options.length) % this.options.length;
    const node = this.root.children[this.active];
    node?.classList.add("is-active");
    if (doScroll) node?.scrollIntoView({ block: "nearest" });
    this.tellInput();
  }

  tellInput() {
    this.input?.setAttribute("aria-expanded", String(this.isOpen));
    const active = this.root.children[this.active]?.id;
    if (active) this.input?.setAttribute("aria-activedescendant", active);
    else this.input?.removeAttribute("aria-activedescendant");
  }

  /** Whether a key was for the list. */
  heeds(event) {
    if (!this.isOpen || event.isComposing) return false;
    if (event.key === "ArrowDown") {
      this.activate(this.active + 1);
    } else if (event.key === "ArrowUp") {
      this.activate(Math.max(this.active, 0) - 1);
    } else if (event.key === "PageDown" || event.key === "PageUp") {
      const to = this.active + (event.key === "PageDown" ? 8 : -8);
      this.activate(Math.max(0, Math.min(this.options.length - 1, to)));
    } else if (event.key === "Enter" && !event.shiftKey && this.active >= 0) {
      this.onPick(this.options[this.active]);
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }
}

/** Those whose name or detail holds what was typed, beginnings first. */
export function matching(options, typed) {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return options;
  const begins = ({ name }) => name.toLowerCase().startsWith(wanted);
  const holds = ({ name, detail }) => `${name} ${detail ?? ""}`.toLowerCase().includes(wanted);
  return [...options.filter(begins), ...options.filter((option) => !begins(option) && holds(option))];
}
