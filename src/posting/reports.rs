//! What members report of what others share under a post: a notice to the moderators, once a share.

use super::{
    Channel, Posting,
    mending::open,
    model::{Notice, NoticeId, NoticeKind},
    schedules::VerbError,
};
use crate::store::{
    ReportedShare, Result,
    ids::{GuildId, ShareId},
};

/// What came of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// The moderators are told.
    Told,
    /// They have heard of it before.
    Known,
    /// There is no such share in a thread any more.
    Gone,
}

impl<C: Channel> Posting<C> {
    /// Tells a server's moderators that somebody asks them to look at a share. Who, is stored nowhere.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn report(&self, guild: GuildId, share: ShareId) -> Result<Report> {
        let mut writing = self.store.write().await?;
        let (place, post) = match writing.report_share(guild, share).await? {
            ReportedShare::Now { place, post } => (place, post),
            ReportedShare::Before => return Ok(Report::Known),
            ReportedShare::Gone => return Ok(Report::Gone),
        };
        let Some(post) = writing.post(post).await? else {
            return Ok(Report::Gone);
        };
        let kind = NoticeKind::Reported {
            share,
            message: place.message,
        };
        let notice = Notice {
            id: NoticeId::random(),
            kind,
            guild,
            channel: place.channel,
            schedule: post.schedule,
            post: post.id,
            opened_at: self.clock.now(),
        };
        writing.open_notice(&notice).await?;
        writing.commit().await?;
        self.wakes.telling.notify_one();
        Ok(Report::Told)
    }

    /// Which share an open notice is about.
    ///
    /// # Errors
    ///
    /// If it is about something else or mended already, or the database can't answer.
    pub async fn reported(&self, guild: GuildId, id: NoticeId) -> Result<ShareId, VerbError> {
        about(&open(self.store.notice(guild, id).await?)?)
    }

    /// Has a reported share removed from its thread, which mends the notice.
    ///
    /// # Errors
    ///
    /// If the notice is about something else or mended already, or the database refuses.
    pub async fn take_down(&self, guild: GuildId, id: NoticeId) -> Result<(), VerbError> {
        let mut writing = self.store.write().await?;
        let share = about(&open(writing.notice(guild, id).await?)?)?;
        let now = self.clock.now();
        writing.take_share_down(guild, share, now).await?;
        let fault = NoticeKind::reported_fault(share);
        writing.close_notice(&fault, now).await?;
        writing.commit().await?;
        self.wakes.telling.notify_one();
        Ok(())
    }
}

fn about(notice: &Notice) -> Result<ShareId, VerbError> {
    match notice.kind {
        NoticeKind::Reported { share, .. } => Ok(share),
        _ => Err(VerbError::NoNotice),
    }
}
