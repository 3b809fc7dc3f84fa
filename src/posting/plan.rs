//! Plan: what is due becomes a post, and its schedule moves on, in one transaction. Of several times
//! that passed, only the newest is sent, and only within the catch-up window. One that moderators skipped
//! or posted ahead of its time has its post, and counts for nothing here.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Channel, Posting,
    crash::commit,
    edition::{Preview, draw},
    model::{
        ChannelKind, Failed, Missed, Notice, NoticeId, NoticeKind, PlannedPost, PostId,
        PostOutcome, RefusedReason, Schedule, UnreadableSchedule, What, Words,
    },
    next::next_free,
};
use crate::{
    calendar::zone,
    store::{Result, Writing, is_garbled},
};

/// How many schedules are planned in one transaction: others want to write, too. This many take about ten
/// milliseconds.
const BATCH: u32 = 25;

/// Of the times that a schedule missed, this many newest get a row each; the oldest of these says how
/// many more there were.
const MISSED_ROWS: usize = 50;

/// Missed times are counted no further back than this.
const MISSED_SINCE: TimeDelta = TimeDelta::days(366);

/// The version of the time zone data that next times were computed with.
const ZONE_DATA: &str = "zone_data";

/// What a step of planning did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// Posts to be sent.
    pub due: usize,
    /// Times too late to be sent.
    pub missed: usize,
    /// Posts that the library has nothing for, or whose schedule can't be read.
    pub failed: usize,
}

/// Plans all that is due now.
///
/// # Errors
///
/// If the database can't be read or written; then what was not planned is still due.
pub async fn once<C: Channel>(posting: &Posting<C>) -> Result<Planned> {
    let mut planned = Planned::default();
    loop {
        let now = posting.clock.now();
        let mut writing = posting.store.write().await?;
        let due = writing.due_schedules(now, BATCH).await?;
        if due.is_empty() {
            break;
        }
        for schedule in &due {
            match schedule {
                Ok(schedule) => plan(posting, &mut writing, schedule, now, &mut planned).await?,
                Err(unreadable) => block(&mut writing, unreadable, now, &mut planned).await?,
            }
        }
        commit!("plan", writing)?;
        posting.wakes.telling.notify_one();
        if planned.due > 0 {
            posting.wakes.delivering.notify_one();
        }
        if due.len() < BATCH as usize {
            break;
        }
    }
    Ok(planned)
}

/// Computes next times anew if the time zone data is not that of the last start.
///
/// # Errors
///
/// If the database can't be read or written.
pub async fn renew<C: Channel>(posting: &Posting<C>) -> Result<()> {
    let version = zone::data_version();
    if posting.store.meta(ZONE_DATA).await?.as_deref() == Some(version) {
        return Ok(());
    }
    let mut after = None;
    loop {
        let now = posting.clock.now();
        let mut writing = posting.store.write().await?;
        let schedules = writing.active_schedules(after, BATCH).await?;
        for schedule in &schedules {
            let schedule = match schedule {
                Ok(schedule) => schedule,
                Err(unreadable) => {
                    block(&mut writing, unreadable, now, &mut Planned::default()).await?;
                    continue;
                }
            };
            let next = next_free(&mut writing, schedule, schedule.after_at).await?;
            if next != schedule.next_due_at {
                writing
                    .move_schedule(schedule, schedule.after_at, next)
                    .await?;
            }
        }
        after = schedules.last().map(|schedule| match schedule {
            Ok(schedule) => schedule.id,
            Err(unreadable) => unreadable.id,
        });
        if after.is_none() {
            writing.set_meta(ZONE_DATA, version).await?;
            commit!("renew", writing)?;
            return Ok(());
        }
        commit!("renew", writing)?;
    }
}

/// The times of a schedule that have come.
#[derive(Debug, Default, PartialEq, Eq)]
struct Passed {
    newest: Option<DateTime<Utc>>,
    /// Oldest first, at most `MISSED_ROWS`.
    before: VecDeque<DateTime<Utc>>,
    /// How many came before these.
    earlier: u32,
}

impl Passed {
    fn of(schedule: &Schedule, now: DateTime<Utc>) -> Self {
        let since = schedule.after_at.max(now - MISSED_SINCE);
        let mut passed = Self::default();
        for at in schedule.upcoming(since).take_while(|at| *at <= now) {
            passed.push(at);
        }
        if passed.newest.is_none() {
            passed.newest = schedule.next_due_at;
        }
        passed
    }

    fn push(&mut self, at: DateTime<Utc>) {
        self.before.extend(self.newest.replace(at));
        if self.before.len() > MISSED_ROWS {
            self.before.pop_front();
            self.earlier = self.earlier.saturating_add(1);
        }
    }
}

/// Plans one schedule that is due, within a transaction of somebody else's.
pub(super) async fn one<C: Channel>(
    posting: &Posting<C>,
    writing: &mut Writing,
    schedule: &Schedule,
    now: DateTime<Utc>,
) -> Result<()> {
    plan(posting, writing, schedule, now, &mut Planned::default()).await
}

