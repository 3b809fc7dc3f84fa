//! What buttons and menus about one post carry: posting it now, removing it.

use std::fmt;

use chrono::{DateTime, Utc};

use super::{After, number, optional};
use crate::store::ids::{PostId, ScheduleId};

/// Everything about one post that a moderator can press or choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acting {
    /// This very post goes out now.
    PostNow {
        schedule: ScheduleId,
        due_at: DateTime<Utc>,
    },
    /// The menu on a page of history: what is chosen is asked about.
    Removable {
        page: u32,
        schedule: Option<ScheduleId>,
    },
    /// This post is removed, which was asked about.
    Remove(PostId),
}

impl Acting {
    pub(super) fn parse(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            ["now", schedule, due_at] => Self::PostNow {
                schedule: schedule.parse().ok()?,
                due_at: DateTime::from_timestamp_secs(number(due_at)?)?,
            },
            ["removable", page, schedule @ ..] => Self::Removable {
                page: number(page)?,
                schedule: optional(schedule)?,
            },
            ["remove", post] => Self::Remove(post.parse().ok()?),
            _ => return None,
        })
    }
}

impl fmt::Display for Acting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PostNow { schedule, due_at } => {
                write!(f, "now:{schedule}:{}", due_at.timestamp())
            }
            Self::Removable { page, schedule } => {
                write!(f, "removable:{page}{}", After(schedule.as_ref()))
            }
            Self::Remove(post) => write!(f, "remove:{post}"),
        }
    }
}
