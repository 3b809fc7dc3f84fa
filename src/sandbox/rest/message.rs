//! `/channels/{id}/messages`: the history, posting, editing, deleting.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    access::{self, needs},
    error::{Answered, Refused},
    payload::Payload,
};
use crate::sandbox::{
    core::Core,
    gateway::intents,
    rules::{
        self,
        message::{self as rule, Purpose},
    },
    wire,
    world::{Draft, Id, Message, NotEdited, Permissions, World},
};

/// Which part of the history is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Window {
    around: Option<Id>,
    before: Option<Id>,
    after: Option<Id>,
    limit: Option<String>,
}

/// `GET …/messages`: at most 100, newest first. Without Read Message History the list is empty, which is
/// not an error.
pub async fn history(
    State(core): State<Arc<Core>>,
    Path(channel): Path<Id>,
    Query(window): Query<Window>,
) -> Answered<Json<Value>> {
    core.read(|world| {
        let (_, rights) = access::channel(world, channel)?;
        let limit = limit(window.limit.as_deref(), 1)?;
        if !rights.contain(Permissions::READ_MESSAGE_HISTORY) {
            return Ok(Json(json!([])));
        }
        let listed: Vec<_> = newest_first(world, channel, &window, limit)
            .into_iter()
            .map(|message| read_by_bot(world, message))
            .collect();
        Ok(Json(json!(listed)))
    })
}

/// A message as the bot reads it: MESSAGE_CONTENT counts here as at the gateway, if the application was
/// granted it.
fn read_by_bot(world: &World, message: &Message) -> Value {
    let body = wire::message(world, message);
    let granted = world.application.privileged_intents & intents::MESSAGE_CONTENT != 0;
    if granted || intents::content_is_free(world, message) {
        body
    } else {
        intents::without_content(body)
    }
}

/// How many are asked for at once: 50 if nothing is said, at most 100.
pub fn limit(given: Option<&str>, least: usize) -> Answered<usize> {
    let Some(given) = given else {
        return Ok(50);
    };
    let wrong = |code, message: &str| Err(Refused::field(&["limit"], code, message));
    match given.parse::<i64>() {
        Ok(limit @ 0..=100) if limit.unsigned_abs() >= least as u64 => {
            Ok(usize::try_from(limit).unwrap_or(100))
        }
        Ok(limit) if limit > 100 => wrong(
            "NUMBER_TYPE_MAX",
            "int value should be less than or equal to 100.",
        ),
        Ok(_) => wrong(
            "NUMBER_TYPE_MIN",
            &format!("int value should be greater than or equal to {least}."),
        ),
        Err(_) => wrong("NUMBER_TYPE_COERCE", "Value is not int."),
    }
}

fn newest_first<'a>(
    world: &'a World,
    channel: Id,
    window: &Window,
    limit: usize,
) -> Vec<&'a Message> {
    let Some(messages) = world.messages.get(&channel) else {
        return Vec::new();
    };
    let public = |message: &&Message| message.ephemeral_to.is_none();
    let before = |end: Id, limit| {
        let older = messages.range(..end).rev().map(|(_, message)| message);
        older.filter(public).take(limit).collect::<Vec<_>>()
    };
    let from = |start: Id, limit| {
        let newer = messages.range(start..).map(|(_, message)| message);
        let mut newer: Vec<_> = newer.filter(public).take(limit).collect();
        newer.reverse();
        newer
    };
    let past = |id: Id| Id::new(id.get().saturating_add(1));
    match window {
        Window {
            around: Some(id), ..
        } => {
            let mut both = from(*id, limit - limit / 2);
            both.extend(before(*id, limit / 2));
            both
        }
        Window {
            before: Some(id), ..
        } => before(*id, limit),
        Window {
            after: Some(id), ..
        } => from(past(*id), limit),
        _ => before(Id::new(u64::MAX), limit),
    }
}

/// A message that the bot may read one by one.
pub fn public(world: &World, channel: Id, message: Id) -> Answered<&Message> {
    world
        .message(channel, message)
        .filter(|message| message.ephemeral_to.is_none())
        .ok_or_else(Refused::unknown_message)
}

/// `GET …/messages/{id}`.
pub async fn read(
    State(core): State<Arc<Core>>,
    Path((channel, id)): Path<(Id, Id)>,
) -> Answered<Json<Value>> {
    core.read(|world| {
        let (_, rights) = access::channel(world, channel)?;
        // Discord answers 50001 here, where listing answers an empty list.
        if !rights.contain(Permissions::READ_MESSAGE_HISTORY) {
            return Err(Refused::missing_access());
        }
        Ok(Json(read_by_bot(world, public(world, channel, id)?)))
    })
}

