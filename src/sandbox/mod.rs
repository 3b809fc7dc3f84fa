//! A stand-in Discord on loopback, which uses nothing else of this crate.

pub mod rules;
