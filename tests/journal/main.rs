//! The journal as its members and its operator meet it: on a real database, with real key files and a
//! moved clock.

mod consenting;
mod erasing;
mod exporting;
mod fixture;
mod keeping;
mod keys;
mod list;
mod others;
mod retaining;
#[path = "../support/mod.rs"]
mod support;
mod unreadable;
