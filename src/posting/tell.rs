//! Tell: a notice goes to the channel that its server chose, once; where none can be, to the schedule's
//! maker alone. When its fault is mended, that message says so. A notice that nobody can be told waits
//! for the next moderator who gives a command, who reads it before the answer.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::join_all;

use super::{
    Posting,
    crash::commit,
    model::{Hearer, NoticeId, Place, TellStep, Telling, Told, Unheard},
};
use crate::store::{
    Result,
    ids::{ChannelId, GuildId, UserId},
};

/// How many are told side by side.
const BATCH: u32 = 10;

/// How long an attempt has its notice to itself: as long as a request may take with its permit. Telling a
/// maker takes a few more, but this process makes no second attempt beside the first, and after a crash
/// the nonce must still be known.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// An attempt may be repeated under the same nonce only as long as Discord surely knows the nonce.
const RESEND_WITHIN: TimeDelta = TimeDelta::seconds(40);

/// How many notices a moderator reads before an answer.
const HEARD_AT_ONCE: u32 = 3;

const SHORTEST_BACK_OFF: TimeDelta = TimeDelta::seconds(2);
const LONGEST_BACK_OFF: TimeDelta = TimeDelta::hours(1);

/// What telling needs of Discord.
pub trait Teller: Send + Sync + 'static {
    /// Tells a notice in a channel, with its id as the enforced nonce.
    fn tell(
        &self,
        telling: &Telling,
        channel: ChannelId,
    ) -> impl Future<Output = std::result::Result<Place, TellError>> + Send;

    /// Tells a notice to whoever made its schedule, if they still may manage messages in its server. With
    /// an enforced nonce of its own.
    fn tell_maker(
        &self,
        telling: &Telling,
        maker: UserId,
    ) -> impl Future<Output = std::result::Result<Place, TellError>> + Send;

    /// Has a message that told a notice say that it is mended.
    fn mend(
        &self,
        telling: &Telling,
        place: Place,
    ) -> impl Future<Output = std::result::Result<(), TellError>> + Send;
}

/// Why a notice was not seen to arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TellError {
    /// Refused for good.
    Refused {
        /// Discord's code, for the log.
        code: Option<u32>,
    },
    /// Refused for now, and certainly not performed.
    Later {
        /// No sooner than this, if Discord said so.
        retry_after: Option<Duration>,
    },
    /// No answer: it may have been performed.
    Unknown,
}

impl<C> Posting<C> {
    /// Where a server's notices are told, if anywhere.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn notices_channel(&self, guild: GuildId) -> Result<Option<ChannelId>> {
        self.store.notices_channel(guild).await
    }

    /// Has a server's notices told in this channel; `None`: nowhere. Those that are open and were told
    /// in no channel yet are told now.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn tell_notices_in(&self, guild: GuildId, channel: Option<ChannelId>) -> Result<()> {
        let mut writing = self.store.write().await?;
        writing.set_notices_channel(guild, channel).await?;
        if channel.is_some() {
            writing.tell_in_channel(guild, self.clock.now()).await?;
        }
        writing.commit().await?;
        self.wakes.telling.notify_one();
        Ok(())
    }

    /// Open notices of a server of which nobody could be told, oldest first; without those that an answer
    /// shows anyway.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn unheard(&self, guild: GuildId, shown: &[NoticeId]) -> Result<Vec<Unheard>> {
        let known = u32::try_from(shown.len()).unwrap_or(u32::MAX);
        let limit = HEARD_AT_ONCE.saturating_add(known);
        let mut unheard = self.store.unheard(guild, limit).await?;
        unheard.retain(|one| !shown.contains(&one.notice.id));
        unheard.truncate(HEARD_AT_ONCE as usize);
        Ok(unheard)
    }

    /// Notes that a moderator has read these notices.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn heard(&self, notices: impl IntoIterator<Item = NoticeId>) -> Result<()> {
        let mut writing = self.store.write().await?;
        for notice in notices {
            writing.hear(notice).await?;
        }
        writing.commit().await
    }
}

