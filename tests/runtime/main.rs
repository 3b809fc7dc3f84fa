//! What lies between the bot and Discord: the one sender, the gateway's address, starting and
//! stopping. Against a server on loopback that answers as each test tells it to.

mod rest;
mod start;
mod stub;
