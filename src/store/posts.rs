//! Posts as they are planned, withdrawn and shown.

use chrono::{DateTime, Utc};
use sqlx::{Any, Executor, Row, any::AnyRow};

use super::{
    Error, Result, Store, Writing, codes,
    columns::{count, instant, is_garbled, maybe_instant, maybe_parsed, near_instant, parsed},
    ids::{ChannelId, GuildId, MessageId},
    outcomes::Told,
};
use crate::posting::model::{
    Missed, PlannedPost, Post, PostId, PostOutcome, ScheduleId, Skipped, Step, Undone,
    UnreadablePost,
};

/// Why a step was not done, as a column.
macro_rules! undone {
    ($step:literal, $column:literal) => {
        concat!(
            "(SELECT ",
            $column,
            " FROM follow_ups WHERE post_id = posts.id AND step = '",
            $step,
            "' AND follow_ups.state = 'failed') AS ",
            $step,
            "_",
            $column,
            ", "
        )
    };
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, schedule_id, guild_id, channel_id, due_at, state, reason, detail, article,
                    prompt, message_id, sent_at, removed_at, kind, what, ",
            undone!("publish", "reason"),
            undone!("publish", "detail"),
            undone!("thread", "reason"),
            undone!("thread", "detail"),
            undone!("twin", "reason"),
            undone!("twin", "detail"),
            "follow FROM posts ",
            $rest
        )
    };
}

/// How a page of posts is asked for: of one schedule, and of all that a server has.
#[derive(Clone, Copy)]
struct Page {
    of_one: &'static str,
    of_all: &'static str,
}

macro_rules! page {
    ($select:ident) => {
        Page {
            of_one: $select!(
                "WHERE guild_id = $1 AND schedule_id = $2 ORDER BY due_at DESC, id
                 LIMIT $3 OFFSET $4"
            ),
            of_all: $select!("WHERE guild_id = $1 ORDER BY due_at DESC, id LIMIT $2 OFFSET $3"),
        }
    };
}

/// What of a post is no text.
macro_rules! select_bare {
    ($rest:literal) => {
        concat!("SELECT guild_id, channel_id, due_at FROM posts ", $rest)
    };
}

const WHOLE: Page = page!(select);
const BARE: Page = page!(select_bare);

impl Store {
    /// A post.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn post(&self, id: PostId) -> Result<Option<Post>> {
        one(self.reading(), id).await
    }

    /// A server's posts, or one schedule's, the latest due first: `limit` of them after the first
    /// `skip`, those that can't be read any more in their places.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn posts(
        &self,
        guild: GuildId,
        schedule: Option<ScheduleId>,
        skip: u32,
        limit: u32,
    ) -> Result<Vec<Result<Post, UnreadablePost>>> {
        match self.rows(WHOLE, guild, schedule, skip, limit).await {
            Err(why) if is_garbled(&why) => self.one_by_one(guild, schedule, skip, limit).await,
            rows => rows?.iter().map(read_or_not).collect(),
        }
    }

    /// The same where a text is none any more: sqlx hands over no such row, nor any asked for with it.
    async fn one_by_one(
        &self,
        guild: GuildId,
        schedule: Option<ScheduleId>,
        skip: u32,
        limit: u32,
    ) -> Result<Vec<Result<Post, UnreadablePost>>> {
        let mut posts = Vec::new();
        for nth in skip..skip.saturating_add(limit) {
            let row = self.rows(WHOLE, guild, schedule, nth, 1).await;
            let post = match row {
                Err(why) if is_garbled(&why) => {
                    let bare = self.rows(BARE, guild, schedule, nth, 1).await?;
                    bare.first()
                        .map(|row| unreadable(row, &why))
                        .transpose()?
                        .map(Err)
                }
                row => row?.first().map(read_or_not).transpose()?,
            };
            let Some(post) = post else { break };
            posts.push(post);
        }
        Ok(posts)
    }

    async fn rows(
        &self,
        select: Page,
        guild: GuildId,
        schedule: Option<ScheduleId>,
        skip: u32,
        limit: u32,
    ) -> Result<Vec<AnyRow>> {
        let query = match schedule {
            Some(schedule) => sqlx::query(select.of_one)
                .bind(guild.to_db())
                .bind(schedule.to_string()),
            None => sqlx::query(select.of_all).bind(guild.to_db()),
        };
        let page = query.bind(i64::from(limit)).bind(i64::from(skip));
        page.fetch_all(self.reading()).await
    }

    /// How many posts a server has, or one schedule of it.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn count_posts(&self, guild: GuildId, schedule: Option<ScheduleId>) -> Result<u32> {
        let query = match schedule {
            Some(schedule) => {
                sqlx::query("SELECT COUNT(*) FROM posts WHERE guild_id = $1 AND schedule_id = $2")
                    .bind(guild.to_db())
                    .bind(schedule.to_string())
            }
            None => {
                sqlx::query("SELECT COUNT(*) FROM posts WHERE guild_id = $1").bind(guild.to_db())
            }
        };
        count(&query.fetch_one(self.reading()).await?, 0)
    }
}