/// `POST …/messages`. Embeds without Embed Links and files without Attach Files are refused with
/// 50013, as Discord does for bots.
pub async fn create(
    State(core): State<Arc<Core>>,
    Path(id): Path<Id>,
    payload: Payload,
) -> Answered<Json<Value>> {
    core.change(|world| {
        let body = payload.json();
        may_post(world, id, &payload)?;
        let bot = world.bot();
        let nonce = &body["nonce"];
        if body["enforce_nonce"] == json!(true)
            && !nonce.is_null()
            && let Some(earlier) = world.sent_with_nonce(id, bot, nonce)
        {
            let earlier = public(world, id, earlier)?;
            return Ok(Json(wire::message(world, earlier)));
        }
        core.hub.wake_thread(world, id);
        let message = world.post(Draft {
            channel: id,
            author: bot,
            body,
            uploads: payload.uploads(),
            interaction: None,
            ephemeral_to: None,
            flags: kept_flags(body, Purpose::Create),
        });
        world.remember_nonce(&message);
        core.hub.tell_created(world, &message);
        Ok(Json(wire::message(world, &message)))
    })
}

fn may_post(world: &World, id: Id, payload: &Payload) -> Answered<()> {
    let (channel, rights) = access::channel(world, id)?;
    let body = payload.json();
    if !channel.kind.holds_messages() {
        return Err(Refused::not_a_text_channel());
    }
    if let Some(recipient) = channel.recipient {
        let open = world.users.get(&recipient);
        if !open.is_some_and(|user| user.accepts_direct_messages) {
            return Err(Refused::closed_to_direct_messages());
        }
    }
    needs(rights, channel.kind.writing_needs())?;
    if world.is_locked_for(world.bot(), channel) {
        return Err(Refused::locked_thread());
    }
    may_show(rights, body, payload)?;
    check(body, payload, Purpose::Create)?;
    let reply = &body["message_reference"];
    if !reply.is_null() {
        needs(rights, Permissions::READ_MESSAGE_HISTORY)?;
        let replied = reply["message_id"].as_str().and_then(|id| id.parse().ok());
        let there = replied.is_some_and(|replied| public(world, id, replied).is_ok());
        if !there && reply["fail_if_not_exists"] != json!(false) {
            let (code, message) = ("MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message");
            return Err(Refused::field(&["message_reference"], code, message));
        }
    }
    Ok(())
}

/// Whether the bot may show the embeds and files that are in a message to be.
pub fn may_show(rights: Permissions, body: &Value, payload: &Payload) -> Answered<()> {
    if body["embeds"].as_array().is_some_and(|all| !all.is_empty()) {
        needs(rights, Permissions::EMBED_LINKS)?;
    }
    if !payload.uploads().is_empty() {
        needs(rights, Permissions::ATTACH_FILES)?;
    }
    Ok(())
}

/// Checks a message to be. Files are enough for it not to be empty.
pub fn check(body: &Value, payload: &Payload, purpose: Purpose) -> Answered<()> {
    match rule::check(body, purpose) {
        Err(rules::Refused::Empty) if !payload.uploads().is_empty() => Ok(()),
        other => Ok(other?),
    }
}

/// The flags that a message to be keeps.
pub fn kept_flags(body: &Value, purpose: Purpose) -> u64 {
    u64::try_from(rule::kept_flags(body, purpose)).unwrap_or(0)
}

/// Edits a message, wherever the right to do so comes from, and tells of it.
pub fn rewrite(
    core: &Core,
    world: &mut World,
    (channel, id): (Id, Id),
    body: &Value,
    payload: &Payload,
) -> Answered<Value> {
    check(body, payload, Purpose::Edit)?;
    let edited = world.edit(channel, id, body, payload.uploads());
    let edited = edited.map_err(|why| match why {
        NotEdited::Unknown => Refused::unknown_message(),
        NotEdited::Empty => Refused::empty_message(),
    })?;
    core.hub.tell_updated(world, &edited);
    Ok(wire::message(world, &edited))
}

/// `PATCH …/messages/{id}`: the bot's own messages.
pub async fn edit(
    State(core): State<Arc<Core>>,
    Path((channel, id)): Path<(Id, Id)>,
    payload: Payload,
) -> Answered<Json<Value>> {
    core.change(|world| {
        let (there, _) = access::channel(world, channel)?;
        if public(world, channel, id)?.author != world.bot() {
            return Err(Refused::not_the_author());
        }
        if world.is_locked_for(world.bot(), there) {
            return Err(Refused::locked_thread());
        }
        if there.is_archived(world.clock) {
            return Err(Refused::archived_thread());
        }
        rewrite(&core, world, (channel, id), payload.json(), &payload).map(Json)
    })
}

/// `DELETE …/messages/{id}`: the bot's own, others' with Manage Messages.
pub async fn delete(
    State(core): State<Arc<Core>>,
    Path((channel, id)): Path<(Id, Id)>,
) -> Answered<StatusCode> {
    core.change(|world| {
        let (there, rights) = access::channel(world, channel)?;
        if public(world, channel, id)?.author != world.bot() {
            needs(rights, Permissions::MANAGE_MESSAGES)?;
        }
        // topics/threads, "Locked Threads": in an active one messages may still be deleted.
        if there.is_archived(world.clock) && world.is_locked_for(world.bot(), there) {
            return Err(Refused::archived_thread());
        }
        if let Some(gone) = world.remove_message(channel, id) {
            core.hub.tell_deleted(world, &gone);
        }
        Ok(StatusCode::NO_CONTENT)
    })
}
