//! `/applications/{id}/commands/{id}` and the same of a server: one command at a time.
//! interactions/application-commands, "Create Global Application Command" and what follows it.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::{Map, Value};

use super::{
    access,
    application::ours,
    error::{Answered, Refused},
    payload::Payload,
};
use crate::sandbox::{
    core::Core,
    rules, wire,
    world::{Command, Id, SLASH, World},
};

/// Where commands are: for all servers, or for one.
type Place = (Id, Option<Id>);

fn enter(world: &World, (application, guild): Place) -> Answered<()> {
    ours(world, application)?;
    if let Some(guild) = guild {
        access::guild(world, guild).map_err(|_gone| Refused::missing_access())?;
    }
    Ok(())
}

fn find(world: &World, (_, guild): Place, id: Id) -> Answered<&Command> {
    let mut there = world.commands_of(guild);
    there
        .find(|command| command.id == id)
        .ok_or_else(Refused::unknown_command)
}

/// Whether the place would hold no more than it may with `body` in it, in place of `old`.
fn check(world: &World, (_, guild): Place, body: &Value, old: Option<Id>) -> Answered<()> {
    rules::commands::check_one(body)?;
    let others = world
        .commands_of(guild)
        .filter(|command| Some(command.id) != old);
    let all: Vec<_> = others.map(|command| command.body.clone()).collect();
    Ok(rules::commands::check_among(body, &all)?)
}

fn create(core: &Core, place: Place, body: &Value) -> Answered<(StatusCode, Json<Value>)> {
    core.change(|world| {
        enter(world, place)?;
        let kind = body["type"].as_u64().unwrap_or(SLASH);
        let same = world
            .commands_of(place.1)
            .find(|command| command.name() == body["name"] && command.kind() == kind)
            .map(|command| command.id);
        check(world, place, body, same)?;
        let command = world.put_command(place.1, same, body);
        let status = if same.is_some() {
            StatusCode::OK
        } else {
            StatusCode::CREATED
        };
        Ok((status, Json(wire::command(&command, place.0, true))))
    })
}

fn edit(core: &Core, place: Place, id: Id, changes: &Value) -> Answered<Json<Value>> {
    core.change(|world| {
        enter(world, place)?;
        let mut body = find(world, place, id)?.body.clone();
        let nothing = Map::new();
        for (key, value) in changes.as_object().unwrap_or(&nothing) {
            if key != "type" {
                body[key] = value.clone();
            }
        }
        check(world, place, &body, Some(id))?;
        let command = world.put_command(place.1, Some(id), &body);
        Ok(Json(wire::command(&command, place.0, true)))
    })
}

fn read(core: &Core, place: Place, id: Id) -> Answered<Json<Value>> {
    core.read(|world| {
        enter(world, place)?;
        Ok(Json(wire::command(find(world, place, id)?, place.0, true)))
    })
}

fn delete(core: &Core, place: Place, id: Id) -> Answered<StatusCode> {
    core.change(|world| {
        enter(world, place)?;
        find(world, place, id)?;
        world.commands.retain(|command| command.id != id);
        Ok(StatusCode::NO_CONTENT)
    })
}

type All = Path<(Id, Id)>;
type OfGuild = Path<(Id, Id, Id)>;

pub async fn create_global(
    State(core): State<Arc<Core>>,
    Path(application): Path<Id>,
    payload: Payload,
) -> Answered<(StatusCode, Json<Value>)> {
    create(&core, (application, None), payload.json())
}

pub async fn create_of_guild(
    State(core): State<Arc<Core>>,
    Path((application, guild)): All,
    payload: Payload,
) -> Answered<(StatusCode, Json<Value>)> {
    create(&core, (application, Some(guild)), payload.json())
}

pub async fn edit_global(
    State(core): State<Arc<Core>>,
    Path((application, id)): All,
    payload: Payload,
) -> Answered<Json<Value>> {
    edit(&core, (application, None), id, payload.json())
}

pub async fn edit_of_guild(
    State(core): State<Arc<Core>>,
    Path((application, guild, id)): OfGuild,
    payload: Payload,
) -> Answered<Json<Value>> {
    edit(&core, (application, Some(guild)), id, payload.json())
}

pub async fn read_global(
    State(core): State<Arc<Core>>,
    Path((application, id)): All,
) -> Answered<Json<Value>> {
    read(&core, (application, None), id)
}

pub async fn read_of_guild(
    State(core): State<Arc<Core>>,
    Path((application, guild, id)): OfGuild,
) -> Answered<Json<Value>> {
    read(&core, (application, Some(guild)), id)
}

pub async fn delete_global(
    State(core): State<Arc<Core>>,
    Path((application, id)): All,
) -> Answered<StatusCode> {
    delete(&core, (application, None), id)
}

pub async fn delete_of_guild(
    State(core): State<Arc<Core>>,
    Path((application, guild, id)): OfGuild,
) -> Answered<StatusCode> {
    delete(&core, (application, Some(guild)), id)
}
