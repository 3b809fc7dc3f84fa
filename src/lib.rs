//! Sunflower, a Discord bot for wellbeing communities: the map of the crate, in reading order.

pub mod app; // wires the parts and joins every task
pub mod calendar; // when it is said: cron and zone to instants, phrases. Pure.
pub mod cli; // run | sandbox | check | backup | restore | rotate-key | invite | health
pub mod clock; // now and sleep_until: the system's, or one that is moved
pub mod config; // the environment, read once
pub mod content; // what is said: the library of articles. Pure.
pub mod discord; // the only serenity and poise
pub mod operating; // how the bot is, for operators: health, readiness, metrics
pub mod posting; // the weekly post, exactly once
pub mod reflection; // what members wrote: consent, sealing, export, erasure
pub mod sandbox; // a stand-in Discord on loopback, which knows nothing of the rest
pub mod store; // the only SQL
pub mod tally; // what is counted for operators
