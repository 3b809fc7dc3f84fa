//! The sandbox's page as people use it: real Chromium, the real program, and nothing but what can be seen,
//! pressed and typed. Each step's picture is under target/browser.

#![allow(clippy::unwrap_used, reason = "a test fails by it, helpers included")]

#[path = "../support/stage.rs"]
mod stage;

mod access;
mod choosing;
mod chromium;
mod devtools;
mod foreign;
mod hands;
mod hearing;
mod hostile;
mod keeping;
mod keyboard;
mod leaving;
mod looking_back;
mod measured;
mod mending;
mod narrow;
mod pictures;
mod program;
mod reflecting;
mod scheduling;
mod stand_in;
mod tall;
mod touring;
mod two_windows;
mod waiting;
mod window;
