//! `/channels/{id}/messages/{id}/reactions`: the bot's own, others', and who reacted.
//! resources/message, "Create Reaction" to "Get Reactions".

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
    message,
};
use crate::sandbox::{
    core::Core,
    rules::emoji::is_emoji,
    wire,
    world::{Id, Message, NotReacted, Permissions, World},
};

/// A message that the bot sees, and what it may do in its channel.
fn there(world: &World, channel: Id, message: Id) -> Answered<(&Message, Permissions)> {
    let (_, rights) = access::channel(world, channel)?;
    let message = world
        .message(channel, message)
        .filter(|message| message.ephemeral_to.is_none())
        .ok_or_else(Refused::unknown_message)?;
    Ok((message, rights))
}

/// `PUT …/{emoji}/@me`. Add Reactions is needed only for the first of an emoji.
pub async fn add(
    State(core): State<Arc<Core>>,
    Path((channel, id, emoji)): Path<(Id, Id, String)>,
) -> Answered<StatusCode> {
    core.change(|world| {
        let (_, rights) = there(world, channel, id)?;
        needs(rights, Permissions::READ_MESSAGE_HISTORY)?;
        let there_is_one = world.reaction(channel, id, &emoji).is_some();
        if !there_is_one && !is_emoji(&emoji) {
            return Err(Refused::unknown_emoji());
        }
        if !there_is_one {
            needs(rights, Permissions::ADD_REACTIONS)?;
        }
        let bot = world.bot();
        let is_new = world
            .react((channel, id), bot, &emoji)
            .map_err(|why| match why {
                NotReacted::Unknown => Refused::unknown_message(),
                NotReacted::TooMany => Refused::too_many_reactions(),
            })?;
        if is_new {
            core.hub.tell_reacted(world, (channel, id), bot, &emoji);
        }
        Ok(StatusCode::NO_CONTENT)
    })
}

/// `DELETE …/{emoji}/@me`.
pub async fn remove_own(
    State(core): State<Arc<Core>>,
    Path((channel, id, emoji)): Path<(Id, Id, String)>,
) -> Answered<StatusCode> {
    core.change(|world| {
        there(world, channel, id)?;
        let bot = world.bot();
        take_back(&core, world, (channel, id), bot, &emoji)
    })
}

/// `DELETE …/{emoji}/{user}`: another's, with Manage Messages.
pub async fn remove(
    State(core): State<Arc<Core>>,
    Path((channel, id, emoji, user)): Path<(Id, Id, String, Id)>,
) -> Answered<StatusCode> {
    core.change(|world| {
        let (_, rights) = there(world, channel, id)?;
        if user != world.bot() {
            needs(rights, Permissions::MANAGE_MESSAGES)?;
        }
        take_back(&core, world, (channel, id), user, &emoji)
    })
}

fn take_back(
    core: &Core,
    world: &mut World,
    at: (Id, Id),
    user: Id,
    emoji: &str,
) -> Answered<StatusCode> {
    if !is_emoji(emoji) {
        return Err(Refused::unknown_emoji());
    }
    if world.take_back(at, user, emoji) {
        core.hub.tell_took_back(world, at, user, emoji);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Which of those who reacted.
#[derive(Debug, Default, Deserialize)]
pub struct Window {
    after: Option<Id>,
    limit: Option<String>,
}

/// `GET …/{emoji}`: at most 100 of those who reacted, 25 if it is not said, in the order of their ids.
pub async fn list(
    State(core): State<Arc<Core>>,
    Path((channel, id, emoji)): Path<(Id, Id, String)>,
    Query(window): Query<Window>,
) -> Answered<Json<Value>> {
    core.read(|world| {
        there(world, channel, id)?;
        if !is_emoji(&emoji) {
            return Err(Refused::unknown_emoji());
        }
        let limit = message::limit(window.limit.as_deref().or(Some("25")), 1)?;
        let reaction = world.reaction(channel, id, &emoji);
        let mut users = reaction.map(|one| one.users.clone()).unwrap_or_default();
        users.sort_unstable();
        let later = |user: &Id| window.after.is_none_or(|after| *user > after);
        let listed = users.into_iter().filter(later).take(limit);
        Ok(Json(json!(
            listed
                .map(|user| wire::user(world, user))
                .collect::<Vec<_>>()
        )))
    })
}
