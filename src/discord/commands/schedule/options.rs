//! What `/schedule create` and `/schedule edit` both take: choices, topics, whom to ping.

use std::borrow::Cow;

use chrono::TimeDelta;
use poise::{ChoiceParameter, CommandParameterChoice};
use serenity::all::{ChannelType, PartialChannel};

use crate::{
    content::{Library, Topic},
    discord::{
        Refusal,
        commands::walk::find_topic,
        target::Asker,
        words::{
            editing,
            manner::{self, CATCH_UPS},
        },
    },
    posting::model::{ChannelKind, What},
    store::ids::{ChannelId, GuildId, RoleId},
};

/// How late a post may still go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CatchUp(pub TimeDelta);

fn choice(name: &'static str) -> CommandParameterChoice {
    CommandParameterChoice {
        name: Cow::Borrowed(name),
        localizations: Cow::Borrowed(&[]),
        __non_exhaustive: (),
    }
}

/// The place of the choice of this name.
fn place(mut names: impl Iterator<Item = &'static str>, name: &str) -> Option<usize> {
    names.position(|known| known.eq_ignore_ascii_case(name))
}

impl ChoiceParameter for What {
    fn list() -> Cow<'static, [CommandParameterChoice]> {
        Self::ALL.iter().map(|what| choice(what.name())).collect()
    }

    fn from_index(index: usize) -> Option<Self> {
        Self::ALL.get(index).copied()
    }

    fn from_name(name: &str) -> Option<Self> {
        place(Self::ALL.iter().map(Self::name), name).and_then(Self::from_index)
    }

    fn name(&self) -> &'static str {
        manner::what(*self)
    }

    fn localized_name(&self, _: &str) -> Option<&'static str> {
        None
    }
}

impl ChoiceParameter for CatchUp {
    fn list() -> Cow<'static, [CommandParameterChoice]> {
        CATCH_UPS.iter().map(|(_, name)| choice(name)).collect()
    }

    fn from_index(index: usize) -> Option<Self> {
        let (hours, _) = CATCH_UPS.get(index)?;
        Some(Self(TimeDelta::hours(*hours)))
    }

    fn from_name(name: &str) -> Option<Self> {
        place(CATCH_UPS.iter().map(|(_, name)| *name), name).and_then(Self::from_index)
    }

    fn name(&self) -> &'static str {
        let of = |(hours, _): &&(i64, &str)| TimeDelta::hours(*hours) == self.0;
        CATCH_UPS.iter().find(of).map_or("", |(_, name)| name)
    }

    fn localized_name(&self, _: &str) -> Option<&'static str> {
        None
    }
}

/// The topics named, with commas between.
///
/// # Errors
///
/// If the library has nothing on one of them.
pub fn topics(library: &Library, named: &str) -> Result<Vec<Topic>, Refusal> {
    named
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| find_topic(library, name))
        .collect()
}

/// The role to ping.
///
/// # Errors
///
/// If that is everyone.
pub fn mention(guild: GuildId, role: serenity::all::RoleId) -> Result<RoleId, Refusal> {
    if role.get() == guild.get() {
        return Err(Refusal::new(editing::NEVER_EVERYONE));
    }
    Ok(RoleId::new(role.get()))
}

/// The channel that was picked, with what Discord told of the picker's rights there.
///
/// # Errors
///
/// If it is a private thread.
pub fn picked(channel: &PartialChannel) -> Result<(ChannelId, Asker), Refusal> {
    if channel.kind == ChannelType::PrivateThread {
        return Err(Refusal::new(editing::PRIVATE_THREAD));
    }
    let held = channel.permissions.unwrap_or_default();
    Ok((ChannelId::new(channel.id.get()), Asker::Holding(held)))
}

/// Whether there can be a discussion thread on posts in such a channel.
///
/// # Errors
///
/// If there can't.
pub fn can_hold_threads(kind: ChannelKind) -> Result<(), Refusal> {
    match kind {
        ChannelKind::Text | ChannelKind::Announcement => Ok(()),
        ChannelKind::Forum => Err(Refusal::new(editing::THREAD_IN_FORUM)),
        ChannelKind::Thread => Err(Refusal::new(editing::THREAD_IN_THREAD)),
    }
}
