//! What moderators do about a notice: try again what Discord refused, send again a post that may or may
//! not have arrived, or say that it did. Each is guarded in the transaction that mends it, so that of two
//! who press at once one does it, and the other hears so.

use chrono::{DateTime, Utc};

use super::{
    Channel, Posting, attempt,
    channel::{History, Sought},
    model::{Notice, NoticeId, NoticeKind, Schedule},
    next::post_from,
    schedules::VerbError,
};
use crate::store::{
    Doubtful, Writing,
    ids::{GuildId, MessageId},
};

/// What was tried again.
#[derive(Clone, Debug, PartialEq)]
pub struct TriedAgain {
    /// The schedule, which posts from now on.
    pub schedule: Schedule,
    /// The time of the post that was refused, if it is not too late for it.
    pub due_at: Option<DateTime<Utc>>,
}

/// What is known of a post that moderators saw in its channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The post's time.
    pub due_at: DateTime<Utc>,
    /// Its message, if the bot sees it, too.
    pub message: Option<MessageId>,
}

impl<C: Channel> Posting<C> {
    /// One of a server's notices, while it is open.
    ///
    /// # Errors
    ///
    /// If there is none, it is mended, or the database can't answer.
    pub async fn notice(&self, guild: GuildId, id: NoticeId) -> Result<Notice, VerbError> {
        open(self.store.notice(guild, id).await?)
    }

    /// One of a server's notices, mended or not.
    ///
    /// # Errors
    ///
    /// If there is none, or the database can't answer.
    pub async fn known_notice(&self, guild: GuildId, id: NoticeId) -> Result<Notice, VerbError> {
        let found = self.store.notice(guild, id).await?;
        found.map(|(notice, _)| notice).ok_or(VerbError::NoNotice)
    }

    /// Has a schedule that Discord refused post again, from now on; and the refused post itself with the
    /// words that it has, if it is not too late for it.
    ///
    /// # Errors
    ///
    /// If it is about something else, is mended already or the schedule is gone, or the database refuses.
    pub async fn try_again(&self, guild: GuildId, id: NoticeId) -> Result<TriedAgain, VerbError> {
        loop {
            let mut writing = self.store.write().await?;
            let notice = open(writing.notice(guild, id).await?)?;
            if !matches!(notice.kind, NoticeKind::Refused(_)) {
                return Err(VerbError::NoNotice);
            }
            let schedule = writing.schedule(guild, notice.schedule).await?;
            let mut schedule = schedule.ok_or(VerbError::Gone)?;
            let now = self.clock.now();
            post_from(&mut writing, &mut schedule, now).await?;
            if self.keep(&mut writing, &schedule).await? {
                let due_at = writing.revive_post(notice.post, now).await?;
                writing.commit().await?;
                self.wake();
                schedule.revision += 1;
                return Ok(TriedAgain { schedule, due_at });
            }
        }
    }

    /// The post that a notice asks about, and its schedule.
    ///
    /// # Errors
    ///
    /// If it is mended already or the schedule is gone, or the database can't answer.
    pub async fn asked_about(
        &self,
        guild: GuildId,
        id: NoticeId,
    ) -> Result<(Doubtful, Schedule), VerbError> {
        let notice = self.notice(guild, id).await?;
        let doubtful = self.store.doubtful(notice.post).await?;
        let doubtful = doubtful.ok_or(VerbError::Mended)?;
        let schedule = self.schedule(guild, notice.schedule).await?;
        Ok((doubtful, schedule))
    }

    /// Sends a post again of which nobody knew whether it arrived, because moderators say that it did
    /// not. It is looked for where the bot can look, and may be as late as it is now, and by its schedule's
    /// catch-up window later than that: somebody waits for it.
    ///
    /// # Errors
    ///
    /// If it is mended already, the schedule is gone or posts nothing now, or the database refuses.
    pub async fn post_again(
        &self,
        guild: GuildId,
        id: NoticeId,
    ) -> Result<DateTime<Utc>, VerbError> {
        let (doubtful, schedule) = self.asked_about(guild, id).await?;
        let mut writing = self.store.write().await?;
        let now = self.clock.now();
        self.check_posts(&schedule)?;
        let until = now + schedule.catch_up;
        if !writing.ask_post_again(doubtful.post, now, until).await? {
            return Err(VerbError::Mended);
        }
        close(&mut writing, &doubtful, now).await?;
        writing.commit().await?;
        self.wake();
        Ok(doubtful.due_at)
    }

    /// Calls a post sent, because moderators see it in its channel. Its message is known if the bot sees
    /// it, too.
    ///
    /// # Errors
    ///
    /// If it is mended already, or the database refuses.
    pub async fn is_there(&self, guild: GuildId, id: NoticeId) -> Result<Found, VerbError> {
        let (doubtful, _) = self.asked_about(guild, id).await?;
        let message = self.seen(&doubtful).await;
        let mut writing = self.store.write().await?;
        let now = self.clock.now();
        if !writing.call_post_sent(doubtful.post, message, now).await? {
            return Err(VerbError::Mended);
        }
        close(&mut writing, &doubtful, now).await?;
        writing.commit().await?;
        self.wake();
        Ok(Found {
            due_at: doubtful.due_at,
            message,
        })
    }

    /// Closes the notice that a post is there twice or can't be read any more, or that a share was reported, because moderators have
    /// seen to it.
    ///
    /// # Errors
    ///
    /// If it is about something else or mended already, or the database refuses.
    pub async fn seen_to(&self, guild: GuildId, id: NoticeId) -> Result<(), VerbError> {
        let mut writing = self.store.write().await?;
        let notice = open(writing.notice(guild, id).await?)?;
        let seen = matches!(
            notice.kind,
            NoticeKind::Doubled | NoticeKind::UnreadablePost | NoticeKind::Reported { .. }
        );
        if !seen {
            return Err(VerbError::NoNotice);
        }
        let fault = notice.kind.fault(notice.schedule, notice.post);
        writing.close_notice(&fault, self.clock.now()).await?;
        writing.commit().await?;
        self.wake();
        Ok(())
    }

    async fn seen(&self, doubtful: &Doubtful) -> Option<MessageId> {
        let sought = Sought {
            post: doubtful.post,
            guild: doubtful.guild,
            channel: doubtful.channel,
            kind: doubtful.kind,
        };
        let first = doubtful.first_attempt_at.unwrap_or(doubtful.due_at);
        let since = attempt::since(&self.clock, doubtful.due_at, first);
        match self.channel.history(&sought, since).await {
            History::There(message) => Some(message),
            _ => None,
        }
    }
}

async fn close(
    writing: &mut Writing,
    doubtful: &Doubtful,
    at: DateTime<Utc>,
) -> Result<(), VerbError> {
    let fault = NoticeKind::Unsure.fault(doubtful.schedule, doubtful.post);
    Ok(writing.close_notice(&fault, at).await?)
}

pub(super) fn open(found: Option<(Notice, bool)>) -> Result<Notice, VerbError> {
    match found {
        Some((notice, false)) => Ok(notice),
        Some((_, true)) => Err(VerbError::Mended),
        None => Err(VerbError::NoNotice),
    }
}
