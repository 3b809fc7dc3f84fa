//! Who sits before a browser's window, and where they are in the made-up server.

use std::sync::Arc;

use crate::sandbox::{
    core::Core,
    driver::Member,
    world::{Channel, Id, Permissions, World},
};

/// Who someone is at first, where they are there.
const AT_FIRST: &str = "rowan";

/// One person in one place.
pub(super) struct Person {
    pub user: Id,
    pub place: Place,
}

/// Where someone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Channel(Id),
    /// Their direct messages with the bot.
    Direct,
    /// They see no channel.
    Nowhere,
}

impl Person {
    /// The first that there is, in the first channel that they see.
    pub fn at_first(world: &World) -> Self {
        let anyone = || world.users.values().find(|user| !user.bot);
        let user = world.user(AT_FIRST).or_else(anyone);
        let mut person = Self {
            user: user.map_or_else(Id::default, |user| user.id),
            place: Place::Nowhere,
        };
        person.stay_in_sight(world);
        person
    }

    /// Takes them to the first channel that they see, if they don't see the one where they are.
    pub fn stay_in_sight(&mut self, world: &World) {
        let sees = match self.place {
            Place::Channel(id) => {
                let channel = world.channels.get(&id);
                channel.is_some_and(|channel| self.sees(world, channel))
            }
            Place::Direct => true,
            Place::Nowhere => false,
        };
        if !sees {
            let mut channels = self.channels(world).into_iter();
            let first = channels.find(|channel| channel.kind.holds_messages());
            self.place = first.map_or(Place::Nowhere, |channel| Place::Channel(channel.id));
        }
    }

    pub fn sees(&self, world: &World, channel: &Channel) -> bool {
        let rights = world.permissions(self.user, channel);
        rights.contain(Permissions::VIEW_CHANNEL)
    }

    /// The server that they are in.
    pub fn guild(&self, world: &World) -> Option<Id> {
        let mut guilds = world.guilds.values();
        let theirs = guilds.find(|guild| guild.members.contains_key(&self.user));
        theirs.map(|guild| guild.id)
    }

    /// The server's channels that they see, in their order, each before its threads.
    pub fn channels<'a>(&self, world: &'a World) -> Vec<&'a Channel> {
        let Some(guild) = self.guild(world) else {
            return Vec::new();
        };
        let all = world.channels.values();
        let here = all.filter(|one| one.guild == Some(guild) && self.sees(world, one));
        let (threads, mut channels): (Vec<_>, Vec<_>) = here.partition(|one| one.thread.is_some());
        channels.sort_by_key(|channel| (channel.position, channel.id));
        let inside = |parent: Id| {
            let threads = threads.iter().copied();
            threads.filter(move |one| one.thread.as_ref().is_some_and(|it| it.parent == parent))
        };
        let each = channels.into_iter();
        each.flat_map(|channel| std::iter::once(channel).chain(inside(channel.id)))
            .collect()
    }

    /// Their direct messages with the bot, if there are any.
    pub fn direct<'a>(&self, world: &'a World) -> Option<&'a Channel> {
        let mut channels = world.channels.values();
        channels.find(|channel| channel.recipient == Some(self.user))
    }

    /// The channel where they are.
    pub fn channel<'a>(&self, world: &'a World) -> Option<&'a Channel> {
        match self.place {
            Place::Channel(id) => world.channels.get(&id),
            Place::Direct => self.direct(world),
            Place::Nowhere => None,
        }
    }

    /// They, as the driver knows them.
    pub fn as_member(&self, core: &Arc<Core>) -> Member {
        let username = core.read(|world| {
            let user = world.users.get(&self.user);
            user.map(|user| user.username.clone()).unwrap_or_default()
        });
        let member = Member::new(Arc::clone(core), &username);
        match self.place {
            Place::Channel(id) => member.in_channel_id(id),
            Place::Direct => member.in_dm(),
            Place::Nowhere => member,
        }
    }
}
