//! Whether the bot may post where its schedules want it to: one look at the server, and one more for
//! each thread.

use std::collections::{HashMap, HashSet};

use futures_util::future::try_join_all;
use serenity::all::Permissions;

use super::{
    Bot, Error, Refusal,
    permissions::{Place, Server, needed},
    rest::RestError,
    words::schedules as words,
};
use crate::{
    posting::model::{ChannelKind, Manner, Schedule},
    store::ids::{ChannelId, GuildId},
};

/// What was found in a server.
pub struct Checked {
    /// Of each schedule, in the order of the list.
    pub schedules: Vec<(Schedule, Finding)>,
    /// Of the channel in which notices are told, if they are.
    pub notices: Option<(ChannelId, Finding)>,
}

/// What was found in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Nothing is missing.
    Fine,
    /// The bot lacks these permissions, in a channel of this kind.
    Lacks(ChannelKind, Permissions),
    /// The channel is not there, or not for the bot.
    Unseen,
    /// Nothing can be posted in it.
    NotAPlace,
    /// The role that is to be pinged is not there.
    RoleGone,
    /// A post must bear a tag, and would bear none.
    TagNeeded,
    /// A post would bear a tag that is not there.
    TagGone,
}

impl Finding {
    /// Whether nothing is missing.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        *self == Self::Fine
    }
}

/// Checks every schedule of a server, and its notices channel.
///
/// # Errors
///
/// If Discord does not tell, or the database can't answer.
pub async fn check(bot: &Bot, guild: GuildId) -> Result<Checked, Error> {
    let schedules = bot.posting.list(guild).await.map_err(anyhow::Error::new)?;
    let notices = bot.posting.notices_channel(guild).await;
    let notices = notices.map_err(anyhow::Error::new)?;
    let server = bot.posting.channel.server(guild).await.map_err(untold)?;
    let wanted: HashSet<ChannelId> = schedules
        .iter()
        .map(|schedule| schedule.channel)
        .chain(notices)
        .collect();
    let rest = bot.posting.channel.rest();
    let looks = wanted.into_iter().map(async |channel| {
        let place = server.place(rest, channel).await?;
        Ok::<_, RestError>((channel, place))
    });
    let places: HashMap<ChannelId, Option<Place>> = try_join_all(looks)
        .await
        .map_err(untold)?
        .into_iter()
        .collect();
    let place = |channel| places.get(&channel).and_then(Option::as_ref);
    Ok(Checked {
        notices: notices.map(|channel| (channel, to_tell(&server, place(channel)))),
        schedules: schedules
            .into_iter()
            .map(|schedule| {
                let found = to_post(&server, place(schedule.channel), &schedule.manner);
                (schedule, found)
            })
            .collect(),
    })
}

/// What a schedule's posts lack.
fn to_post(server: &Server, place: Option<&Place>, manner: &Manner) -> Finding {
    let Some(place) = place else {
        return Finding::Unseen;
    };
    let Some(kind) = place.kind() else {
        return Finding::NotAPlace;
    };
    let mentionable = match manner.mention.map(|role| place.role(role)) {
        Some(None) => return Finding::RoleGone,
        Some(Some(role)) => role.mentionable,
        None => true,
    };
    let there: HashSet<_> = place.tags().into_iter().map(|tag| tag.id).collect();
    let gone = manner.tags.iter().any(|tag| !there.contains(tag));
    let bears = manner.tags.iter().any(|tag| there.contains(tag));
    if kind == ChannelKind::Forum && place.requires_tag() && !bears {
        return Finding::TagNeeded;
    }
    if kind == ChannelKind::Forum && gone {
        return Finding::TagGone;
    }
    // As the channel is now: one may become an announcement channel.
    let manner = Manner {
        kind,
        ..manner.clone()
    };
    lacks(server, place, kind, needed(&manner, mentionable))
}

/// What notices lack.
fn to_tell(server: &Server, place: Option<&Place>) -> Finding {
    let Some(place) = place else {
        return Finding::Unseen;
    };
    let to_write = match place.kind() {
        Some(ChannelKind::Text | ChannelKind::Announcement) => Permissions::SEND_MESSAGES,
        Some(ChannelKind::Thread) => Permissions::SEND_MESSAGES_IN_THREADS,
        Some(ChannelKind::Forum) | None => return Finding::NotAPlace,
    };
    let needed = Permissions::VIEW_CHANNEL | Permissions::EMBED_LINKS | to_write;
    lacks(server, place, ChannelKind::Text, needed)
}

fn lacks(server: &Server, place: &Place, kind: ChannelKind, needed: Permissions) -> Finding {
    // In a locked thread only those write on who may unlock it.
    let to_write = if place.locked() {
        Permissions::MANAGE_THREADS
    } else {
        Permissions::empty()
    };
    let lacking = (needed | to_write) - server.held(place);
    if lacking.is_empty() {
        Finding::Fine
    } else {
        Finding::Lacks(kind, lacking)
    }
}

/// What a moderator reads if Discord does not say who may do what.
pub fn untold(error: RestError) -> Error {
    if error.is_temporary() {
        Refusal::new(words::RIGHTS_UNKNOWN).into()
    } else {
        anyhow::Error::new(error).into()
    }
}
