//! Members act in the stand-in Discord as people do in the real one: they type commands, take
//! choices, press buttons that are there, fill in forms, and read what they can see.

mod act;
mod component;
mod failure;
mod form;
mod gate;
mod options;
mod press;
mod resolve;
mod seen;
mod slash;
mod text;
mod write;

use std::{sync::Arc, time::Duration};

pub use self::{
    failure::Failure,
    form::{Field, Form},
    seen::{Button, Choice, Menu, Seen, Shown},
};

use super::{
    core::Core,
    world::{Channel, Id, Permissions, World},
};
use tokio::time::timeout;

/// How long anything may take on real time before the driver gives up on it.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Someone who acts in one place.
#[derive(Clone)]
pub struct Member {
    core: Arc<Core>,
    username: String,
    place: Place,
}

#[derive(Clone, Debug)]
enum Place {
    /// The first channel that they see.
    First,
    Named(String),
    Channel(Id),
    Direct,
    /// With these people, the bot not among them.
    Among(Vec<String>),
}

/// Who acts where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scene {
    pub user: Id,
    pub channel: Id,
    pub guild: Option<Id>,
}

impl Member {
    pub(super) fn new(core: Arc<Core>, username: &str) -> Self {
        Self {
            core,
            username: username.to_owned(),
            place: Place::First,
        }
    }

    /// The same person in this channel.
    #[must_use]
    pub fn in_channel(&self, name: &str) -> Self {
        self.at(Place::Named(name.to_owned()))
    }

    /// The same person in the channel with this id.
    #[must_use]
    pub fn in_channel_id(&self, channel: Id) -> Self {
        self.at(Place::Channel(channel))
    }

    /// The same person in their direct messages with the bot.
    #[must_use]
    pub fn in_dm(&self) -> Self {
        self.at(Place::Direct)
    }

    /// The same person in what they have with other people, without the bot: direct messages with one of
    /// them, a group with more.
    #[must_use]
    pub fn in_private_with(&self, others: &[&str]) -> Self {
        let others = others.iter().map(|one| (*one).to_owned());
        self.at(Place::Among(others.collect()))
    }

    fn at(&self, place: Place) -> Self {
        Self {
            core: Arc::clone(&self.core),
            username: self.username.clone(),
            place,
        }
    }

    /// Their unique name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.username
    }

    /// What they see in a channel, oldest first, private answers to them included.
    ///
    /// # Errors
    /// If they don't see the channel.
    pub fn reads(&self, channel: &str) -> Result<Vec<Shown>, Failure> {
        self.in_channel(channel).reads_here()
    }

    /// What they see where they are, oldest first, private answers to them included.
    ///
    /// # Errors
    /// If they don't see the channel.
    pub fn reads_here(&self) -> Result<Vec<Shown>, Failure> {
        self.core.change(|world| {
            let scene = self.scene(world)?;
            let messages = world.messages_in(scene.channel);
            let theirs = messages.filter(|message| message.is_shown_to(scene.user));
            Ok(theirs.map(|message| Shown::of(world, message)).collect())
        })
    }

    /// Waits until they see a message in a channel that fits, at most ten seconds; the newest, if there
    /// are several.
    ///
    /// # Errors
    /// If they don't see the channel, or no such message by then.
    pub async fn sees(
        &self,
        channel: &str,
        fits: impl Fn(&Shown) -> bool,
    ) -> Result<Shown, Failure> {
        let there = self.in_channel(channel);
        let scene = self.core.change(|world| there.scene(world))?;
        let found = self.core.until(|world| {
            let messages = world.messages_in(scene.channel).rev();
            let mut theirs = messages.filter(|message| message.is_shown_to(scene.user));
            theirs.find_map(|message| {
                let shown = Shown::of(world, message);
                fits(&shown).then_some(shown)
            })
        });
        let waited = timeout(PATIENCE, found).await;
        waited.map_err(|_late| Failure::NothingHappened)
    }

    /// A message that they see where they are, by its id.
    ///
    /// # Errors
    /// If they don't see it, or the channel.
    pub fn finds(&self, message: Id) -> Result<Shown, Failure> {
        self.core.change(|world| {
            let scene = self.scene(world)?;
            let message = self.visible(world, scene, message)?;
            Ok(Shown::of(world, message))
        })
    }

    /// A message that they have seen before, as it is now; none if it is gone.
    #[must_use]
    pub fn looks_again(&self, shown: &Shown) -> Option<Shown> {
        self.core.read(|world| {
            let user = world.user(&self.username)?.id;
            let message = world.message(shown.channel(), shown.id())?;
            message.is_shown_to(user).then(|| Shown::of(world, message))
        })
    }

    /// Finds out who acts where. Direct messages are opened if they never were.
    fn scene(&self, world: &mut World) -> Result<Scene, Failure> {
        let user = world
            .user(&self.username)
            .ok_or_else(|| Failure::NoSuchMember(self.username.clone()))?
            .id;
        if matches!(self.place, Place::Direct) {
            let channel = world.direct_channel(user);
            return Ok(Scene {
                user,
                channel,
                guild: None,
            });
        }
        if let Place::Among(others) = &self.place {
            let mut people = vec![user];
            for name in others {
                let other = world.user(name);
                people.push(other.ok_or_else(|| Failure::NoSuchMember(name.clone()))?.id);
            }
            return Ok(Scene {
                user,
                channel: world.private_channel(&people),
                guild: None,
            });
        }
        let wanted = |channel: &&Channel| match &self.place {
            Place::Named(name) => channel.name == name.trim_start_matches('#'),
            Place::Channel(id) => channel.id == *id,
            Place::First | Place::Direct | Place::Among(_) => {
                channel.guild.is_some() && channel.kind.holds_messages()
            }
        };
        let visible = |channel: &&Channel| {
            let rights = world.permissions(user, channel);
            rights.contain(Permissions::VIEW_CHANNEL)
        };
        let mut channels = world.channels.values().filter(wanted);
        let channel = channels
            .find(visible)
            .ok_or_else(|| Failure::NoSuchChannel {
                member: self.username.clone(),
                channel: match &self.place {
                    Place::Named(name) => name.clone(),
                    Place::Channel(id) => id.to_string(),
                    Place::First | Place::Direct | Place::Among(_) => "any".to_owned(),
                },
            })?;
        Ok(Scene {
            user,
            channel: channel.id,
            guild: channel.guild,
        })
    }
}

impl std::fmt::Debug for Member {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Member")
            .field("username", &self.username)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}
