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
    message,
    payload::Payload,
};
use crate::sandbox::{
    core::Core,
    rules::{
        self,
        callback::{Answer as Given, Asked},
        message::Purpose,
    },
    wire,
    world::{Answer, Answers, Draft, Id, Interaction, InteractionKind, Permissions, World, flag},
};

/// The type of an option that takes text.
const TEXT: i64 = 3;

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
        let given = checked(&interaction, &payload)?;
        let answer = perform(&core, world, &interaction, given, &payload)?;
        let original = match answer {
            Answer::Message(message) | Answer::Deferred(message) | Answer::Updated(message) => {
                Some(message)
            }
            Answer::DeferredUpdate => interaction.on_message,
            Answer::Choices(_) | Answer::Form(_) => None,
        };
        if let Some(interaction) = world.interactions.get_mut(&id) {
            interaction.answer = Some(answer);
            interaction.original = original;
        }
        if !options.with_response {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
        let kind = &payload.json()["type"];
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

/// Which answer this is, if the interaction takes it and it keeps to Discord's limits.
fn checked(interaction: &Interaction, payload: &Payload) -> Answered<Given> {
    let asked = match interaction.kind {
        InteractionKind::Command => Asked::Command,
        InteractionKind::Component => Asked::Component,
        InteractionKind::Autocomplete => Asked::Autocomplete {
            option_type: interaction.option_type.unwrap_or(TEXT),
        },
        InteractionKind::Form if interaction.on_message.is_some() => Asked::FormOfComponent,
        InteractionKind::Form => Asked::FormOfCommand,
    };
    match rules::callback::check(payload.json(), asked) {
        // Files are enough for a message not to be empty.
        Err(rules::Refused::Empty) if !payload.uploads().is_empty() => Ok(Given::Message),
        other => Ok(other?),
    }
}

fn perform(
    core: &Core,
    world: &mut World,
    interaction: &Interaction,
    given: Given,
    payload: &Payload,
) -> Answered<Answer> {
    let data = &payload.json()["data"];
    match given {
        Given::DeferredUpdate => Ok(Answer::DeferredUpdate),
        Given::Update => {
            let id = interaction.on_message.unwrap_or_default();
            let nothing = json!({});
            let data = if data.is_null() { &nothing } else { data };
            message::rewrite(core, world, (interaction.channel, id), data, payload)?;
            Ok(Answer::Updated(id))
        }
        Given::Choices => Ok(Answer::Choices(
            data["choices"].as_array().cloned().unwrap_or_default(),
        )),
        Given::Modal => Ok(Answer::Form(data.clone())),
        Given::Message => Ok(Answer::Message(post(
            core,
            world,
            interaction,
            data,
            payload,
            0,
        ))),
        Given::DeferredMessage => {
            // Of its data only the wish to be private counts.
            let data = json!({"flags": data["flags"]});
            let nothing = Payload::default();
            let id = post(core, world, interaction, &data, &nothing, flag::LOADING);
            Ok(Answer::Deferred(id))
        }
    }
}

fn post(
    core: &Core,
    world: &mut World,
    interaction: &Interaction,
    data: &Value,
    payload: &Payload,
    flags: u64,
) -> Id {
    let ephemeral = is_private(world, interaction, data);
    let posted = world.post(Draft {
        channel: interaction.channel,
        author: world.bot(),
        body: data,
        uploads: payload.uploads(),
        interaction: Some(answers(interaction, None)),
        ephemeral_to: ephemeral.then_some(interaction.user),
        flags: message::kept_flags(data, Purpose::Answer) | flags,
    });
    core.hub.tell_created(world, &posted);
    posted.id
}

/// Whether an answer is for the one person alone: because it says so, or because the app is their own
/// and they may not let it speak up here (topics/permissions, `USE_EXTERNAL_APPS`).
pub fn is_private(world: &World, interaction: &Interaction, data: &Value) -> bool {
    let says_so = data["flags"].as_u64().unwrap_or(0) & flag::EPHEMERAL != 0;
    let elsewhere = interaction
        .guild
        .is_some_and(|guild| !world.bot_is_in(guild));
    let may_speak_up = world
        .channels
        .get(&interaction.channel)
        .is_none_or(|channel| {
            let rights = world.permissions(interaction.user, channel);
            rights.contain(Permissions::USE_EXTERNAL_APPS)
        });
    says_so || (elsewhere && !may_speak_up)
}

/// What a message says of the interaction it answers, and of the first answer if it `follows` that.
pub fn answers(interaction: &Interaction, follows: Option<Id>) -> Answers {
    Answers {
        id: interaction.id,
        kind: interaction.kind.into(),
        user: interaction.user,
        owners: interaction.owners,
        command: interaction.command.clone(),
        target: interaction.target,
        follows,
        on_message: interaction.on_message,
    }
}

fn response(world: &World, interaction: &Interaction, kind: &Value, original: Option<Id>) -> Value {
    let there = original.and_then(|id| world.message(interaction.channel, id));
    let mut body = json!({
        "interaction": {
            "id": interaction.id, "type": interaction.kind, "response_message_id": original,
            "response_message_loading": *kind == 5,
            "response_message_ephemeral": there.is_some_and(|one| one.ephemeral_to.is_some())},
        "resource": {"type": kind},
    });
    if let Some(message) = there.filter(|_| *kind != 6) {
        body["resource"]["message"] = wire::message(world, message);
    }
    body
}
