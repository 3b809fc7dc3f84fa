//! What a session asked to be told: intents decide which events it gets and what they contain.

use serde_json::{Value, json};

use crate::sandbox::world::{Id, Message, World};

/// GUILDS: servers, channels, roles.
pub const GUILDS: u64 = 1 << 0;
/// GUILD_MEMBERS, privileged: who joins, leaves, and is given roles.
pub const GUILD_MEMBERS: u64 = 1 << 1;
/// GUILD_MESSAGES: messages in servers.
pub const GUILD_MESSAGES: u64 = 1 << 9;
/// GUILD_MESSAGE_REACTIONS: reactions in servers.
pub const GUILD_MESSAGE_REACTIONS: u64 = 1 << 10;
/// DIRECT_MESSAGES: messages to the bot.
pub const DIRECT_MESSAGES: u64 = 1 << 12;
/// DIRECT_MESSAGE_REACTIONS: reactions between the bot and one person.
pub const DIRECT_MESSAGE_REACTIONS: u64 = 1 << 13;
/// MESSAGE_CONTENT, privileged: what messages say.
pub const MESSAGE_CONTENT: u64 = 1 << 15;
/// All that need to be switched on for the application: members, presences, message content.
pub const PRIVILEGED: u64 = GUILD_MEMBERS | (1 << 8) | MESSAGE_CONTENT;

/// The intent that messages of this channel need.
pub fn for_messages(guild: Option<Id>) -> u64 {
    if guild.is_some() {
        GUILD_MESSAGES
    } else {
        DIRECT_MESSAGES
    }
}

/// The intent that reactions in this server, or in direct messages, need.
pub fn for_reactions(guild: Option<Id>) -> u64 {
    if guild.is_some() {
        GUILD_MESSAGE_REACTIONS
    } else {
        DIRECT_MESSAGE_REACTIONS
    }
}

/// Whether the bot reads what this message says even without MESSAGE_CONTENT: its own messages, those
/// that mention it, direct messages.
pub fn content_is_free(world: &World, message: &Message) -> bool {
    let bot = world.bot();
    let direct = world
        .channels
        .get(&message.channel)
        .is_some_and(|channel| channel.guild.is_none());
    message.author == bot || message.mentions.users.contains(&bot) || direct
}

/// A message whose content the bot does not read.
pub fn without_content(mut message: Value) -> Value {
    message["content"] = json!("");
    for key in ["embeds", "attachments", "components"] {
        message[key] = json!([]);
    }
    message
}
