//! The contract of the store: every method of it, on SQLite always, on PostgreSQL where
//! `TEST_POSTGRES_URL` is set.

mod opening;
mod reflections;
#[path = "../support/mod.rs"]
mod support;
