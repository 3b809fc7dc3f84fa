//! Threads: started from a message, in a forum as its posts, or from nothing; those that are active and
//! those in the archive.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    access::{self, needs},
    error::{Answered, Refused},
    message,
    payload::Payload,
};
use crate::sandbox::{
    core::Core,
    rules::{self, message::Purpose},
    wire,
    world::{Channel, ChannelKind, Draft, Forum, Id, Permissions, Start, World},
};

/// `POST …/messages/{id}/threads`.
pub async fn from_message(
    State(core): State<Arc<Core>>,
    Path((channel, source)): Path<(Id, Id)>,
    payload: Payload,
) -> Answered<Response> {
    core.change(|world| {
        let (there, rights) = access::channel(world, channel)?;
        let kind = match there.kind {
            ChannelKind::Text => ChannelKind::PublicThread,
            ChannelKind::Announcement => ChannelKind::AnnouncementThread,
            _ => return Err(Refused::not_in_this_kind_of_channel()),
        };
        needs(rights, Permissions::CREATE_PUBLIC_THREADS)?;
        rules::thread::check(payload.json())?;
        message::public(world, channel, source)?;
        if world.thread_from(channel, source).is_some() {
            return Err(Refused::has_a_thread_already());
        }
        let start = start(world, channel, kind, payload.json());
        let thread = world.start_thread(source, start);
        core.hub.tell_thread_started(world, &thread);
        if let Some(source) = world.message(channel, source) {
            core.hub.tell_updated(world, source);
        }
        Ok(created(&wire::channel(world, &thread)))
    })
}

/// `POST /channels/{id}/threads`: a post in a forum; elsewhere a thread that starts from nothing.
pub async fn in_channel(
    State(core): State<Arc<Core>>,
    Path(channel): Path<Id>,
    payload: Payload,
) -> Answered<Response> {
    core.change(|world| {
        let (there, rights) = access::channel(world, channel)?;
        match (there.kind, &there.forum) {
            (_, Some(forum)) => {
                let (forum, body) = (forum.clone(), forum_post(payload.json()));
                may_post(&forum, rights, &body, &payload)?;
                Ok(created(&post(&core, world, channel, &body, &payload)))
            }
            (ChannelKind::Text | ChannelKind::Announcement, None) => {
                let kind = kind_without_message(there, rights, payload.json())?;
                let start = start(world, channel, kind, payload.json());
                let id = world.next_id();
                let thread = world.start_thread(id, start);
                core.hub.tell_thread_started(world, &thread);
                Ok(created(&wire::channel(world, &thread)))
            }
            _ => Err(Refused::not_in_this_kind_of_channel()),
        }
    })
}

fn created(thread: &Value) -> Response {
    (StatusCode::CREATED, Json(thread)).into_response()
}

/// The thread that a body asks for, which has been checked.
fn start(world: &World, parent: Id, kind: ChannelKind, body: &Value) -> Start {
    let number = |key: &str| match &body[key] {
        Value::String(text) => text.parse().ok(),
        other => other.as_u64(),
    };
    let minutes = number("auto_archive_duration");
    let seconds = number("rate_limit_per_user");
    Start {
        parent,
        owner: world.bot(),
        kind,
        name: body["name"].as_str().unwrap_or_default().to_owned(),
        auto_archive_minutes: minutes.and_then(|minutes| u16::try_from(minutes).ok()),
        applied_tags: tags(body),
        rate_limit_per_user: seconds.map_or(0, |most| u32::try_from(most).unwrap_or(0)),
    }
}

fn tags(body: &Value) -> Vec<Id> {
    let given = body["applied_tags"].as_array().into_iter().flatten();
    let mut tags = Vec::new();
    for tag in given {
        let id = match tag {
            Value::String(text) => text.parse().ok(),
            other => other.as_u64().map(Id::new),
        };
        tags.extend(id.filter(|id| !tags.contains(id)));
    }
    tags
}

/// Of a thread that starts from nothing Discord makes a private one unless told otherwise.
fn kind_without_message(
    there: &Channel,
    rights: Permissions,
    body: &Value,
) -> Answered<ChannelKind> {
    let asked = body["type"].as_u64().unwrap_or(12);
    let kind = u8::try_from(asked).ok().map(ChannelKind::try_from);
    let kind = match (there.kind, kind) {
        (ChannelKind::Announcement, Some(Ok(ChannelKind::PrivateThread))) => {
            return Err(Refused::not_in_this_kind_of_channel());
        }
        (ChannelKind::Announcement, _) => ChannelKind::AnnouncementThread,
        (_, Some(Ok(ChannelKind::PrivateThread))) => ChannelKind::PrivateThread,
        _ => ChannelKind::PublicThread,
    };
    let needed = if kind == ChannelKind::PrivateThread {
        Permissions::CREATE_PRIVATE_THREADS
    } else {
        Permissions::CREATE_PUBLIC_THREADS
    };
    needs(rights, needed)?;
    rules::thread::check_without_message(body)?;
    Ok(kind)
}

