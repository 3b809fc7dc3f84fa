//! The world in Discord's JSON, as REST answers and gateway events carry it.

mod interaction;
mod message;
mod place;
mod thread;

pub(super) use self::{
    interaction::{component_data, interaction, resolved_channel, resolved_user},
    message::{message, refers_to},
    place::{
        application, channel, channel_or_shadow, guild, guild_create, guild_listing, member, role,
        user,
    },
    thread::threads,
};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::world::Command;

/// A time as Discord writes it.
pub(super) fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, false)
}

/// A registered command. `name_localizations` and the like are left out of listings that did not ask
/// for them.
pub(super) fn command(command: &Command, application: super::world::Id, localized: bool) -> Value {
    let mut body = command.body.clone();
    body["id"] = json!(command.id);
    body["application_id"] = json!(application);
    body["version"] = json!(command.version);
    if let Some(guild) = command.guild {
        body["guild_id"] = json!(guild);
    }
    if !localized && let Some(fields) = body.as_object_mut() {
        fields.remove("name_localizations");
        fields.remove("description_localizations");
    }
    body
}
