//! The stand-in Discord itself, held to Discord's rules by a real serenity client and raw requests.

#![allow(clippy::unwrap_used, reason = "a test fails by it, helpers included")]

#[path = "../support/stage.rs"]
mod stage;

mod answers;
mod bot;
mod browser;
mod commands;
mod components;
mod contexts;
mod edits;
mod faults;
mod first_path;
mod forums;
mod gateway;
mod history;
mod limits;
mod listener;
mod mentions;
mod menus;
mod message_commands;
mod messages;
mod page;
mod page_acts;
mod page_doors;
mod permissions;
mod publishing;
mod reactions;
mod requests;
mod rulebook;
mod support;
mod thread_lists;
mod threads;
mod typing;
mod upheaval;
mod uploads;
mod windows;
mod world;