async fn plan<C: Channel>(
    posting: &Posting<C>,
    writing: &mut Writing,
    schedule: &Schedule,
    now: DateTime<Utc>,
    planned: &mut Planned,
) -> Result<()> {
    let passed = Passed::of(schedule, now);
    let Some(mut newest) = passed.newest else {
        return Ok(());
    };
    let next = next_free(writing, schedule, newest).await?;
    if !writing.move_schedule(schedule, newest, next).await? {
        return Ok(());
    }
    let mut late: Vec<_> = passed.before.into();
    while writing.has_post(schedule.id, newest).await? {
        match late.pop() {
            Some(before) => newest = before,
            None => return Ok(()),
        }
    }
    writing
        .miss_due_posts(schedule.id, Some(newest), Missed::Superseded)
        .await?;
    let catch_up = now - newest <= schedule.catch_up;
    if !catch_up {
        late.push(newest);
    }
    let mut earlier = passed.earlier;
    for at in late {
        let missed = PostOutcome::Missed(Missed::TooLate { earlier });
        earlier = 0;
        let post = planned_post(schedule, at, missed, None);
        planned.missed += usize::from(writing.insert_post(&post).await?);
    }
    if catch_up {
        plan_newest(posting, writing, schedule, newest, planned).await?;
    }
    Ok(())
}

async fn plan_newest<C: Channel>(
    posting: &Posting<C>,
    writing: &mut Writing,
    schedule: &Schedule,
    due_at: DateTime<Utc>,
    planned: &mut Planned,
) -> Result<()> {
    let drawn = match draw(posting, writing, schedule, due_at).await {
        Err(error) if is_garbled(&error) => {
            let unreadable = UnreadableSchedule {
                id: schedule.id,
                guild: schedule.guild,
                channel: schedule.channel,
                due_at: Some(due_at),
                why: error.to_string(),
            };
            return block(writing, &unreadable, posting.clock.now(), planned).await;
        }
        drawn => drawn?,
    };
    if let Some(drawn) = drawn {
        let post = due_post(schedule, drawn);
        planned.due += usize::from(writing.insert_post(&post).await?);
        let mended = NoticeKind::no_article_fault(schedule.id);
        return writing.close_notice(&mended, posting.clock.now()).await;
    }
    let failed = PostOutcome::Failed(Failed::NoArticle);
    let post = planned_post(schedule, due_at, failed, None);
    planned.failed += usize::from(writing.insert_post(&post).await?);
    let notice = Notice {
        id: NoticeId::random(),
        kind: NoticeKind::NoArticle,
        guild: schedule.guild,
        channel: schedule.channel,
        schedule: schedule.id,
        post: post.id,
        opened_at: posting.clock.now(),
    };
    writing.open_notice(&notice).await.map(drop)
}

/// Blocks a schedule that can't be read any more, and tells the moderators. The others are planned.
async fn block(
    writing: &mut Writing,
    unreadable: &UnreadableSchedule,
    now: DateTime<Utc>,
    planned: &mut Planned,
) -> Result<()> {
    let UnreadableSchedule {
        id, guild, channel, ..
    } = *unreadable;
    let Some(due_at) = unreadable.due_at else {
        return Ok(());
    };
    tracing::error!(schedule = %id, why = unreadable.why, "a schedule can't be read any more; it is blocked");
    let reason = RefusedReason::Unreadable;
    writing.block_schedule(id, &reason).await?;
    writing.miss_due_posts(id, None, Missed::Blocked).await?;
    let post = PlannedPost {
        id: PostId::of(id, due_at),
        schedule: id,
        guild,
        channel,
        kind: ChannelKind::default(),
        what: What::default(),
        due_at,
        expires_at: due_at,
        outcome: PostOutcome::Failed(Failed::Refused(reason.clone())),
        words: None,
    };
    if due_at <= now {
        planned.failed += usize::from(writing.insert_post(&post).await?);
    }
    let notice = Notice {
        id: NoticeId::random(),
        kind: NoticeKind::Refused(reason),
        guild,
        channel,
        schedule: id,
        post: post.id,
        opened_at: now,
    };
    writing.open_notice(&notice).await.map(drop)
}

/// A post that is to be sent, as it was drawn.
pub(super) fn due_post(schedule: &Schedule, drawn: Preview) -> PlannedPost {
    let words = Words {
        article: drawn.article,
        prompt: schedule.manner.what.asks().then_some(drawn.prompt),
        body: drawn.composed.body,
        title: drawn.composed.title,
        follow: schedule.manner.follow(),
    };
    planned_post(schedule, drawn.due_at, PostOutcome::Due, Some(words))
}

pub(super) fn planned_post(
    schedule: &Schedule,
    due_at: DateTime<Utc>,
    outcome: PostOutcome,
    words: Option<Words>,
) -> PlannedPost {
    PlannedPost {
        id: PostId::of(schedule.id, due_at),
        schedule: schedule.id,
        guild: schedule.guild,
        channel: schedule.channel,
        kind: schedule.manner.kind,
        what: schedule.manner.what,
        due_at,
        expires_at: due_at + schedule.catch_up,
        outcome,
        words,
    }
}
