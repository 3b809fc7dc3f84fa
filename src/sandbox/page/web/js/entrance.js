// The secret of this run: handed in once, and taken out of the address.

import { byId } from "./dom.js";
import { on, state } from "./state.js";

/** "yes", "no", or "lost" if the sandbox does not answer. */
export async function mayEnter() {
  const secret = location.hash.slice(1);
  try {
    const answer = await fetch("/enter", { method: "POST", body: secret });
    if (secret && answer.ok) history.replaceState(null, "", location.pathname + location.search);
    return answer.ok ? "yes" : "no";
  } catch {
    return "lost";
  }
}

/** Instead of the page: how to come in. */
function showShut() {
  const shut = byId("shut");
  const title = shut.querySelector("h1");
  if (state.me) title.textContent = "This run of the sandbox is over";
  byId("page").hidden = true;
  shut.hidden = false;
  document.title = title.textContent;
}

on("shut", showShut);
// A new address pasted into this tab only changes the fragment.
addEventListener("hashchange", () => location.reload());
