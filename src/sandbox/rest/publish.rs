//! `/channels/{id}/messages/{id}/crosspost`: publishing a message of an announcement channel to those
//! who follow it.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;

use super::{
    access::{self, needs},
    error::{Answered, Refused},
    message,
};
use crate::sandbox::{
    core::Core,
    wire,
    world::{ChannelKind, Id, Permissions, World, flag},
};

/// How many messages of a channel are published in an hour. No page says it; discordjs/discord.js,
/// issue 4956, and acehox/auto-publisher, issue 13, do.
const MOST_IN_AN_HOUR: usize = 10;

/// `POST …/crosspost`: the bot's own message needs Send Messages, another's Manage Messages too.
pub async fn publish(
    State(core): State<Arc<Core>>,
    Path((channel, id)): Path<(Id, Id)>,
) -> Answered<Response> {
    core.change(|world| {
        let (there, rights) = access::channel(world, channel)?;
        if there.kind != ChannelKind::Announcement {
            return Err(Refused::not_in_this_kind_of_channel());
        }
        needs(rights, Permissions::SEND_MESSAGES)?;
        let message = message::public(world, channel, id)?;
        if message.author != world.bot() {
            needs(rights, Permissions::MANAGE_MESSAGES)?;
        }
        if message.flags & flag::CROSSPOSTED != 0 {
            return Err(Refused::already_published());
        }
        if let Some(wait) = too_often(world, channel) {
            let seconds = wait.as_seconds_f64();
            return Ok(Refused::slow_down_channel(seconds, MOST_IN_AN_HOUR));
        }
        let Some(message) = world.publish(channel, id) else {
            return Err(Refused::unknown_message());
        };
        core.hub.tell_updated(world, &message);
        Ok(Json(wire::message(world, &message)).into_response())
    })
}

/// How long to wait before another message of this channel can be published.
fn too_often(world: &World, channel: Id) -> Option<TimeDelta> {
    let published = &world.channels.get(&channel)?.published_at;
    let hour_ago = world.clock - TimeDelta::hours(1);
    let lately: Vec<_> = published.iter().filter(|at| **at > hour_ago).collect();
    let oldest = lately.len().checked_sub(MOST_IN_AN_HOUR)?;
    Some(**lately.get(oldest)? - hour_ago)
}
