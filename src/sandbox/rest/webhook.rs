//! `/webhooks/{application}/{token}`: what the bot says after its first answer, while the token lives.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::Value;

use super::{
    callback,
    error::{Answered, Refused},
    message,
    payload::Payload,
};
use crate::sandbox::{
    core::Core,
    rules::message::Purpose,
    wire,
    world::{Draft, Id, Interaction, Message, Then, World},
};

/// How many messages may follow where only a member has installed the app.
const FOLLOWUPS_OF_USER_INSTALLS: u8 = 5;

/// The interaction of a token that still lives.
fn alive(world: &World, application: Id, token: &str) -> Answered<Interaction> {
    if application != world.application.id {
        return Err(Refused::unknown_webhook());
    }
    let interaction = world
        .interaction_by_token(token)
        .filter(|interaction| interaction.is_alive(world.clock))
        .ok_or_else(Refused::invalid_webhook_token)?;
    // Before the first answer there is nothing that could follow it.
    if interaction.answer.is_none() {
        return Err(Refused::unknown_webhook());
    }
    Ok(interaction.clone())
}

/// One of the messages that answer this interaction: `@original`, or a later one by its id.
fn answer_of<'a>(
    world: &'a World,
    interaction: &Interaction,
    which: &str,
) -> Answered<&'a Message> {
    let id = if which == "@original" {
        interaction.original
    } else {
        which.parse().ok()
    };
    let message = id.and_then(|id| world.message(interaction.channel, id));
    message
        .filter(|message| {
            let theirs = message.interaction.as_ref();
            Some(message.id) == interaction.original
                || theirs.is_some_and(|answers| answers.id == interaction.id)
        })
        .ok_or_else(Refused::unknown_message)
}

type At = Path<(Id, String, String)>;

pub async fn read(
    State(core): State<Arc<Core>>,
    Path((application, token, which)): At,
) -> Answered<Json<Value>> {
    core.read(|world| {
        let interaction = alive(world, application, &token)?;
        let there = answer_of(world, &interaction, &which)?;
        Ok(Json(wire::message(world, there)))
    })
}

pub async fn edit(
    State(core): State<Arc<Core>>,
    Path((application, token, which)): At,
    payload: Payload,
) -> Answered<Json<Value>> {
    core.change(|world| {
        let interaction = alive(world, application, &token)?;
        let id = answer_of(world, &interaction, &which)?.id;
        let at = (interaction.channel, id);
        let edited = message::rewrite(&core, world, at, payload.json(), &payload)?;
        if let Some(interaction) = world.interactions.get_mut(&interaction.id) {
            interaction.then = Some(Then::Changed(id));
        }
        Ok(Json(edited))
    })
}

pub async fn delete(
    State(core): State<Arc<Core>>,
    Path((application, token, which)): At,
) -> Answered<StatusCode> {
    core.change(|world| {
        let interaction = alive(world, application, &token)?;
        let id = answer_of(world, &interaction, &which)?.id;
        if let Some(gone) = world.remove_message(interaction.channel, id) {
            core.hub.tell_deleted(world, &gone);
        }
        Ok(StatusCode::NO_CONTENT)
    })
}

/// `POST`: a further message. Right after "… is thinking" it is that message, as with Discord.
pub async fn follow_up(
    State(core): State<Arc<Core>>,
    Path((application, token)): Path<(Id, String)>,
    payload: Payload,
) -> Answered<Json<Value>> {
    core.change(|world| {
        let interaction = alive(world, application, &token)?;
        let body = payload.json();
        message::check(body, &payload, Purpose::Answer)?;
        let thinking = interaction.original.filter(|id| {
            let message = world.message(interaction.channel, *id);
            message.is_some_and(Message::is_loading)
        });
        if let Some(id) = thinking {
            let at = (interaction.channel, id);
            return message::rewrite(&core, world, at, body, &payload).map(Json);
        }
        let in_server = interaction.guild.is_none_or(|guild| world.bot_is_in(guild));
        if !in_server && interaction.followups >= FOLLOWUPS_OF_USER_INSTALLS {
            return Err(Refused::too_many_followups());
        }
        let ephemeral = callback::is_private(world, &interaction, body);
        let posted = world.post(Draft {
            channel: interaction.channel,
            author: world.bot(),
            body,
            uploads: payload.uploads(),
            interaction: Some(callback::answers(&interaction, interaction.original)),
            ephemeral_to: ephemeral.then_some(interaction.user),
            flags: message::kept_flags(body, Purpose::Answer),
        });
        if let Some(interaction) = world.interactions.get_mut(&interaction.id) {
            interaction.followups = interaction.followups.saturating_add(1);
            interaction.then = Some(Then::Sent(posted.id));
        }
        core.hub.tell_created(world, &posted);
        Ok(Json(wire::message(world, &posted)))
    })
}
