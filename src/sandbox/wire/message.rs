//! Messages in Discord's JSON.

use serde_json::{Value, json};

use super::{interaction::owners, place, time};
use crate::sandbox::world::{Attachment, Id, Message, ON_MESSAGES, Reaction, SLASH, World};

/// A message as REST and, with `guild_id` and `member` added, the gateway bring it.
pub fn message(world: &World, message: &Message) -> Value {
    let mut body = plain(world, message);
    if let Some(thread) = world.thread_from(message.channel, message.id) {
        body["thread"] = place::channel(world, thread);
    }
    if let Some(referred) = refers_to(message) {
        let there = world.message(message.channel, referred);
        body["referenced_message"] = there.map_or(Value::Null, |there| plain(world, there));
    }
    body
}

fn plain(world: &World, message: &Message) -> Value {
    let users = message.mentions.users.iter();
    let attachments = message.attachments.iter();
    let mut body = json!({
        "id": message.id, "channel_id": message.channel, "author": place::user(world, message.author),
        "content": message.content, "timestamp": time(message.id.made_at()),
        "edited_timestamp": message.edited_at.map(time), "tts": false,
        "mention_everyone": message.mentions.everyone,
        "mentions": users.map(|id| place::user(world, *id)).collect::<Vec<_>>(),
        "mention_roles": message.mentions.roles,
        "attachments": attachments.map(|one| attachment(message, one)).collect::<Vec<_>>(),
        "embeds": message.embeds, "components": message.components, "pinned": false,
        "flags": message.flags, "type": kind(message),
    });
    if !message.reactions.is_empty() {
        let reactions = message.reactions.iter();
        body["reactions"] = reactions.map(|one| reaction(world, one)).collect();
    }
    if let Some(nonce) = &message.nonce {
        body["nonce"] = nonce.clone();
    }
    if let Some(referred) = refers_to(message) {
        let guild = world
            .channels
            .get(&message.channel)
            .and_then(|one| one.guild);
        body["message_reference"] = json!({
            "type": 0, "channel_id": message.channel, "message_id": referred, "guild_id": guild});
    }
    if let Some(answers) = &message.interaction {
        let actor = place::user(world, answers.user);
        body["application_id"] = json!(world.application.id);
        body["webhook_id"] = json!(world.application.id);
        let mut metadata = json!({
            "id": answers.id, "type": answers.kind, "user": actor,
            "authorizing_integration_owners": owners(answers.owners),
        });
        if let Some(first) = answers.follows {
            metadata["original_response_message_id"] = json!(first);
        }
        match answers.kind {
            2 => {
                metadata["name"] = json!(answers.command);
                metadata["command_type"] = json!(if answers.target.is_some() {
                    ON_MESSAGES
                } else {
                    SLASH
                });
                if let Some(target) = answers.target {
                    metadata["target_message_id"] = json!(target);
                }
                body["interaction"] = json!({
                    "id": answers.id, "type": 2, "name": answers.command, "user": actor});
            }
            3 => metadata["interacted_message_id"] = json!(answers.on_message),
            _ => {
                metadata["triggering_interaction_metadata"] = json!({
                    "id": answers.id, "type": 3, "user": actor,
                    "authorizing_integration_owners": owners(answers.owners),
                    "interacted_message_id": answers.on_message.unwrap_or(message.id)});
            }
        }
        body["interaction_metadata"] = metadata;
    }
    body
}

fn reaction(world: &World, reaction: &Reaction) -> Value {
    let count = reaction.users.len();
    json!({
        "emoji": {"id": null, "name": reaction.emoji}, "count": count,
        "count_details": {"burst": 0, "normal": count}, "burst_colors": [],
        "me": reaction.users.contains(&world.bot()), "me_burst": false,
    })
}

/// The message it replies to, or whose menu held the command that it is the first answer to.
/// resources/message, "Application Command Interaction Metadata Structure".
pub fn refers_to(message: &Message) -> Option<Id> {
    let answers = message.interaction.as_ref();
    let first = answers.filter(|answers| answers.follows.is_none());
    message.reply_to.or_else(|| first?.target)
}

/// 0 a message, 19 a reply, 20 the answer to a command, 23 to one in the menu of a message.
fn kind(message: &Message) -> u8 {
    match (&message.interaction, message.reply_to) {
        (Some(answers), _) if answers.kind == 2 && answers.target.is_some() => 23,
        (Some(answers), _) if answers.kind == 2 => 20,
        (_, Some(_)) => 19,
        _ => 0,
    }
}

fn attachment(message: &Message, file: &Attachment) -> Value {
    // No such address is served: Discord's own would be on another host.
    let url = format!(
        "https://cdn.discordapp.com/attachments/{}/{}/{}",
        message.channel, file.id, file.filename
    );
    let mut body = json!({
        "id": file.id, "filename": file.filename, "size": file.size, "url": url, "proxy_url": url,
        "content_scan_version": 0,
    });
    if let Some(kind) = &file.content_type {
        body["content_type"] = json!(kind);
    }
    if let Some(description) = &file.description {
        body["description"] = json!(description);
    }
    if message.ephemeral_to.is_some() {
        body["ephemeral"] = json!(true);
    }
    body
}
