//! `/interactions/{id}/{token}/callback`: the bot's first answer to what a member did.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    error::{Answered, Refused},
    payload::Payload,
};
use crate::sandbox::{
    core::Core,
    wire,
    world::{Answer, Answers, Draft, Id, Interaction, InteractionKind, World, flag},
};

#[derive(Debug, Default, Deserialize)]
pub struct Options {
    #[serde(default)]
    with_response: bool,
}

pub async fn answer(
    State(core): State<Arc<Core>>,
    Path((id, token)): Path<(Id, String)>,
    Query(options): Query<Options>,
    payload: Payload,
) -> Answered<Response> {
    core.change(|world| {
        let interaction = awaiting(world, id, &token)?.clone();
        let kind = payload.json()["type"].as_u64().unwrap_or(0);
        allowed(&interaction, kind)?;
        let given = perform(&core, world, &interaction, kind, &payload)?;
        let original = match given {
            Answer::Message(message) | Answer::Deferred(message) | Answer::Updated(message) => {
                Some(message)
            }
            Answer::DeferredUpdate => interaction.on_message,
            Answer::Choices(_) | Answer::Form(_) => None,
        };
        if let Some(interaction) = world.interactions.get_mut(&id) {
            interaction.answer = Some(given);
            interaction.original = original;
        }
        if !options.with_response {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
        Ok(Json(response(world, &interaction, kind, original)).into_response())
    })
}

/// The interaction, if it still waits for a first answer.
fn awaiting<'a>(world: &'a World, id: Id, token: &str) -> Answered<&'a Interaction> {
    let interaction = world
        .interactions
        .get(&id)
        .filter(|interaction| interaction.token == token)
        .ok_or_else(Refused::unknown_interaction)?;
    if interaction.answer.is_some() {
        return Err(Refused::already_acknowledged());
    }
    if interaction.is_too_late(world.clock) {
        return Err(Refused::unknown_interaction());
    }
    Ok(interaction)
}

/// Which kinds of answer an interaction takes.
fn allowed(interaction: &Interaction, kind: u64) -> Answered<()> {
    let on_message = interaction.on_message.is_some();
    let fits = match interaction.kind {
        InteractionKind::Command => matches!(kind, 4 | 5 | 9),
        InteractionKind::Component => matches!(kind, 4..=7 | 9),
        InteractionKind::Autocomplete => kind == 8,
        InteractionKind::Form => matches!(kind, 4 | 5) || (on_message && matches!(kind, 6 | 7)),
    };
    if fits {
        return Ok(());
    }
    let message = "Value must be one of the types that answer this interaction.";
    Err(Refused::field(&["type"], "BASE_TYPE_CHOICES", message))
}

fn perform(
    core: &Core,
    world: &mut World,
    interaction: &Interaction,
    kind: u64,
    payload: &Payload,
) -> Answered<Answer> {
    let data = &payload.json()["data"];
    match (kind, interaction.on_message) {
        (6, _) => Ok(Answer::DeferredUpdate),
        (7, Some(message)) => {
            let edited = world
                .edit(interaction.channel, message, data, payload.uploads())
                .ok_or_else(Refused::unknown_message)?;
            core.hub.tell_updated(world, &edited);
            Ok(Answer::Updated(message))
        }
        (8, _) => Ok(Answer::Choices(
            data["choices"].as_array().cloned().unwrap_or_default(),
        )),
        (9, _) => Ok(Answer::Form(data.clone())),
        _ => {
            let loading = kind == 5;
            if !loading && is_empty(payload, data) {
                return Err(Refused::empty_message());
            }
            let ephemeral = data["flags"].as_u64().unwrap_or(0) & flag::EPHEMERAL != 0;
            let message = world.post(Draft {
                channel: interaction.channel,
                author: world.bot(),
                body: data,
                uploads: payload.uploads(),
                interaction: Some(answers(interaction)),
                ephemeral_to: ephemeral.then_some(interaction.user),
                loading,
            });
            core.hub.tell_created(world, &message);
            Ok(if loading {
                Answer::Deferred(message.id)
            } else {
                Answer::Message(message.id)
            })
        }
    }
}

/// Whether a message would have nothing in it.
pub fn is_empty(payload: &Payload, body: &Value) -> bool {
    let nothing = |key: &str| body[key].as_array().is_none_or(Vec::is_empty);
    payload.uploads().is_empty()
        && body["content"].as_str().is_none_or(str::is_empty)
        && ["embeds", "components", "sticker_ids"]
            .into_iter()
            .all(nothing)
        && body["poll"].is_null()
}

/// What a message says of the interaction it answers.
pub fn answers(interaction: &Interaction) -> Answers {
    Answers {
        id: interaction.id,
        kind: interaction.kind.into(),
        user: interaction.user,
        command: interaction.command.clone(),
        on_message: interaction.on_message,
    }
}

fn response(world: &World, interaction: &Interaction, kind: u64, original: Option<Id>) -> Value {
    let message = original.and_then(|id| world.message(interaction.channel, id));
    let mut body = json!({
        "interaction": {
            "id": interaction.id, "type": interaction.kind, "response_message_id": original,
            "response_message_loading": kind == 5,
            "response_message_ephemeral": message.is_some_and(|one| one.ephemeral_to.is_some())},
        "resource": {"type": kind},
    });
    if let Some(message) = message.filter(|_| kind != 6) {
        body["resource"]["message"] = wire::message(world, message);
    }
    body
}
