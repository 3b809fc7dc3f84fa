//! What lies between the bot and Discord: the one sender, the channels, the commands' registration,
//! starting and stopping. Against the sandbox, and against a server that answers as it is told to.

#![allow(clippy::unwrap_used, reason = "a test fails by it, helpers included")]

#[path = "../sandbox/browser.rs"]
#[allow(dead_code, reason = "the sandbox's own tests use all of it")]
mod browser;
#[path = "../support/config.rs"]
mod config;
#[path = "../support/secrets.rs"]
mod secrets;
#[path = "../support/stage.rs"]
mod stage;

mod backups;
mod channel;
mod database_faults;
mod following;
mod forums;
mod kept;
mod offline;
mod operating;
mod ops;
mod page;
mod played;
mod process;
mod program;
mod registration;
mod reloading;
mod rest;
mod rotating;
mod setting;
mod start;
mod stop;
mod stub;
mod year;

/// A Monday.
fn noon() -> chrono::DateTime<chrono::Utc> {
    "2026-11-23T12:00:00Z".parse().unwrap()
}
