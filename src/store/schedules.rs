//! Schedules. What is due is found by an index that holds only those that post, by their next time.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{Any, Executor, Row, any::AnyRow};

use super::{
    Result, Store, Writing, codes,
    columns::{count, garbled, instant, is_garbled, listed, maybe_instant, millis, parsed},
    ids::{ChannelId, GuildId, RoleId, TagId},
};
use crate::{
    calendar::Recurrence,
    content::Topic,
    posting::model::{Manner, RefusedReason, Schedule, ScheduleId, Topics, UnreadableSchedule},
};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, guild_id, channel_id, rule, zone, topics, state, reason, detail, after_at,
                    next_due_at, catch_up_ms, created_at, kind, what, mention_id, thread, quiet, tags,
                    resting_until, revision
             FROM schedules ",
            $rest
        )
    };
}

impl Store {
    /// A server's schedule.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn schedule(&self, guild: GuildId, id: ScheduleId) -> Result<Option<Schedule>> {
        one(self.reading(), guild, id).await
    }

    /// A server's schedules, oldest first. One that can't be read hides no other.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn schedules(
        &self,
        guild: GuildId,
    ) -> Result<Vec<Result<Schedule, UnreadableSchedule>>> {
        sqlx::query(select!("WHERE guild_id = $1 ORDER BY created_at, id"))
            .bind(guild.to_db())
            .fetch_all(self.reading())
            .await?
            .iter()
            .map(read_or_not)
            .collect()
    }

    /// When the next schedule is due.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn next_due_at(&self) -> Result<Option<DateTime<Utc>>> {
        let row = sqlx::query(
            "SELECT MIN(next_due_at) AS next_due_at FROM schedules
             WHERE state = 'active' AND next_due_at IS NOT NULL",
        )
        .fetch_one(self.reading())
        .await?;
        maybe_instant(&row, "next_due_at")
    }
}

impl Writing {
    /// The schedules that are due, the longest due first.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn due_schedules(
        &mut self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Result<Schedule, UnreadableSchedule>>> {
        sqlx::query(select!(
            "WHERE state = 'active' AND next_due_at <= $1 ORDER BY next_due_at LIMIT $2"
        ))
        .bind(now.timestamp_millis())
        .bind(i64::from(limit))
        .fetch_all(self.connection())
        .await?
        .iter()
        .map(read_or_not)
        .collect()
    }

    /// Those schedules that post, in the order of their ids, from the one after `after` on.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn active_schedules(
        &mut self,
        after: Option<ScheduleId>,
        limit: u32,
    ) -> Result<Vec<Result<Schedule, UnreadableSchedule>>> {
        sqlx::query(select!(
            "WHERE state = 'active' AND id > $1 ORDER BY id LIMIT $2"
        ))
        .bind(after.map(|id| id.to_string()).unwrap_or_default())
        .bind(i64::from(limit))
        .fetch_all(self.connection())
        .await?
        .iter()
        .map(read_or_not)
        .collect()
    }

    /// A server's schedule, as it is in this transaction.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn schedule(&mut self, guild: GuildId, id: ScheduleId) -> Result<Option<Schedule>> {
        one(self.connection(), guild, id).await
    }

    /// How many schedules a server has.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn count_schedules(&mut self, guild: GuildId) -> Result<u32> {
        let row = sqlx::query("SELECT COUNT(*) AS schedules FROM schedules WHERE guild_id = $1")
            .bind(guild.to_db())
            .fetch_one(self.connection())
            .await?;
        count(&row, "schedules")
    }

    /// Keeps a new schedule.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn insert_schedule(&mut self, schedule: &Schedule) -> Result<()> {
        let (state, reason, detail) = codes::of_schedule(&schedule.state);
        sqlx::query(
            "INSERT INTO schedules (id, guild_id, channel_id, rule, zone, topics, state, reason,
                 detail, after_at, next_due_at, catch_up_ms, created_at, kind, what, mention_id,
                 thread, quiet, tags, resting_until, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19, $20, $21)",
        )
        .bind(schedule.id.to_string())
        .bind(schedule.guild.to_db())
        .bind(schedule.channel.to_db())
        .bind(schedule.rule.stored())
        .bind(schedule.zone.name())
        .bind(schedule.topics.to_string())
        .bind(state)
        .bind(reason)
        .bind(detail)
        .bind(schedule.after_at.timestamp_millis())
        .bind(millis(schedule.next_due_at))
        .bind(schedule.catch_up.num_milliseconds())
        .bind(schedule.created_at.timestamp_millis())
        .bind(schedule.manner.kind.as_str())
        .bind(schedule.manner.what.as_str())
        .bind(schedule.manner.mention.map(RoleId::to_db))
        .bind(i64::from(schedule.manner.thread))
        .bind(i64::from(schedule.manner.quiet))
        .bind(tags(&schedule.manner))
        .bind(millis(schedule.resting_until))
        .bind(schedule.revision)
        .execute(self.connection())
        .await
        .map(drop)
    }

    /// Moves an active schedule to its next time, unless it was changed since it was read. Returns
    /// whether it did.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn move_schedule(
        &mut self,
        schedule: &Schedule,
        after_at: DateTime<Utc>,
        next_due_at: Option<DateTime<Utc>>,
    ) -> Result<bool> {
        let moved = sqlx::query(
            "UPDATE schedules SET after_at = $1, next_due_at = $2, revision = revision + 1
             WHERE id = $3 AND state = 'active' AND revision = $4",
        )
        .bind(after_at.timestamp_millis())
        .bind(millis(next_due_at))
        .bind(schedule.id.to_string())
        .bind(schedule.revision)
        .execute(self.connection())
        .await?;
        Ok(moved.rows_affected() == 1)
    }

    /// Keeps a changed schedule, all of it, unless it was changed since it was read: its revision is
    /// the one that was read, and is one more in the row. Returns whether it was kept.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn change_schedule(&mut self, changed: &Schedule) -> Result<bool> {
        let (state, reason, detail) = codes::of_schedule(&changed.state);
        let manner = &changed.manner;
        let kept = sqlx::query(
            "UPDATE schedules
             SET channel_id = $1, rule = $2, zone = $3, topics = $4, state = $5, reason = $6,
                 detail = $7, after_at = $8, next_due_at = $9, catch_up_ms = $10, kind = $11,
                 what = $12, mention_id = $13, thread = $14, quiet = $15, tags = $16,
                 resting_until = $17, revision = revision + 1
             WHERE id = $18 AND revision = $19",
        )
        .bind(changed.channel.to_db())
        .bind(changed.rule.stored())
        .bind(changed.zone.name())
        .bind(changed.topics.to_string())
        .bind(state)
        .bind(reason)
        .bind(detail)
        .bind(changed.after_at.timestamp_millis())
        .bind(millis(changed.next_due_at))
        .bind(changed.catch_up.num_milliseconds())
        .bind(manner.kind.as_str())
        .bind(manner.what.as_str())
        .bind(manner.mention.map(RoleId::to_db))
        .bind(i64::from(manner.thread))
        .bind(i64::from(manner.quiet))
        .bind(tags(manner))
        .bind(millis(changed.resting_until))
        .bind(changed.id.to_string())
        .bind(changed.revision)
        .execute(self.connection())
        .await?;
        Ok(kept.rows_affected() == 1)
    }

    /// Blocks a schedule that posts. Returns whether there was one: a paused one stays paused.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn block_schedule(&mut self, id: ScheduleId, reason: &RefusedReason) -> Result<bool> {
        let (reason, detail) = codes::of_refusal(reason);
        let blocked = sqlx::query(
            "UPDATE schedules SET state = 'blocked', reason = $1, detail = $2, next_due_at = NULL,
                 resting_until = NULL, revision = revision + 1
             WHERE id = $3 AND state = 'active'",
        )
        .bind(reason)
        .bind(detail)
        .bind(id.to_string())
        .execute(self.connection())
        .await?;
        Ok(blocked.rows_affected() == 1)
    }

    /// Deletes a server's schedule. Its posts stay. Returns whether it was there.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn delete_schedule(&mut self, guild: GuildId, id: ScheduleId) -> Result<bool> {
        let deleted = sqlx::query("DELETE FROM schedules WHERE id = $1 AND guild_id = $2")
            .bind(id.to_string())
            .bind(guild.to_db())
            .execute(self.connection())
            .await?;
        Ok(deleted.rows_affected() == 1)
    }
}