impl Writing {
    /// Keeps a planned post, unless there is one of this schedule and time. Returns whether it did.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn insert_post(&mut self, post: &PlannedPost) -> Result<bool> {
        let (state, reason, detail) = codes::of_outcome(&post.outcome);
        let words = post.words.as_ref();
        let follow = words.map_or(&[][..], |words| &words.follow);
        let follow: Vec<_> = follow.iter().map(|step| step.as_str()).collect();
        let inserted = sqlx::query(
            "INSERT INTO posts (id, schedule_id, guild_id, channel_id, due_at, expires_at, state,
                 reason, detail, article, prompt, body, attempt, ready_at, kind, what, title, follow)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $5, $13, $14, $15, $16)
             ON CONFLICT DO NOTHING",
        )
        .bind(post.id.to_string())
        .bind(post.schedule.to_string())
        .bind(post.guild.to_db())
        .bind(post.channel.to_db())
        .bind(post.due_at.timestamp_millis())
        .bind(post.expires_at.timestamp_millis())
        .bind(state)
        .bind(reason)
        .bind(detail)
        .bind(words.map(|words| words.article.as_str()))
        .bind(words.and_then(|words| words.prompt.as_deref()))
        .bind(words.map(|words| words.body.as_str()))
        .bind(post.kind.as_str())
        .bind(post.what.as_str())
        .bind(words.map(|words| words.title.as_str()))
        .bind(follow.join(","))
        .execute(self.connection())
        .await?;
        let inserted = inserted.rows_affected() == 1;
        if inserted {
            let (post, outcome) = (post.id, post.outcome.clone());
            self.tell(Told::Became { post, outcome });
        }
        Ok(inserted)
    }

    /// A post, as it is in this transaction.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn post(&mut self, id: PostId) -> Result<Option<Post>> {
        one(self.connection(), id).await
    }

    /// Whether a time of a schedule has its post, whatever became of it.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn has_post(&mut self, schedule: ScheduleId, due_at: DateTime<Utc>) -> Result<bool> {
        let found = sqlx::query("SELECT 1 FROM posts WHERE schedule_id = $1 AND due_at = $2")
            .bind(schedule.to_string())
            .bind(due_at.timestamp_millis())
            .fetch_optional(self.connection())
            .await?;
        Ok(found.is_some())
    }

    /// How many posts of a schedule had their turn from `from` until before `until`.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn count_turns(
        &mut self,
        schedule: ScheduleId,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<u32> {
        let row = sqlx::query(
            "SELECT COUNT(*) FROM posts WHERE schedule_id = $1 AND due_at >= $2 AND due_at < $3
             AND state NOT IN ('missed', 'skipped')",
        )
        .bind(schedule.to_string())
        .bind(from.timestamp_millis())
        .bind(until.timestamp_millis())
        .fetch_one(self.connection())
        .await?;
        count(&row, 0)
    }

    /// Whether the newest so many posts of this schedule were all sent at `at` or later, by their messages'
    /// own ids: one sent before may have been found only after.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn sent_since(
        &mut self,
        schedule: ScheduleId,
        at: DateTime<Utc>,
        posts: u32,
    ) -> Result<bool> {
        let row = sqlx::query(
            "SELECT COUNT(*) FROM (SELECT message_id FROM posts
             WHERE schedule_id = $1 AND state = 'sent' ORDER BY due_at DESC LIMIT $3) AS newest
             WHERE message_id >= $2",
        )
        .bind(schedule.to_string())
        .bind(MessageId::first_at(at).to_db())
        .bind(i64::from(posts))
        .fetch_one(self.connection())
        .await?;
        Ok(count(&row, 0)? == posts)
    }

    /// Notes that a sent post's message is gone, unless that is noted. Returns whether it was not.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn note_removed(&mut self, id: PostId, at: DateTime<Utc>) -> Result<bool> {
        let noted = sqlx::query(
            "UPDATE posts SET removed_at = $1
             WHERE id = $2 AND state = 'sent' AND removed_at IS NULL",
        )
        .bind(at.timestamp_millis())
        .bind(id.to_string())
        .execute(self.connection())
        .await?;
        let noted = noted.rows_affected() == 1;
        if noted {
            self.tell(Told::Removed { post: id });
        }
        Ok(noted)
    }

    /// Skips those posts of a schedule that wait to be sent.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn skip_due_posts(&mut self, schedule: ScheduleId, why: Skipped) -> Result<()> {
        let outcome = PostOutcome::Skipped(why);
        self.close_due_posts(schedule, None, &outcome).await
    }

    /// Gives up those posts of a schedule that wait to be sent; if `before` is given, those that were due
    /// before it, but none that moderators asked for again.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn miss_due_posts(
        &mut self,
        schedule: ScheduleId,
        before: Option<DateTime<Utc>>,
        why: Missed,
    ) -> Result<()> {
        let outcome = PostOutcome::Missed(why);
        self.close_due_posts(schedule, before, &outcome).await
    }

    async fn close_due_posts(
        &mut self,
        schedule: ScheduleId,
        before: Option<DateTime<Utc>>,
        outcome: &PostOutcome,
    ) -> Result<()> {
        let (state, reason, detail) = codes::of_outcome(outcome);
        let closed = sqlx::query(
            "UPDATE posts SET state = $1, reason = $2, detail = $3
             WHERE schedule_id = $4 AND state = 'due' AND due_at < $5
             AND ($6 = 0 OR asked_at IS NULL) RETURNING id",
        )
        .bind(state)
        .bind(reason)
        .bind(detail)
        .bind(schedule.to_string())
        .bind(before.map_or(i64::MAX, |before| before.timestamp_millis()))
        .bind(i64::from(before.is_some()))
        .fetch_all(self.connection())
        .await?;
        for row in closed {
            let (post, outcome) = (parsed(&row, "id")?, outcome.clone());
            self.tell(Told::Became { post, outcome });
        }
        Ok(())
    }
}