/// Tells what is to be told now, and calls mended what is. Returns how many notices that were; the next
/// step may find more.
///
/// # Errors
///
/// If the database can't be read or written.
pub async fn once<C: Teller>(posting: &Posting<C>) -> Result<usize> {
    let now = posting.clock.now();
    let mut writing = posting.store.write().await?;
    let tellings = writing.claim_tellings(now, now + LEASE, BATCH).await?;
    commit!("claim notices", writing)?;
    if tellings.is_empty() {
        return Ok(0);
    }
    let attempts = tellings.iter().map(|telling| attempt(posting, telling));
    let ended = join_all(attempts).await;
    let mut writing = posting.store.write().await?;
    for (telling, told) in tellings.iter().zip(&ended) {
        let at = posting.clock.now();
        if !writing.settle_telling(telling, told, at).await? {
            tracing::warn!(notice = %telling.notice.id, "somebody else told a notice");
        }
    }
    commit!("settle notices", writing)?;
    Ok(tellings.len())
}

async fn attempt<C: Teller>(posting: &Posting<C>, telling: &Telling) -> Told {
    let notice = telling.notice.id;
    let (to, since) = match &telling.step {
        TellStep::Tell { to, since } => (*to, *since),
        TellStep::Mend { told } => return mend(posting, telling, told).await,
    };
    if since.is_some_and(|since| posting.clock.now() - since > RESEND_WITHIN) {
        tracing::warn!(%notice, "nobody knows whether a notice arrived; it is not told twice");
        return Told::Told(None);
    }
    let told = match to {
        Hearer::Channel(channel) => posting.channel.tell(telling, channel).await,
        Hearer::Maker(maker) => posting.channel.tell_maker(telling, maker).await,
        Hearer::Nobody => return Told::Refused,
    };
    let now = posting.clock.now();
    match told {
        Ok(place) => Told::Told(Some(place)),
        Err(TellError::Refused { code }) => {
            tracing::warn!(%notice, code, "Discord refuses a notice; the list shows it");
            Told::Refused
        }
        // This attempt was certainly not performed; but one before it may have been.
        Err(TellError::Later { retry_after }) if since.is_some() => {
            Told::Unknown(now + back_off(telling.attempt, retry_after))
        }
        Err(TellError::Later { retry_after }) => {
            Told::Again(now + back_off(telling.attempt, retry_after))
        }
        Err(TellError::Unknown) => Told::Unknown(now + SHORTEST_BACK_OFF),
    }
}

/// Has each message say that it is mended. An edit can be repeated without harm.
async fn mend<C: Teller>(posting: &Posting<C>, telling: &Telling, told: &[Place]) -> Told {
    for place in told {
        let retry_after = match posting.channel.mend(telling, *place).await {
            // What is gone, or out of reach, needs no more words.
            Ok(()) | Err(TellError::Refused { .. }) => continue,
            Err(TellError::Later { retry_after }) => retry_after,
            Err(TellError::Unknown) => None,
        };
        return Told::Again(posting.clock.now() + back_off(telling.attempt, retry_after));
    }
    Told::Mended
}

/// 2, 4, 8 … seconds after the first, second, third … attempt, and no sooner than Discord said.
fn back_off(attempt: i64, retry_after: Option<Duration>) -> TimeDelta {
    let doubled = u32::try_from(attempt)
        .ok()
        .and_then(|attempt| 2_i64.checked_pow(attempt))
        .and_then(TimeDelta::try_seconds)
        .map_or(LONGEST_BACK_OFF, |delay| {
            delay.clamp(SHORTEST_BACK_OFF, LONGEST_BACK_OFF)
        });
    let asked = retry_after.and_then(|asked| TimeDelta::from_std(asked).ok());
    doubled.max(asked.unwrap_or_default())
}
