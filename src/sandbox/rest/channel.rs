//! `/channels/{id}`: reading and deleting a channel or a thread, and opening direct messages.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::Value;

use super::{
    access::{self, needs},
    error::{Answered, Refused},
    payload::Payload,
};
use crate::sandbox::{
    core::Core,
    wire,
    world::{Id, Permissions},
};

pub async fn read(State(core): State<Arc<Core>>, Path(id): Path<Id>) -> Answered<Json<Value>> {
    core.read(|world| {
        let (channel, _) = access::channel(world, id)?;
        Ok(Json(wire::channel(world, channel)))
    })
}

/// `DELETE /channels/{id}`: a thread with Manage Threads, another channel with Manage Channels.
pub async fn delete(State(core): State<Arc<Core>>, Path(id): Path<Id>) -> Answered<Json<Value>> {
    core.change(|world| {
        let (channel, rights) = access::channel(world, id)?;
        let needed = match (channel.guild, channel.kind.is_thread()) {
            (None, _) => return Err(Refused::not_played("closing direct messages")),
            (Some(_), true) => Permissions::MANAGE_THREADS,
            (Some(_), false) => Permissions::MANAGE_CHANNELS,
        };
        needs(rights, needed)?;
        let gone = core.hub.remove_channel(world, id);
        let gone = gone.ok_or_else(Refused::unknown_channel)?;
        Ok(Json(wire::channel(world, &gone)))
    })
}

/// `POST /users/@me/channels`: the channel of direct messages with someone.
pub async fn open_direct(State(core): State<Arc<Core>>, payload: Payload) -> Answered<Json<Value>> {
    core.change(|world| {
        let recipient = payload.json()["recipient_id"].as_str();
        let recipient = recipient.and_then(|id| id.parse().ok());
        let known = |id: &Id| world.users.get(id).is_some_and(|user| !user.bot);
        let Some(recipient) = recipient.filter(known) else {
            let message = "Invalid Recipient(s)";
            return Err(Refused::field(
                &["recipient_id"],
                "INVALID_RECIPIENT",
                message,
            ));
        };
        let id = world.direct_channel(recipient);
        let channel = world
            .channels
            .get(&id)
            .ok_or_else(Refused::unknown_channel)?;
        Ok(Json(wire::channel(world, channel)))
    })
}