/// A forum's post as Discord reads it: the message in it can neither bear a nonce nor reply.
fn forum_post(body: &Value) -> Value {
    let mut body = body.clone();
    if let Some(message) = body.get_mut("message").and_then(Value::as_object_mut) {
        for unknown in ["nonce", "enforce_nonce", "message_reference", "tts"] {
            message.remove(unknown);
        }
    }
    body
}

/// resources/channel, "Start Thread in Forum or Media Channel": Send Messages is enough (Create Public
/// Threads is ignored).
fn may_post(forum: &Forum, rights: Permissions, body: &Value, payload: &Payload) -> Answered<()> {
    needs(rights, Permissions::SEND_MESSAGES)?;
    let message = &body["message"];
    message::may_show(rights, message, payload)?;
    match rules::thread::check_forum_post(body) {
        Err(rules::Refused::Empty) if !payload.uploads().is_empty() => {}
        other => other?,
    }
    let moderates = rights.contain(Permissions::MANAGE_THREADS);
    let given = tags(body);
    for id in &given {
        let tag = forum.tags.iter().find(|tag| tag.id == *id);
        let tag = tag.ok_or_else(Refused::unknown_tag)?;
        if tag.moderated && !moderates {
            return Err(Refused::missing_permissions());
        }
    }
    if forum.requires_tag && given.is_empty() {
        let all_moderated = forum.tags.iter().all(|tag| tag.moderated);
        return Err(if all_moderated && !moderates {
            Refused::no_tags_for_members()
        } else {
            Refused::tag_required()
        });
    }
    Ok(())
}

fn post(core: &Core, world: &mut World, forum: Id, body: &Value, payload: &Payload) -> Value {
    let start = start(world, forum, ChannelKind::PublicThread, body);
    let id = world.next_id();
    let thread = world.start_thread(id, start);
    let first = Draft {
        channel: thread.id,
        author: world.bot(),
        body: &body["message"],
        uploads: payload.uploads(),
        interaction: None,
        ephemeral_to: None,
        flags: message::kept_flags(&body["message"], Purpose::Create),
    };
    let message = world.post_as(id, first);
    let thread = world.channels.get(&id).unwrap_or(&thread);
    core.hub.tell_thread_started(world, thread);
    core.hub.tell_created(world, &message);
    let mut answer = wire::channel(world, thread);
    answer["message"] = wire::message(world, &message);
    answer
}

/// `GET /guilds/{id}/threads/active`: those that the bot can see, newest first.
pub async fn active(State(core): State<Arc<Core>>, Path(guild): Path<Id>) -> Answered<Json<Value>> {
    core.read(|world| {
        access::guild(world, guild)?;
        let threads = world.visible_threads(guild).rev();
        let threads: Vec<_> = threads.filter(|it| !it.is_archived(world.clock)).collect();
        Ok(Json(wire::threads(world, &threads)))
    })
}

/// Which part of the archive is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Window {
    before: Option<String>,
    limit: Option<String>,
}

/// `GET …/threads/archived/public`: the last to be archived first.
pub async fn archived(
    State(core): State<Arc<Core>>,
    Path(channel): Path<Id>,
    Query(window): Query<Window>,
) -> Answered<Json<Value>> {
    core.read(|world| {
        let (there, rights) = access::channel(world, channel)?;
        let threads = matches!(there.kind, ChannelKind::Text | ChannelKind::Announcement);
        if !threads && there.forum.is_none() {
            return Err(Refused::not_in_this_kind_of_channel());
        }
        needs(rights, Permissions::READ_MESSAGE_HISTORY)?;
        let before = window.before.as_deref().map(instant).transpose()?;
        let limit = message::limit(window.limit.as_deref(), 2)?;
        let public = |one: &&Channel| one.kind != ChannelKind::PrivateThread;
        let mut found: Vec<_> = world
            .threads_in(channel)
            .filter(public)
            .filter_map(|one| Some((one.archived_at(world.clock)?, one)))
            .filter(|(at, _)| before.is_none_or(|before| *at < before))
            .collect();
        found.sort_by_key(|(at, one)| std::cmp::Reverse((*at, one.id)));
        let more = found.len() > limit;
        let page: Vec<_> = found.iter().take(limit).map(|(_, one)| *one).collect();
        let mut body = wire::threads(world, &page);
        body["has_more"] = json!(more);
        Ok(Json(body))
    })
}

fn instant(text: &str) -> Answered<DateTime<Utc>> {
    // A plus sign that was not escaped reaches us as a space.
    text.replace(' ', "+").parse().map_err(|_unreadable| {
        let message = format!("Could not parse {text}. Should be ISO8601.");
        Refused::field(&["before"], "DATE_TIME_TYPE_PARSE", &message)
    })
}
