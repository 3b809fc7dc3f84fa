//! How many people reflected in a week that has closed, and how many posts went out: counted once, and
//! never again. What is written, erased or swept later changes nothing of it, so that no difference
//! between two looks tells of one person.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::journal::Journal;
use crate::{
    calendar::IsoWeek,
    store::{Result, WeekCount, Writing, ids::GuildId},
};

/// Of fewer people than this nothing is counted: "few" is all that is known, and none are few.
const ENOUGH_PEOPLE: u32 = 5;

/// Weeks on a page.
const ON_A_PAGE: u32 = 12;

/// Less than any week lasts, in whatever zones it begins and ends.
const SHORTER_THAN_A_WEEK: TimeDelta = TimeDelta::days(5);

/// Some of a server's weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weeks {
    /// The latest first.
    pub weeks: Vec<WeekCount>,
    /// Which page, from 0.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
}

impl Journal {
    /// A page of a server's closed weeks; the last one if there are fewer.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn weeks(&self, guild: GuildId, page: u32) -> anyhow::Result<Weeks> {
        let pages = self.store.counted_weeks(guild).await?.div_ceil(ON_A_PAGE);
        let page = page.min(pages.saturating_sub(1));
        let weeks = self.store.week_counts(guild, page * ON_A_PAGE, ON_A_PAGE);
        Ok(Weeks {
            weeks: weeks.await?,
            page,
            pages,
        })
    }
}

/// Counts every week that has closed and is not counted yet, in each server's own zone.
///
/// # Errors
///
/// If the database fails, after all servers had their turn; what was counted stays counted.
pub async fn close_weeks_once(journal: &Journal) -> anyhow::Result<()> {
    let now = journal.clock.now();
    let waiting = journal.store.uncounted_since(now - SHORTER_THAN_A_WEEK);
    let mut failed = None;
    for guild in waiting.await? {
        if let Err(error) = close_weeks_of(journal, guild, now).await {
            failed = Some(error);
        }
    }
    failed.map_or(Ok(()), |error| Err(error.into()))
}

async fn close_weeks_of(journal: &Journal, guild: GuildId, now: DateTime<Utc>) -> Result<()> {
    let mut writing = journal.store.write().await?;
    let zone = writing.zone(guild).await?.unwrap_or(Tz::UTC);
    while let Some((week, from, until)) = next_week(&mut writing, guild, zone).await? {
        if until > now {
            break;
        }
        writing
            .count_week(guild, week, from, until, ENOUGH_PEOPLE)
            .await?;
    }
    writing.commit().await
}

/// The first week of a server that is not counted, from when until when. It begins where the one before it
/// ended, even in another zone, so that nothing is counted twice.
async fn next_week(
    writing: &mut Writing,
    guild: GuildId,
    zone: Tz,
) -> Result<Option<(IsoWeek, DateTime<Utc>, DateTime<Utc>)>> {
    let (week, from) = if let Some((last, ended_at)) = writing.last_counted(guild).await? {
        let next = last.end(zone).map(|end| IsoWeek::of(end, zone));
        (next, Some(ended_at))
    } else {
        let began_at = writing.began_at(guild).await?;
        let first = began_at.map(|at| IsoWeek::of(at, zone));
        (first, first.and_then(|week| week.start(zone)))
    };
    let until = week.and_then(|week| week.end(zone));
    Ok(week
        .zip(from)
        .zip(until)
        .map(|((week, from), until)| (week, from, until)))
}
