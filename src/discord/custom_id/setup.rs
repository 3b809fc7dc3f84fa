//! What buttons and menus of `/setup` carry: all that was chosen so far.

use std::fmt;

use chrono_tz::Tz;

use super::number;
use crate::{
    calendar::zone::Region,
    store::ids::{ChannelId, ScheduleId},
};

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// Everything of `/setup` that can be pressed or chosen from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setup {
    /// The first step: which channel.
    Start,
    /// Its menu.
    Channel,
    /// The second step: which day and time.
    When(Draft),
    /// Its menu of days.
    Day(Draft),
    /// Its menu of times.
    Time(Draft),
    /// The third step: which zone.
    Zones(Draft),
    /// Its menu: of zones, and of regions to look further in.
    Zone(Draft),
    /// A page of a region's cities.
    Cities {
        draft: Draft,
        region: Region,
        page: u32,
    },
    /// The menu of such a page.
    City {
        draft: Draft,
        region: Region,
        page: u32,
    },
    /// All is chosen: it is made.
    Make { draft: Draft, zone: Tz },
    /// A post to try a schedule with.
    Test(ScheduleId),
}

/// What is chosen before the zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draft {
    pub channel: ChannelId,
    pub day: Day,
    /// Minutes since midnight.
    pub minute: u16,
}

/// On which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
    MondayToFriday,
}

impl Day {
    /// All there are, the commonest order first.
    pub const ALL: [Self; 8] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
        Self::MondayToFriday,
    ];

    /// As the calendar reads it in a phrase, and as a button carries it.
    #[must_use]
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Monday => "mondays",
            Self::Tuesday => "tuesdays",
            Self::Wednesday => "wednesdays",
            Self::Thursday => "thursdays",
            Self::Friday => "fridays",
            Self::Saturday => "saturdays",
            Self::Sunday => "sundays",
            Self::MondayToFriday => "weekdays",
        }
    }

    /// The one of this phrase.
    #[must_use]
    pub fn of(phrase: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.phrase() == phrase)
    }
}

impl Draft {
    /// What most people want, in this channel.
    #[must_use]
    pub fn new(channel: ChannelId) -> Self {
        Self {
            channel,
            day: Day::Monday,
            minute: 9 * 60,
        }
    }

    /// When, as the calendar reads it: "mondays 9:00".
    #[must_use]
    pub fn phrase(self) -> String {
        format!(
            "{} {}:{:02}",
            self.day.phrase(),
            self.minute / 60,
            self.minute % 60
        )
    }

    fn parse(parts: &[&str]) -> Option<Self> {
        let [channel, day, minute] = parts else {
            return None;
        };
        Some(Self {
            channel: super::channel(channel)?,
            day: Day::of(day)?,
            minute: number(minute).filter(|minute| *minute < DAY)?,
        })
    }
}

impl fmt::Display for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.channel, self.day.phrase(), self.minute)
    }
}

impl Setup {
    pub(super) fn parse(parts: &[&str]) -> Option<Self> {
        let (verb, parts) = parts.split_first()?;
        Some(match (*verb, parts) {
            ("start", []) => Self::Start,
            ("channel", []) => Self::Channel,
            ("when", draft) => Self::When(Draft::parse(draft)?),
            ("day", draft) => Self::Day(Draft::parse(draft)?),
            ("time", draft) => Self::Time(Draft::parse(draft)?),
            ("zones", draft) => Self::Zones(Draft::parse(draft)?),
            ("zone", draft) => Self::Zone(Draft::parse(draft)?),
            ("cities", [draft @ .., region, page]) => Self::Cities {
                draft: Draft::parse(draft)?,
                region: Region::named(region)?,
                page: number(page)?,
            },
            ("city", [draft @ .., region, page]) => Self::City {
                draft: Draft::parse(draft)?,
                region: Region::named(region)?,
                page: number(page)?,
            },
            ("make", [draft @ .., zone]) => Self::Make {
                draft: Draft::parse(draft)?,
                zone: zone.parse().ok()?,
            },
            ("test", [schedule]) => Self::Test(schedule.parse().ok()?),
            _ => return None,
        })
    }
}

impl fmt::Display for Setup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("start"),
            Self::Channel => f.write_str("channel"),
            Self::When(draft) => write!(f, "when:{draft}"),
            Self::Day(draft) => write!(f, "day:{draft}"),
            Self::Time(draft) => write!(f, "time:{draft}"),
            Self::Zones(draft) => write!(f, "zones:{draft}"),
            Self::Zone(draft) => write!(f, "zone:{draft}"),
            Self::Cities {
                draft,
                region,
                page,
            } => write!(f, "cities:{draft}:{}:{page}", region.name()),
            Self::City {
                draft,
                region,
                page,
            } => write!(f, "city:{draft}:{}:{page}", region.name()),
            Self::Make { draft, zone } => write!(f, "make:{draft}:{}", zone.name()),
            Self::Test(schedule) => write!(f, "test:{schedule}"),
        }
    }
}
