// Who one is: changed here, or another one in another window.

import { byId, el } from "./dom.js";
import { icon } from "./icons.js";
import { ask } from "./link.js";
import { openMenu } from "./menu.js";
import { avatar } from "./names.js";
import { myself, on, state, tell } from "./state.js";

const button = byId("who");

on("world", show);

function show() {
  const me = myself();
  if (!me) return;
  button.replaceChildren(
    avatar(me.id, me.name),
    el("span", { class: "who-name" }, me.name),
    el("span", { class: "who-what" }, me.what),
    el("span", { class: "unseen" }, "Be someone else"),
    icon("down"),
  );
}

/** Who the address says one is: `/?as=maya`. */
function wantedUsername() {
  return new URLSearchParams(location.search).get("as");
}

/** Becomes who the address says. */
export function beWanted() {
  const wanted = state.people.find(({ username }) => username === wantedUsername());
  if (wanted && wanted.id !== state.me) be(wanted);
}

function be(person) {
  history.replaceState(null, "", `/?as=${encodeURIComponent(person.username)}`);
  ask("be", { user: person.id }).catch((refusal) => tell("notice", { sentence: refusal.message }));
}

button.addEventListener("click", () => {
  const others = state.people.filter(({ id }) => id !== state.me);
  openMenu(button, "Who you are", [
    { heading: "Be someone else" },
    ...others.map((person) => ({ name: `${person.name}, ${person.what}`, act: () => be(person) })),
    { heading: "In a new window" },
    ...others.map((person) => ({
      name: person.name,
      picture: "out",
      act: () => open(`/?as=${encodeURIComponent(person.username)}`, "_blank", "noopener"),
    })),
  ]);
});
