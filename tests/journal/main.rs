//! The journal as its members and its operator meet it: on a real database, with real key files and a
//! moved clock.

#![allow(
    clippy::unwrap_used,
    reason = "a test that can't go on says where by panicking"
)]

mod consenting;
mod counting;
mod erasing;
mod exporting;
mod finding;
mod fixture;
mod keeping;
mod keys;
mod list;
mod makers;
mod others;
mod quiet;
mod replies;
mod restoring;
mod retaining;
mod rotating;
#[path = "../support/schema.rs"]
mod schema;
mod sharing;
#[path = "../support/mod.rs"]
mod support;
mod unreadable;
#[cfg(target_os = "linux")]
mod wiping;
