//! The library, as its writers and readers meet it: what is embedded, what is refused and how, what comes next.

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

mod choose;
mod embedded;
mod faults;
mod folder;
mod markdown;
mod report;
