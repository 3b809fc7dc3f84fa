//! The ledger of posts, step by step, against a stand-in for Discord's channels: each sentence of the
//! design's "Exactly once" as a test, on SQLite and, where `TEST_POSTGRES_URL` is set, on PostgreSQL.

mod acting;
mod asking;
mod board;
mod bot;
mod channels;
mod damage;
mod delivery;
mod editing;
mod following;
mod forums;
mod library;
mod maker;
mod mending;
mod planning;
mod recovery;
mod refusals;
mod reloading;
#[path = "../support/mod.rs"]
mod support;
mod switching;
mod telling;
mod ten_thousand;
mod verbs;
mod weeks;
mod worker;
