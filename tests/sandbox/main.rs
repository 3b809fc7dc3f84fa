//! The stand-in Discord itself, held to Discord's rules by a real serenity client and raw requests.

mod bot;
mod first_path;
mod support;
