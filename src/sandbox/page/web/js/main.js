// The page of the sandbox: loads its parts and connects them.

import { goAgain } from "./navigation.js";
import { mayEnter } from "./entrance.js";
import { beWanted } from "./who.js";
import { connect } from "./link.js";
import { on } from "./state.js";
import "./notice.js";
import "./sidebar.js";
import "./channel_head.js";
import "./forum.js";
import "./clock_bar.js";
import "./message_log.js";
import "./message_tools.js";
import "./box.js";
import "./drawer.js";
import "./tour.js";

let isFirst = true;

// A new connection begins as the sandbox has it, so it is told who and where one was.
on("connected", () => {
  isFirst = true;
});
on("world", () => {
  if (!isFirst) return;
  isFirst = false;
  beWanted();
  goAgain();
});

connect(mayEnter);
