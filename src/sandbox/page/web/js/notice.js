// The bar under the top: what has gone wrong with the page itself.

import { byId } from "./dom.js";
import { on } from "./state.js";

const SHOWN_FOR = 6_000;
const bar = byId("notice");
let timer = null;

function show(sentence, isPassing) {
  clearTimeout(timer);
  bar.textContent = sentence;
  bar.hidden = false;
  if (isPassing)
    timer = setTimeout(() => {
      bar.hidden = true;
    }, SHOWN_FOR);
}

on("notice", ({ sentence }) => show(sentence, true));
on("lost", () => show("The sandbox does not answer. If it was stopped, start it again and open its new address.", false));
on("connected", () => {
  bar.hidden = true;
});
