//! What schedules, posts and notices are: pure data, which the store keeps and commands show.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

pub use super::claim::{Claimed, Counts, Ending, Settlement, Standing};
pub use super::manner::{ChannelKind, Manner, Step, Unknown, What};
pub use super::steps::{ClaimedStep, StepEnding, StepFailure, Undone};
pub use super::telling::{Hearer, Made, Place, TellStep, Telling, Told, Unheard};
pub use crate::store::ids::{BadId, NoticeId, PostId, ScheduleId};
use crate::{
    calendar::Recurrence,
    content::{Slug, Topic},
    store::ids::{ChannelId, GuildId, MessageId, ShareId},
};

/// The topics that a schedule draws from, sorted, each once. None: all there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Topics(Vec<Topic>);

impl Topics {
    /// These topics, in order and each once.
    pub fn new(topics: impl IntoIterator<Item = Topic>) -> Self {
        let mut topics: Vec<Topic> = topics.into_iter().collect();
        topics.sort();
        topics.dedup();
        Self(topics)
    }

    /// The topics; empty for all.
    #[must_use]
    pub fn as_slice(&self) -> &[Topic] {
        &self.0
    }
}

/// As the store keeps them: separated by commas.
impl fmt::Display for Topics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, topic) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            f.write_str(topic.as_str())?;
        }
        Ok(())
    }
}

/// A moderators' rule: in this channel, at these times, from these topics.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Its id.
    pub id: ScheduleId,
    /// The server.
    pub guild: GuildId,
    /// Where it posts.
    pub channel: ChannelId,
    /// When it posts.
    pub rule: Recurrence,
    /// The zone that its times are in.
    pub zone: Tz,
    /// What it draws from.
    pub topics: Topics,
    /// How it posts.
    pub manner: Manner,
    /// Whether it posts.
    pub state: ScheduleState,
    /// Times up to this one are done with: posted, missed, or inside a pause.
    pub after_at: DateTime<Utc>,
    /// The next time; `None` if there is none, or it is paused or blocked.
    pub next_due_at: Option<DateTime<Utc>>,
    /// How late a post may still go out.
    pub catch_up: TimeDelta,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// While it is active: it is paused to this instant, and by itself goes on after it.
    pub resting_until: Option<DateTime<Utc>>,
    /// Which change of it this is, for whoever changes it next.
    pub revision: i64,
}

impl Schedule {
    /// Its times later than `after`, whether it is paused or not.
    pub fn upcoming(&self, after: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> + '_ {
        self.rule.upcoming(after, self.zone)
    }
}

/// A schedule whose row can't be read any more, such as one in a zone that the time zone data has
/// dropped; and what of it can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableSchedule {
    /// Its id.
    pub id: ScheduleId,
    /// The server.
    pub guild: GuildId,
    /// Where it posts.
    pub channel: ChannelId,
    /// The next time, if it was to post.
    pub due_at: Option<DateTime<Utc>>,
    /// What can't be read, for the log.
    pub why: String,
}

/// Whether a schedule posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScheduleState {
    /// It does.
    Active,
    /// Moderators paused it.
    Paused,
    /// Discord refused it for good; moderators must mend that.
    Blocked(RefusedReason),
}

/// Why Discord refuses for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusedReason {
    /// The bot lacks these permissions in the channel, by Discord's names.
    MissingPermission(Vec<String>),
    /// The channel is not there, or not for the bot.
    NoChannel,
    /// Posts in the forum must bear a tag, and this has none.
    TagRequired,
    /// A tag that it bears is none of the forum's any more.
    TagGone,
    /// The thread is locked.
    ThreadLocked,
    /// The channel is of another kind than it was.
    WrongKind,
    /// Discord does not take the message as it is.
    Invalid,
    /// Not Discord's doing: when it posts can't be read any more.
    Unreadable,
}

/// A post whose row can't be read any more, and what of it can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadablePost {
    /// The channel.
    pub channel: ChannelId,
    /// When it was due, as near as the row tells.
    pub due_at: DateTime<Utc>,
}

/// One occurrence of a schedule, as its row tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// The schedule, which may be deleted by now.
    pub schedule: ScheduleId,
    /// The server.
    pub guild: GuildId,
    /// The channel, as it was when the post was planned.
    pub channel: ChannelId,
    /// What that channel is.
    pub kind: ChannelKind,
    /// How much of the article it tells.
    pub what: What,
    /// When it was to go out.
    pub due_at: DateTime<Utc>,
    /// The article it is of. `None` if it never had one.
    pub article: Option<Slug>,
    /// The prompt's text, for the reflections on it.
    pub prompt: Option<String>,
    /// What became of it.
    pub outcome: PostOutcome,
    /// What was to follow it and was not done.
    pub undone: Vec<Undone>,
}