/// A post, outside a transaction or in it.
async fn one<'c>(database: impl Executor<'c, Database = Any>, id: PostId) -> Result<Option<Post>> {
    sqlx::query(select!("WHERE id = $1"))
        .bind(id.to_string())
        .fetch_optional(database)
        .await?
        .map(|row| read(&row))
        .transpose()
}

fn read(row: &AnyRow) -> Result<Post> {
    Ok(Post {
        id: parsed(row, "id")?,
        schedule: parsed(row, "schedule_id")?,
        guild: GuildId::from_db(row.try_get("guild_id")?),
        channel: ChannelId::from_db(row.try_get("channel_id")?),
        kind: parsed(row, "kind")?,
        what: parsed(row, "what")?,
        due_at: instant(row, "due_at")?,
        article: maybe_parsed(row, "article")?,
        prompt: row.try_get("prompt")?,
        outcome: outcome(row)?,
        undone: Step::ALL
            .iter()
            .filter_map(|step| undone(row, *step).transpose())
            .collect::<Result<_>>()?,
    })
}

fn read_or_not(row: &AnyRow) -> Result<Result<Post, UnreadablePost>> {
    match read(row) {
        Ok(post) => Ok(Ok(post)),
        Err(why) if is_garbled(&why) => unreadable(row, &why).map(Err),
        Err(why) => Err(why),
    }
}

fn unreadable(row: &AnyRow, why: &Error) -> Result<UnreadablePost> {
    let (guild, due_at): (i64, i64) = (row.try_get("guild_id")?, row.try_get("due_at")?);
    tracing::error!(guild, due_at, %why, "a post in the history can't be read");
    Ok(UnreadablePost {
        channel: ChannelId::from_db(row.try_get("channel_id")?),
        due_at: near_instant(row, "due_at")?,
    })
}

fn undone(row: &AnyRow, step: Step) -> Result<Option<Undone>> {
    let (reason, detail) = match step {
        Step::Publish => ("publish_reason", "publish_detail"),
        Step::Thread => ("thread_reason", "thread_detail"),
        Step::Twin => ("twin_reason", "twin_detail"),
    };
    let Some(reason) = row.try_get::<Option<&str>, _>(reason)? else {
        return Ok(None);
    };
    let why = codes::to_step(reason, row.try_get(detail)?)?;
    Ok(Some(Undone { step, why }))
}

fn outcome(row: &AnyRow) -> Result<PostOutcome> {
    let reason: Option<&str> = row.try_get("reason")?;
    let reason = reason.unwrap_or_default();
    let detail: Option<&str> = row.try_get("detail")?;
    Ok(match row.try_get("state")? {
        "due" => PostOutcome::Due,
        "sending" => PostOutcome::Sending,
        "sent" => PostOutcome::Sent {
            message: row
                .try_get::<Option<i64>, _>("message_id")?
                .map(MessageId::from_db),
            at: instant(row, "sent_at")?,
            removed_at: maybe_instant(row, "removed_at")?,
        },
        "skipped" => PostOutcome::Skipped(codes::to_skipped(reason)?),
        "missed" => PostOutcome::Missed(codes::to_missed(reason, detail)?),
        "failed" => PostOutcome::Failed(codes::to_failed(reason, detail)?),
        "unsure" => PostOutcome::Unsure,
        other => return Err(super::columns::garbled("a post's state", other)),
    })
}
