//! `/applications`: the application itself and its commands.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json,
    extract::{Path, Query, State},
};
use serde_json::{Value, json};

use super::{
    access,
    error::{Answered, Refused},
    payload::Payload,
};
use crate::sandbox::{
    core::Core,
    rules, wire,
    world::{Id, World},
};

pub async fn me(State(core): State<Arc<Core>>) -> Json<Value> {
    Json(core.read(wire::application))
}

type Flags = Query<HashMap<String, String>>;

pub async fn global(
    State(core): State<Arc<Core>>,
    Path(application): Path<Id>,
    Query(flags): Flags,
) -> Answered<Json<Value>> {
    core.read(|world| list(world, application, None, &flags))
}

pub async fn of_guild(
    State(core): State<Arc<Core>>,
    Path((application, guild)): Path<(Id, Id)>,
    Query(flags): Flags,
) -> Answered<Json<Value>> {
    core.read(|world| {
        access::guild(world, guild).map_err(|_gone| Refused::missing_access())?;
        list(world, application, Some(guild), &flags)
    })
}

pub async fn put_global(
    State(core): State<Arc<Core>>,
    Path(application): Path<Id>,
    payload: Payload,
) -> Answered<Json<Value>> {
    core.change(|world| overwrite(world, application, None, payload.json()))
}

pub async fn put_of_guild(
    State(core): State<Arc<Core>>,
    Path((application, guild)): Path<(Id, Id)>,
    payload: Payload,
) -> Answered<Json<Value>> {
    core.change(|world| {
        access::guild(world, guild).map_err(|_gone| Refused::missing_access())?;
        overwrite(world, application, Some(guild), payload.json())
    })
}

pub(super) fn ours(world: &World, application: Id) -> Answered<()> {
    if application == world.application.id {
        Ok(())
    } else {
        Err(Refused::unknown_application())
    }
}

fn list(
    world: &World,
    application: Id,
    guild: Option<Id>,
    flags: &HashMap<String, String>,
) -> Answered<Json<Value>> {
    ours(world, application)?;
    let localized = flags
        .get("with_localizations")
        .is_some_and(|flag| flag == "true");
    let commands: Vec<_> = world
        .commands_of(guild)
        .map(|command| wire::command(command, application, localized))
        .collect();
    Ok(Json(json!(commands)))
}

fn overwrite(
    world: &mut World,
    application: Id,
    guild: Option<Id>,
    body: &Value,
) -> Answered<Json<Value>> {
    ours(world, application)?;
    rules::commands::check(body)?;
    let given = body.as_array().map_or(&[][..], Vec::as_slice);
    let commands = world.overwrite_commands(guild, given);
    let written = commands.iter();
    let written: Vec<_> = written
        .map(|command| wire::command(command, application, true))
        .collect();
    Ok(Json(json!(written)))
}
