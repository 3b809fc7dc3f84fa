//! Posts as they are read: one, and a server's or a schedule's history by pages.

use sqlx::{Any, Executor, Row, any::AnyRow};

use super::{
    Error, Result, Store, codes,
    columns::{
        count, garbled, instant, is_garbled, maybe_instant, maybe_parsed, near_instant, parsed,
    },
    ids::{ChannelId, GuildId, MessageId},
};
use crate::posting::model::{Post, PostId, PostOutcome, ScheduleId, Step, Undone, UnreadablePost};

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

/// A post, outside a transaction or in it.
pub(super) async fn one<'c>(
    database: impl Executor<'c, Database = Any>,
    id: PostId,
) -> Result<Option<Post>> {
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
        other => return Err(garbled("a post's state", other)),
    })
}
