//! What members do to messages: writing, replying, editing, deleting, reacting.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Failure, Member, Scene, Shown};
use crate::sandbox::{
    rules::emoji::is_emoji,
    world::{Draft, NotReacted, Permissions, World},
};

/// How many messages are deleted at once. resources/message, "Bulk Delete Messages".
const AT_ONCE: std::ops::RangeInclusive<usize> = 2..=100;
/// How old a message may be for that.
const TOO_OLD: TimeDelta = TimeDelta::weeks(2);

impl Member {
    /// Writes a message.
    ///
    /// # Errors
    /// If they may not write there.
    pub fn says(&self, text: &str) -> Result<Shown, Failure> {
        self.writes(&json!({"content": text}), None)
    }

    /// Replies to a message, pinging its author if `ping`.
    ///
    /// # Errors
    /// If they may not write or read back there, or don't see the message, or it is a private answer.
    pub fn replies(&self, to: &Shown, text: &str, ping: bool) -> Result<Shown, Failure> {
        let body = json!({
            "content": text, "message_reference": {"message_id": to.id()},
            "allowed_mentions": all_mentions(ping),
        });
        self.in_channel_id(to.channel()).writes(&body, Some(to))
    }

    fn writes(&self, body: &Value, reply_to: Option<&Shown>) -> Result<Shown, Failure> {
        self.core
            .said
            .note_message(body["content"].as_str().unwrap_or_default());
        self.core.change(|world| {
            let scene = self.scene(world)?;
            if let Some(to) = reply_to {
                self.may(world, scene, "replying", Permissions::READ_MESSAGE_HISTORY)?;
                if self.visible(world, scene, to.id())?.ephemeral_to.is_some() {
                    return Err(self.refused("replying", "a private answer can't be replied to"));
                }
            }
            if let Some(channel) = world.channels.get(&scene.channel) {
                self.may(world, scene, "writing", channel.kind.writing_needs())?;
                if !world.may_write(scene.user, channel) {
                    return Err(self.refused("writing", "the thread is locked"));
                }
            }
            self.core.hub.wake_thread(world, scene.channel);
            let message = world.post(Draft {
                channel: scene.channel,
                author: scene.user,
                body,
                uploads: &[],
                interaction: None,
                ephemeral_to: None,
                flags: 0,
            });
            self.core.hub.tell_created(world, &message);
            Ok(Shown::of(world, &message))
        })
    }

    /// Edits a message of their own. A reply pings whom it pinged before.
    ///
    /// # Errors
    /// If it is not theirs or no longer there, or nothing would be left of it.
    pub fn edits(&self, shown: &Shown, text: &str) -> Result<Shown, Failure> {
        self.core.said.note_message(text);
        self.core.change(|world| {
            let scene = self.in_channel_id(shown.channel()).scene(world)?;
            let message = self.visible(world, scene, shown.id())?;
            if message.author != scene.user {
                return Err(self.refused("editing", "it is someone else's"));
            }
            let channel = world.channels.get(&scene.channel);
            if channel.is_some_and(|channel| world.is_locked_for(scene.user, channel)) {
                return Err(self.refused("editing", "the thread is locked"));
            }
            let replied = message
                .reply_to
                .and_then(|id| world.message(scene.channel, id));
            let pings =
                replied.is_some_and(|replied| message.mentions.users.contains(&replied.author));
            let body = json!({"content": text, "allowed_mentions": all_mentions(pings)});
            let edited = world.edit(scene.channel, shown.id(), &body, &[]);
            let edited =
                edited.map_err(|_empty| self.refused("editing", "nothing would be left of it"))?;
            self.core.hub.tell_updated(world, &edited);
            Ok(Shown::of(world, &edited))
        })
    }

    /// Deletes a message: their own, or with Manage Messages anyone's. A private answer is dismissed.
    ///
    /// # Errors
    /// If they may not, or it is no longer there.
    pub fn deletes(&self, shown: &Shown) -> Result<(), Failure> {
        self.core.change(|world| {
            let scene = self.in_channel_id(shown.channel()).scene(world)?;
            let message = self.visible(world, scene, shown.id())?;
            if message.author != scene.user && message.ephemeral_to.is_none() {
                self.may(world, scene, "deleting", Permissions::MANAGE_MESSAGES)?;
            }
            if let Some(gone) = world.remove_message(scene.channel, shown.id()) {
                self.core.hub.tell_deleted(world, &gone);
            }
            Ok(())
        })
    }