/// What became of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostOutcome {
    /// It waits to be sent.
    Due,
    /// It is being sent, or an answer is still to be found out.
    Sending,
    /// It is in the channel.
    Sent {
        /// The message. `None` if it was removed before its id was known, or if only moderators saw it.
        message: Option<MessageId>,
        /// When that was known.
        at: DateTime<Utc>,
        /// When the message was seen to be gone.
        removed_at: Option<DateTime<Utc>>,
    },
    /// Moderators wanted it not to be sent.
    Skipped(Skipped),
    /// Its time passed unused.
    Missed(Missed),
    /// It could not be sent.
    Failed(Failed),
    /// Nobody can tell whether it is in the channel; a notice asks.
    Unsure,
}

/// Why a post was skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// Its schedule was paused.
    Paused,
    /// Its schedule was deleted.
    Deleted,
    /// Its schedule was edited, and this is no longer one of its times.
    Edited,
    /// Moderators skipped this one.
    Wanted,
}

/// Why a post was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missed {
    /// The bot was not there within the catch-up window, nor for this many earlier ones, which have
    /// no rows.
    TooLate {
        /// How many more there were before it.
        earlier: u32,
    },
    /// A later post of the same schedule was due before it went out.
    Superseded,
    /// Its schedule was blocked before it went out.
    Blocked,
}

/// Why a post failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failed {
    /// Discord refused it for good.
    Refused(RefusedReason),
    /// It could not be sent until the catch-up window closed.
    OutOfTime,
    /// The library has no article on its topics.
    NoArticle,
    /// Its row can't be read any more.
    Unreadable,
}

/// A post as it is planned.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedPost {
    /// Its id.
    pub id: PostId,
    /// Its schedule.
    pub schedule: ScheduleId,
    /// The server.
    pub guild: GuildId,
    /// The channel: that of the schedule now.
    pub channel: ChannelId,
    /// What that channel is.
    pub kind: ChannelKind,
    /// How much of the article it tells.
    pub what: What,
    /// When it is to go out.
    pub due_at: DateTime<Utc>,
    /// The end of its catch-up window.
    pub expires_at: DateTime<Utc>,
    /// Due, or why it never will be.
    pub outcome: PostOutcome,
    /// What it says, if it is to be sent.
    pub words: Option<Words>,
}

/// What a post says, frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The article it is of.
    pub article: Slug,
    /// The prompt's text, if it asks one.
    pub prompt: Option<String>,
    /// The whole message as Discord's JSON.
    pub body: String,
    /// What a forum's post or a discussion thread is called.
    pub title: String,
    /// What is to be done once it is sent.
    pub follow: Vec<Step>,
}

/// A message to the moderators about something that only they can mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// What is wrong.
    pub kind: NoticeKind,
    /// The server.
    pub guild: GuildId,
    /// The channel it is about.
    pub channel: ChannelId,
    /// The schedule it is about.
    pub schedule: ScheduleId,
    /// The post by which it was noticed.
    pub post: PostId,
    /// Since when.
    pub opened_at: DateTime<Utc>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Discord refuses for good; the schedule is blocked until it is resumed.
    Refused(RefusedReason),
    /// Nobody can tell whether a post is in the channel.
    Unsure,
    /// A post is in the channel twice: Discord performed late what had seemed lost.
    Doubled,
    /// The library has no article on the schedule's topics.
    NoArticle,
    /// A post was not sent, because its row can't be read any more. Its schedule goes on.
    UnreadablePost,
    /// A member reported what another shares in the thread of a post.
    Reported {
        /// The share.
        share: ShareId,
        /// Its message in the notice's channel.
        message: MessageId,
    },
    /// What members share under a post waits for moderators to read it first.
    Held,
}

impl NoticeKind {
    /// What makes two notices the same one: at most one of a fault is open.
    #[must_use]
    pub fn fault(&self, schedule: ScheduleId, post: PostId) -> String {
        match self {
            Self::Refused(_) => Self::refused_fault(schedule),
            Self::Unsure => format!("unsure:{post}"),
            Self::Doubled => format!("doubled:{post}"),
            Self::NoArticle => Self::no_article_fault(schedule),
            Self::UnreadablePost => format!("unreadable-post:{post}"),
            Self::Reported { share, .. } => Self::reported_fault(*share),
            Self::Held => format!("held:{post}"),
        }
    }

    /// The fault that a schedule is blocked.
    #[must_use]
    pub fn refused_fault(schedule: ScheduleId) -> String {
        format!("refused:{schedule}")
    }

    /// The fault that a share was reported.
    #[must_use]
    pub fn reported_fault(share: ShareId) -> String {
        format!("reported:{share}")
    }

    /// The fault that a schedule finds no article.
    #[must_use]
    pub fn no_article_fault(schedule: ScheduleId) -> String {
        format!("no-article:{schedule}")
    }
}
