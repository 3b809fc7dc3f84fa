// A form of the bot's as a dialog. What was typed outlives Escape and refusals, until it is sent.

import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { ask } from "./link.js";
import { tell } from "./state.js";

/** What was typed and not sent, by where the form came from. */
const drafts = new Map();

/** Opens a form; `source` says from where it was opened, so that a draft finds back. */
export function openForm(form, source) {
  const draft = drafts.get(source) ?? {};
  const fields = form.fields.map((field) => new Field(field, draft[field.custom_id]));
  const failure = el("p", { class: "failure", role: "alert" });
  const title = el("h2", { id: freshId("title") }, form.title);
  const send = el("button", { class: "button style-1", type: "submit" }, "Submit");
  const cancel = el("button", { class: "button style-2", onclick: () => dialog.close() }, "Cancel");
  const close = el("button", { class: "plain", "aria-label": "Close", onclick: () => dialog.close() }, icon("close"));
  const inside = el(
    "form",
    { novalidate: true },
    el("div", { class: "form-head" }, title, close),
    el(
      "div",
      { class: "form-fields" },
      fields.map((field) => field.root),
    ),
    failure,
    el("div", { class: "form-foot" }, cancel, send),
  );
  const dialog = el("dialog", { class: "form", "aria-labelledby": title.id }, inside);
  const keep = () => drafts.set(source, Object.fromEntries(fields.map((field) => [field.id, field.text])));
  inside.addEventListener("input", keep);
  inside.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (send.getAttribute("aria-busy") === "true" || !areFilled(fields)) return;
    send.setAttribute("aria-busy", "true");
    failure.textContent = "";
    await fill(form, fields, { source, dialog, failure });
    send.removeAttribute("aria-busy");
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    // What had the focus before may be gone meanwhile.
    if (document.activeElement === document.body) tell("focus box");
  });
  document.body.append(dialog);
  dialog.showModal();
  fields[0]?.input.focus();
}

function areFilled(fields) {
  const wrong = fields.filter((field) => !field.check());
  wrong[0]?.input.focus();
  return wrong.length === 0;
}

async function fill(form, fields, { source, dialog, failure }) {
  const values = Object.fromEntries(fields.map((field) => [field.id, field.text]));
  try {
    const answer = await ask("fill", { form: form.number, fields: values });
    drafts.delete(source);
    dialog.close();
    if (answer?.form) openForm(answer.form, source);
  } catch (refusal) {
    const field = fields.find(({ id }) => id === refusal.option);
    if (field) field.fail(refusal.message);
    else failure.textContent = refusal.message;
  }
}

class Field {
  constructor(field, draft) {
    this.field = field;
    this.id = field.custom_id;
    const id = freshId("field");
    const about = [field.description && el("p", { id: `${id}-about`, class: "field-about" }, field.description)];
    this.failure = el("p", { id: `${id}-failure`, class: "failure", role: "alert" });
    this.count = el("span", { class: "count", "aria-hidden": true });
    const attributes = {
      id,
      placeholder: field.placeholder,
      required: field.required,
      maxlength: field.max_length,
      "aria-describedby": `${field.description ? `${id}-about ` : ""}${id}-failure`,
    };
    this.input = field.paragraph ? el("textarea", { rows: 6, ...attributes }) : el("input", { type: "text", ...attributes });
    this.input.value = draft ?? field.value ?? "";
    this.input.addEventListener("input", () => this.changed());
    const star = field.required && el("span", { class: "required", "aria-hidden": true }, " *");
    this.root = el("div", { class: "field" }, el("label", { for: id }, field.label, star), about, this.input, this.count, this.failure);
    this.changed();
  }

  get text() {
    return this.input.value;
  }

  changed() {
    this.count.textContent = `${[...this.text].length} / ${this.field.max_length}`;
    this.fail("");
  }

  fail(sentence) {
    this.failure.textContent = sentence;
    this.input.setAttribute("aria-invalid", String(sentence !== ""));
  }

  check() {
    const length = [...this.text].length;
    if (this.field.required && this.text.trim() === "") this.fail("This field is required.");
    else if (length > 0 && length < (this.field.min_length ?? 0)) this.fail(`At least ${this.field.min_length} characters, not ${length}.`);
    else return true;
    return false;
  }
}