/// A server's schedule, outside a transaction or in it.
async fn one<'c>(
    database: impl Executor<'c, Database = Any>,
    guild: GuildId,
    id: ScheduleId,
) -> Result<Option<Schedule>> {
    sqlx::query(select!("WHERE id = $1 AND guild_id = $2"))
        .bind(id.to_string())
        .bind(guild.to_db())
        .fetch_optional(database)
        .await?
        .map(|row| read(&row))
        .transpose()
}

fn read_or_not(row: &AnyRow) -> Result<Result<Schedule, UnreadableSchedule>> {
    match read(row) {
        Ok(schedule) => Ok(Ok(schedule)),
        Err(error) if is_garbled(&error) => Ok(Err(UnreadableSchedule {
            id: parsed(row, "id")?,
            guild: GuildId::from_db(row.try_get("guild_id")?),
            channel: ChannelId::from_db(row.try_get("channel_id")?),
            due_at: maybe_instant(row, "next_due_at")?,
            why: error.to_string(),
        })),
        Err(error) => Err(error),
    }
}

fn manner(row: &AnyRow) -> Result<Manner> {
    let mention: Option<i64> = row.try_get("mention_id")?;
    let tags: &str = row.try_get("tags")?;
    Ok(Manner {
        kind: parsed(row, "kind")?,
        what: parsed(row, "what")?,
        mention: mention.map(RoleId::from_db),
        thread: row.try_get::<i64, _>("thread")? != 0,
        quiet: row.try_get::<i64, _>("quiet")? != 0,
        tags: listed(tags).map_err(|why| garbled("tags", why))?,
    })
}

/// A manner's tags as the row holds them.
fn tags(manner: &Manner) -> String {
    let tags: Vec<_> = manner.tags.iter().map(TagId::to_string).collect();
    tags.join(",")
}

fn read(row: &AnyRow) -> Result<Schedule> {
    let topics: &str = row.try_get("topics")?;
    let topics: Vec<Topic> = listed(topics).map_err(|why| garbled("topics", why))?;
    Ok(Schedule {
        id: parsed(row, "id")?,
        guild: GuildId::from_db(row.try_get("guild_id")?),
        channel: ChannelId::from_db(row.try_get("channel_id")?),
        rule: Recurrence::from_stored(row.try_get("rule")?).map_err(|why| garbled("rule", why))?,
        zone: parsed(row, "zone")?,
        topics: Topics::new(topics),
        state: codes::to_schedule(
            row.try_get("state")?,
            row.try_get("reason")?,
            row.try_get("detail")?,
        )?,
        after_at: instant(row, "after_at")?,
        next_due_at: maybe_instant(row, "next_due_at")?,
        catch_up: TimeDelta::milliseconds(row.try_get("catch_up_ms")?),
        created_at: instant(row, "created_at")?,
        manner: manner(row)?,
        resting_until: maybe_instant(row, "resting_until")?,
        revision: row.try_get("revision")?,
    })
}
