//! Tell: a notice goes to the channel that its server chose, once; when its fault is mended, that
//! message says so. A notice that can't be told is still in the list.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::join_all;

use super::{
    Posting,
    crash::commit,
    model::{TellStep, Telling, Told},
};
use crate::store::{
    Result,
    ids::{ChannelId, GuildId, MessageId},
};

/// How many are told side by side.
const BATCH: u32 = 10;

/// How long an attempt has its notice to itself: as long as a request may take with its permit.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// An attempt may be repeated under the same nonce only as long as Discord surely knows the nonce.
const RESEND_WITHIN: TimeDelta = TimeDelta::seconds(40);

const SHORTEST_BACK_OFF: TimeDelta = TimeDelta::seconds(2);
const LONGEST_BACK_OFF: TimeDelta = TimeDelta::hours(1);

/// What telling needs of Discord.
pub trait Teller: Send + Sync + 'static {
    /// Tells a notice, with its id as the enforced nonce.
    fn tell(
        &self,
        telling: &Telling,
    ) -> impl Future<Output = std::result::Result<MessageId, TellError>> + Send;

    /// Has the message that told a notice say that it is mended.
    fn mend(
        &self,
        telling: &Telling,
        message: MessageId,
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
    /// nowhere yet are told now.
    ///
    /// # Errors
    ///
    /// If the database refuses.
    pub async fn tell_notices_in(&self, guild: GuildId, channel: Option<ChannelId>) -> Result<()> {
        let mut writing = self.store.write().await?;
        writing.set_notices_channel(guild, channel).await?;
        writing.tell_refused_again(guild, self.clock.now()).await?;
        writing.commit().await?;
        self.wakes.telling.notify_one();
        Ok(())
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
    let result = match telling.step {
        TellStep::Tell { since: Some(since) } if posting.clock.now() - since > RESEND_WITHIN => {
            tracing::warn!(%notice, "nobody knows whether a notice arrived; it is not told twice");
            return Told::Told(None);
        }
        TellStep::Tell { .. } => {
            let told = posting.channel.tell(telling).await;
            told.map(|message| Told::Told(Some(message)))
        }
        TellStep::Mend { message: None } => return Told::Mended,
        TellStep::Mend {
            message: Some(message),
        } => posting
            .channel
            .mend(telling, message)
            .await
            .map(|()| Told::Mended),
    };
    let mending = matches!(telling.step, TellStep::Mend { .. });
    let doubtful = matches!(telling.step, TellStep::Tell { since: Some(_) });
    let now = posting.clock.now();
    match result {
        Ok(told) => told,
        // What is gone, or out of reach, needs no more words.
        Err(TellError::Refused { .. }) if mending => Told::Mended,
        Err(TellError::Refused { code }) => {
            tracing::warn!(%notice, code, "Discord refuses a notice; the list shows it");
            Told::Refused
        }
        // This attempt was certainly not performed; but one before it may have been.
        Err(TellError::Later { retry_after }) if doubtful => {
            Told::Unknown(now + back_off(telling.attempt, retry_after))
        }
        Err(TellError::Later { retry_after }) => {
            Told::Again(now + back_off(telling.attempt, retry_after))
        }
        // An edit can be repeated without harm.
        Err(TellError::Unknown) if mending => Told::Again(now + back_off(telling.attempt, None)),
        Err(TellError::Unknown) => Told::Unknown(now + SHORTEST_BACK_OFF),
    }
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
