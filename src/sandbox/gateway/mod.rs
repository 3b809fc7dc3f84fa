//! The gateway: a WebSocket on which a bot is told what happens, in Discord's protocol (v10, JSON).

mod hub;
pub(super) mod intents;
mod places;
mod socket;
mod tell;
mod tell_people;
mod told;

pub use self::hub::Hub;
pub(super) use self::socket::open;
