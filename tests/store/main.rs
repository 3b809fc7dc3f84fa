//! The contract of the store: every method of it, on SQLite always, on PostgreSQL where
//! `TEST_POSTGRES_URL` is set.

mod backing_up;
mod made_up;
mod opening;
mod outcomes;
mod posts;
mod reflections;
mod replies;
mod schedules;
mod servers;
mod settings;
#[path = "../support/mod.rs"]
mod support;
mod upgrading;
