// A menu of choices on a message: a button that opens a list with a field to search it.

import { channels, people, roles } from "./candidates.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { matching, OptionList } from "./option_list.js";
import { closePopup, openPopup, place } from "./popup.js";

const FEW = 10;

const OFFERS = {
  3: ({ options }) =>
    options.map(({ label, value, description, emoji }) => ({ name: label, value, detail: description, badge: emoji?.name })),
  5: people,
  6: roles,
  7: () => [...people(), ...roles()],
  8: ({ channel_types: types }) => channels(types),
};

/** A menu. `onChosen(values, node)` is called with what was chosen. */
export function select(menu, onChosen) {
  const placeholder = menu.placeholder ?? "Make a selection";
  const chosen = new Set(chosenAtFirst(menu));
  const text = el("span", { class: "select-text" });
  const node = el(
    "button",
    {
      class: "select",
      "aria-haspopup": "listbox",
      "aria-expanded": false,
      disabled: menu.disabled,
      "data-key": menu.custom_id,
    },
    text,
    icon("down"),
  );
  const write = () => {
    const names = OFFERS[menu.type](menu)
      .filter(({ value }) => chosen.has(value))
      .map(({ name }) => name);
    text.textContent = names.length > 0 ? names.join(", ") : placeholder;
    text.classList.toggle("is-placeholder", names.length === 0);
    node.setAttribute("aria-label", names.length > 0 ? `${placeholder}: ${names.join(", ")}` : placeholder);
  };
  write();
  node.addEventListener("click", () => {
    if (node.getAttribute("aria-expanded") === "true") return closePopup();
    const choose = (values) => {
      chosen.clear();
      for (const value of values) chosen.add(value);
      write();
      onChosen(values, node);
    };
    return openChoices(node, placeholder, menu, new Set(chosen), choose);
  });
  return node;
}

function chosenAtFirst(menu) {
  const own = (menu.options ?? []).filter((option) => option.default).map(({ value }) => value);
  return [...own, ...(menu.default_values ?? []).map(({ id }) => id)];
}

function openChoices(anchor, label, menu, chosen, choose) {
  const isMultiple = (menu.max_values ?? 1) > 1;
  const before = [...chosen].join();
  const pick = ({ value }) => {
    if (!isMultiple) {
      closePopup();
      choose([value]);
      return;
    }
    if (!chosen.delete(value) && chosen.size < menu.max_values) chosen.add(value);
    list.show(offered(), { keepActive: true });
  };
  const list = new OptionList({ label, onPick: pick, isMultiple });
  const all = OFFERS[menu.type](menu);
  const input = el("input", {
    class: "search",
    type: "text",
    "aria-label": `Search: ${label}`,
    placeholder: "Search",
    inputmode: all.length <= FEW ? "none" : "search",
  });
  const offered = () => matching(all, input.value).map((option) => ({ ...option, isChosen: chosen.has(option.value) }));
  list.attach(input);
  input.addEventListener("input", () => {
    list.show(offered());
    place();
  });
  input.addEventListener("keydown", (event) => {
    if (!list.heeds(event) && event.key === "Tab") closePopup();
  });
  const content = el("div", { class: "choices" }, input, list.root, isMultiple && doneButton());
  // As in Discord, several are chosen by leaving the list.
  const onClose = () => isMultiple && [...chosen].join() !== before && chosen.size >= (menu.min_values ?? 1) && choose([...chosen]);
  list.show(offered());
  openPopup({ anchor, content, onClose, isWide: true });
  list.activate(
    Math.max(
      0,
      list.options.findIndex((option) => option.isChosen),
    ),
  );
  input.focus();
}

function doneButton() {
  return el("button", { class: "button style-1", onclick: closePopup }, "Done");
}
