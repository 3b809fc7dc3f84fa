//! Looking for a post where it should be: among the messages since an instant, or in a forum among the
//! threads opened since then, active and archived.

use chrono::{DateTime, TimeDelta, Utc};
use serenity::all as serenity;

use super::{Channels, code, in_discord};
use crate::{
    discord::{
        permissions::TO_READ_HISTORY,
        rest::{self, RestError},
    },
    posting::{
        channel::{History, Sought},
        model::{ChannelKind, ClaimedStep, PostId},
    },
    store::ids::{ChannelId, MessageId},
};

/// How far a history is read: a channel with more messages or threads since proves nothing.
const PAGES_OF_HISTORY: usize = 100;

/// A second one is looked for from this long before the first was to be there: clocks jump.
const TWIN_SINCE: TimeDelta = TimeDelta::hours(1);

/// A search for a post among a forum's threads.
struct Search {
    post: PostId,
    guild: serenity::GuildId,
    forum: serenity::ChannelId,
    since: DateTime<Utc>,
    /// The one that is known to hold it: another is looked for.
    known: Option<serenity::ChannelId>,
}

impl Channels {
    /// A second thread that opened with a forum's post, if one may be seen.
    pub(super) async fn look_for_twin(&self, step: &ClaimedStep) -> Result<History, RestError> {
        let search = Search {
            post: step.post,
            guild: serenity::GuildId::new(step.guild.get()),
            forum: in_discord(step.channel),
            since: step.tried_at - TWIN_SINCE,
            // The first message of a thread has the thread's id.
            known: Some(serenity::ChannelId::new(step.message.get())),
        };
        self.find_thread(&search).await
    }

    pub(super) async fn look(
        &self,
        sought: &Sought,
        since: DateTime<Utc>,
    ) -> Result<History, RestError> {
        // Asked before and after: rights that change in between would turn blindness into absence.
        if !self.may_read(sought.channel).await? {
            return Ok(History::Unreadable);
        }
        let found = match sought.kind {
            ChannelKind::Forum => {
                let search = Search {
                    post: sought.post,
                    guild: serenity::GuildId::new(sought.guild.get()),
                    forum: in_discord(sought.channel),
                    since,
                    known: None,
                };
                self.find_thread(&search).await?
            }
            ChannelKind::Text | ChannelKind::Announcement | ChannelKind::Thread => {
                let post = sought.post.to_string();
                self.find_message(sought.channel, &post, since).await?
            }
        };
        if found == History::Absent && !self.may_read(sought.channel).await? {
            return Ok(History::Unreadable);
        }
        Ok(found)
    }

    /// Whether an empty history would mean something.
    async fn may_read(&self, channel: ChannelId) -> Result<bool, RestError> {
        let held = self.permissions(channel).await?;
        Ok(held.contains(TO_READ_HISTORY))
    }

    /// Looks for a message of the bot's own whose button carries this id.
    pub(in crate::discord) async fn look_for(
        &self,
        channel: ChannelId,
        id: &str,
        since: DateTime<Utc>,
    ) -> Result<History, RestError> {
        if !self.may_read(channel).await? {
            return Ok(History::Unreadable);
        }
        let found = self.find_message(channel, id, since).await?;
        if found == History::Absent && !self.may_read(channel).await? {
            return Ok(History::Unreadable);
        }
        Ok(found)
    }

    async fn find_message(
        &self,
        channel: ChannelId,
        id: &str,
        since: DateTime<Utc>,
    ) -> Result<History, RestError> {
        let mut after = snowflake(since);
        for _ in 0..PAGES_OF_HISTORY {
            let page = self.rest.messages_after(in_discord(channel), after).await?;
            if let Some(message) = page.iter().find(|message| message.carries(self.bot, id)) {
                return Ok(History::There(MessageId::new(message.id.get())));
            }
            // Nothing promises that a page before the last is full.
            let Some(newest) = page.iter().map(|message| message.id.get()).max() else {
                return Ok(History::Absent);
            };
            after = newest;
        }
        Ok(History::Unreadable)
    }

    /// A thread goes into the archive and comes out of it at any time: the archive is read between two looks
    /// at those that are active.
    async fn find_thread(&self, search: &Search) -> Result<History, RestError> {
        let first = self.among_active(search).await?;
        if let History::There(_) = first {
            return Ok(first);
        }
        let archived = self.in_archive(search).await?;
        if let History::There(_) = archived {
            return Ok(archived);
        }
        let last = self.among_active(search).await?;
        // One that can't tell leaves the answer open, wherever it was seen.
        let told = [last, archived, first].into_iter();
        Ok(told
            .reduce(|told, other| if told == History::Absent { other } else { told })
            .unwrap_or(last))
    }

    async fn among_active(&self, search: &Search) -> Result<History, RestError> {
        let active = self.rest.active_threads(search.guild).await?;
        self.among(&active, search).await
    }

    async fn in_archive(&self, search: &Search) -> Result<History, RestError> {
        let mut told = History::Absent;
        let mut before = None;
        for _ in 0..PAGES_OF_HISTORY {
            let page = self
                .rest
                .archived_threads(search.forum, before.take())
                .await?;
            let (threads, more) = page;
            match self.among(&threads, search).await? {
                History::Absent => {}
                found @ History::There(_) => return Ok(found),
                other => told = other,
            }
            let oldest = threads.last().and_then(rest::Channel::archived_at);
            // None was archived before it was opened.
            if !more || oldest.is_none_or(|oldest| oldest < search.since) {
                return Ok(told);
            }
            before = oldest;
        }
        Ok(History::Unreadable)
    }

    /// Whether one of these threads opened with the post. One whose first message was removed can't
    /// tell.
    async fn among(
        &self,
        threads: &[rest::Channel],
        search: &Search,
    ) -> Result<History, RestError> {
        let since = snowflake(search.since);
        let post = search.post.to_string();
        let mut told = History::Absent;
        let own = threads.iter().filter(|thread| {
            thread.parent_id == Some(search.forum)
                && thread.owner_id == Some(self.bot)
                && thread.id.get() > since
                && Some(thread.id) != search.known
        });
        for thread in own {
            let first = serenity::MessageId::new(thread.id.get());
            match self.rest.message(thread.id, first).await {
                Ok(message) if message.carries(self.bot, &post) => {
                    return Ok(History::There(MessageId::new(first.get())));
                }
                Ok(_) => {}
                Err(error) if error.code() == Some(code::UNKNOWN_MESSAGE) => {
                    told = History::Unreadable;
                }
                // The whole thread was removed just now: whatever it was, it is not there.
                Err(error) if error.code() == Some(code::UNKNOWN_CHANNEL) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(told)
    }
}

/// The smallest snowflake of an instant, less one: what comes after it is of then or later.
fn snowflake(at: DateTime<Utc>) -> u64 {
    MessageId::first_at(at).get().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_the_very_instant_comes_after_its_snowflake() {
        // Discord's own example: 175928847299117063 is of 2016-04-30 11:18:25.796 UTC.
        let at = "2016-04-30T11:18:25.796Z".parse().unwrap();
        assert!(snowflake(at) < 175_928_847_299_117_063);
        assert_eq!((snowflake(at) + 1) >> 22, 175_928_847_299_117_063 >> 22);
        assert_eq!(snowflake("2014-01-01T00:00:00Z".parse().unwrap()), 0);
    }
}