    /// Deletes several messages of a server's channel at once, as a moderator's tool does.
    ///
    /// # Errors
    /// If they may not, or Discord would not: fewer than 2, more than 100, older than two weeks.
    pub fn deletes_at_once(&self, shown: &[&Shown]) -> Result<(), Failure> {
        let refused = |why: &str| self.refused("deleting at once", why);
        let Some(channel) = shown.first().map(|one| one.channel()) else {
            return Err(refused("it takes 2 to 100 messages"));
        };
        self.core.change(|world| {
            let scene = self.in_channel_id(channel).scene(world)?;
            if scene.guild.is_none() {
                return Err(refused("it is for servers"));
            }
            self.may(
                world,
                scene,
                "deleting at once",
                Permissions::MANAGE_MESSAGES,
            )?;
            if !AT_ONCE.contains(&shown.len()) {
                return Err(refused("it takes 2 to 100 messages"));
            }
            if shown.iter().any(|one| one.channel() != channel) {
                return Err(refused("they are in several channels"));
            }
            let is_old = |one: &&Shown| world.clock - one.id().made_at() > TOO_OLD;
            if shown.iter().any(is_old) {
                return Err(refused("one is older than two weeks"));
            }
            let gone = shown.iter();
            let gone: Vec<_> = gone
                .filter_map(|one| world.remove_message(channel, one.id()))
                .collect();
            self.core.hub.tell_bulk_deleted(world, &gone);
            Ok(())
        })
    }

    /// Reacts to a message. With an emoji that is there already anyone may who can read back.
    ///
    /// # Errors
    /// If they don't see the message or may not react to it, or it is no emoji.
    pub fn reacts(&self, shown: &Shown, emoji: &str) -> Result<Shown, Failure> {
        self.core.change(|world| {
            let scene = self.in_channel_id(shown.channel()).scene(world)?;
            let at = (scene.channel, shown.id());
            if self
                .visible(world, scene, shown.id())?
                .ephemeral_to
                .is_some()
            {
                return Err(self.refused("reacting", "a private answer bears no reactions"));
            }
            let needed = if world.reaction(at.0, at.1, emoji).is_some() {
                Permissions::READ_MESSAGE_HISTORY
            } else {
                Permissions::READ_MESSAGE_HISTORY | Permissions::ADD_REACTIONS
            };
            self.may(world, scene, "reacting", needed)?;
            if !is_emoji(emoji) {
                return Err(self.refused("reacting", "that is no emoji"));
            }
            let reacted = world.react(at, scene.user, emoji);
            let is_new = reacted.map_err(|why| match why {
                NotReacted::Unknown => Failure::NotVisible(self.name().to_owned()),
                NotReacted::TooMany => self.refused("reacting", "it bears twenty emoji already"),
            })?;
            if is_new {
                self.core.hub.tell_reacted(world, at, scene.user, emoji);
            }
            Ok(Shown::of(world, self.visible(world, scene, shown.id())?))
        })
    }

    /// Takes a reaction of theirs back.
    ///
    /// # Errors
    /// If they don't see the message, or have not reacted so.
    pub fn takes_back(&self, shown: &Shown, emoji: &str) -> Result<Shown, Failure> {
        self.core.change(|world| {
            let scene = self.in_channel_id(shown.channel()).scene(world)?;
            let at = (scene.channel, shown.id());
            self.visible(world, scene, shown.id())?;
            if !world.take_back(at, scene.user, emoji) {
                return Err(Failure::NotThere {
                    wanted: emoji.to_owned(),
                    there: "no such reaction of theirs".to_owned(),
                });
            }
            self.core.hub.tell_took_back(world, at, scene.user, emoji);
            Ok(Shown::of(world, self.visible(world, scene, shown.id())?))
        })
    }

    fn may(
        &self,
        world: &World,
        scene: Scene,
        what: &str,
        needed: Permissions,
    ) -> Result<(), Failure> {
        let channel = world.channels.get(&scene.channel);
        let rights = channel.map_or(Permissions::NONE, |one| world.permissions(scene.user, one));
        if rights.contain(needed) {
            return Ok(());
        }
        let missing = needed.without(rights).names();
        Err(self.refused(what, &format!("it needs {missing}")))
    }

    fn refused(&self, what: &str, why: &str) -> Failure {
        Failure::NotAllowed {
            command: what.to_owned(),
            member: self.name().to_owned(),
            reason: why.to_owned(),
        }
    }
}

/// What a client asks to be pinged by default, and whether the author of what is replied to is.
fn all_mentions(replied: bool) -> Value {
    json!({"parse": ["users", "roles", "everyone"], "replied_user": replied})
}
