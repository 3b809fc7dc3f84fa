//! `/guilds` and `/users`: servers, their channels, roles and members, and users.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use super::{
    access,
    error::{Answered, Refused},
};
use crate::sandbox::{core::Core, wire, world::Id};

pub async fn me(State(core): State<Arc<Core>>) -> Json<Value> {
    Json(core.read(|world| {
        let mut me = wire::user(world, world.bot());
        me["verified"] = json!(true);
        me["mfa_enabled"] = json!(true);
        me["locale"] = json!("en-US");
        me["email"] = Value::Null;
        me
    }))
}

pub async fn user(State(core): State<Arc<Core>>, Path(id): Path<Id>) -> Answered<Json<Value>> {
    core.read(|world| {
        if !world.users.contains_key(&id) {
            return Err(Refused::unknown_user());
        }
        Ok(Json(wire::user(world, id)))
    })
}

pub async fn mine(State(core): State<Arc<Core>>) -> Json<Value> {
    core.read(|world| {
        let guilds = world.guilds.values();
        let mine = guilds.filter(|guild| guild.members.contains_key(&world.bot()));
        let listed: Vec<_> = mine
            .map(|guild| wire::guild_listing(world, guild))
            .collect();
        Json(json!(listed))
    })
}

pub async fn read(State(core): State<Arc<Core>>, Path(id): Path<Id>) -> Answered<Json<Value>> {
    core.read(|world| Ok(Json(wire::guild(access::guild(world, id)?))))
}

/// `GET …/channels`: those that the bot sees, and no threads. resources/channel, "Obfuscated Channels":
/// since 16 November 2026 the others are left out.
pub async fn channels(State(core): State<Arc<Core>>, Path(id): Path<Id>) -> Answered<Json<Value>> {
    core.read(|world| {
        access::guild(world, id)?;
        let channels = world.channels.values();
        let here = channels.filter(|one| one.guild == Some(id) && one.thread.is_none());
        let seen = here.filter(|one| world.bot_sees(one));
        let listed: Vec<_> = seen.map(|channel| wire::channel(world, channel)).collect();
        Ok(Json(json!(listed)))
    })
}

pub async fn roles(State(core): State<Arc<Core>>, Path(id): Path<Id>) -> Answered<Json<Value>> {
    core.read(|world| {
        let roles = access::guild(world, id)?.roles.values();
        Ok(Json(json!(roles.map(wire::role).collect::<Vec<_>>())))
    })
}

pub async fn member(
    State(core): State<Arc<Core>>,
    Path((guild, user)): Path<(Id, Id)>,
) -> Answered<Json<Value>> {
    core.read(|world| {
        let members = &access::guild(world, guild)?.members;
        let member = members.get(&user).ok_or_else(Refused::unknown_member)?;
        Ok(Json(wire::member(world, member, true)))
    })
}
