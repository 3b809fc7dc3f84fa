//! The manner of a schedule's posts: how much of the article they tell, in what kind of channel, whom
//! they ping, and what follows them. Pure data; a post freezes what it needs of it.

use std::{fmt, str::FromStr};

use chrono::TimeDelta;

use crate::store::ids::{RoleId, TagId};

/// How a schedule posts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// What its channel is.
    pub kind: ChannelKind,
    /// How much of the article it tells.
    pub what: What,
    /// The role that a post pings.
    pub mention: Option<RoleId>,
    /// Whether a post gets a thread to talk in. A forum's post is one, and a thread can't hold one.
    pub thread: bool,
    /// Whether a post is sent without notifying anybody.
    pub quiet: bool,
    /// The tags of a forum's post.
    pub tags: Vec<TagId>,
}

impl Manner {
    /// What is to be done once a post is sent, in this order.
    #[must_use]
    pub fn follow(&self) -> Vec<Step> {
        let publish = self.kind == ChannelKind::Announcement;
        let thread =
            self.thread && matches!(self.kind, ChannelKind::Text | ChannelKind::Announcement);
        let publish = publish.then_some(Step::Publish);
        publish
            .into_iter()
            .chain(thread.then_some(Step::Thread))
            .collect()
    }
}

/// A text that names none of them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is none of those known")]
pub struct Unknown(String);

/// Gives an enum the short names that rows hold.
macro_rules! named {
    ($name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        impl $name {
            /// All there are.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its short name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = Unknown;

            fn from_str(text: &str) -> Result<Self, Unknown> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    other => Err(Unknown(other.to_owned())),
                }
            }
        }
    };
}

/// The kinds of channel that a schedule can post in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ChannelKind {
    /// A text channel, or a voice channel's chat.
    #[default]
    Text,
    /// An announcement channel: what is sent is published after it.
    Announcement,
    /// A forum: each post is a new thread in it.
    Forum,
    /// A thread.
    Thread,
}

named!(ChannelKind { Text = "text", Announcement = "announcement", Forum = "forum", Thread = "thread" });

/// How much of the week's article a post tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum What {
    /// Its affirmations, a practice and a prompt.
    #[default]
    Week,
    /// Its affirmations alone.
    Affirmations,
    /// A practice alone.
    Practice,
    /// A prompt alone.
    Prompt,
}

named!(What { Week = "week", Affirmations = "affirmations", Practice = "practice", Prompt = "prompt" });

impl What {
    /// Whether a post of this holds a question to reflect on.
    #[must_use]
    pub fn asks(self) -> bool {
        matches!(self, Self::Week | Self::Prompt)
    }
}

/// What is done after a post is sent. Each can be repeated without harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// It is published to the channels that follow this one.
    Publish,
    /// A thread is opened on it.
    Thread,
    /// A second one is looked for, in a forum: what seemed lost may have been performed late.
    Twin,
}

named!(Step { Publish = "publish", Thread = "thread", Twin = "twin" });

impl Step {
    /// How long after the post it is taken.
    #[must_use]
    pub fn after(self) -> TimeDelta {
        match self {
            Self::Publish | Self::Thread => TimeDelta::zero(),
            Self::Twin => TimeDelta::minutes(30),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_read_back() {
        for kind in ChannelKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        for what in What::ALL {
            assert_eq!(what.as_str().parse(), Ok(*what));
        }
        for step in Step::ALL {
            assert_eq!(step.as_str().parse(), Ok(*step));
        }
        assert!("weekly".parse::<What>().is_err());
    }

    #[test]
    fn an_announcement_is_published_before_its_thread_is_opened() {
        let with_thread = |kind| Manner {
            kind,
            thread: true,
            ..Manner::default()
        };
        let steps = |kind| with_thread(kind).follow();
        assert_eq!(
            steps(ChannelKind::Announcement),
            [Step::Publish, Step::Thread]
        );
        assert_eq!(steps(ChannelKind::Text), [Step::Thread]);
        assert_eq!(steps(ChannelKind::Forum), []);
        assert_eq!(steps(ChannelKind::Thread), []);
    }
}
