//! One attempt at one post: whether to look in the history first, whether to send, and what the answer
//! means.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Channel, Posting,
    channel::{History, Outgoing, SendError, Sought},
    model::{ChannelKind, Claimed, Counts, Ending, Failed, PostOutcome},
};
use crate::{clock::Clock, store::ids::MessageId};

/// An attempt may be sent again blindly, under the same nonce, only as long as Discord surely knows the
/// nonce: 60 seconds, of which the new one may spend 20 waiting for its permit.
const RESEND_WITHIN: TimeDelta = TimeDelta::seconds(40);

/// Discord may perform a request as late as this: until then nothing proves that it will not.
const PERFORMED_WITHIN: TimeDelta = TimeDelta::minutes(2);

/// A request into a forum bears no nonce: nobody looks for what it brought, nor makes another, sooner
/// than this after it.
pub(super) const UNSEEN_IN_FORUM: TimeDelta = PERFORMED_WITHIN;

/// Clocks jump: the history is searched from this long before the post was due or first tried, or before
/// the backup that was put back.
pub(super) const LOOK_BACK: TimeDelta = TimeDelta::hours(1);

/// What got no permit waits this long at the least, so that others have their turn.
const NO_PERMIT_PAUSE: Duration = Duration::from_secs(1);

const LONGEST_BACK_OFF: TimeDelta = TimeDelta::minutes(5);

/// Whether an attempt looks before it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// No: it is the first, and there can't have been another.
    Straight,
    /// In the history, from this instant on. The ledger may have forgotten attempts.
    From(DateTime<Utc>),
    /// In the history, from this instant on. The ledger knows all attempts there were, or moderators
    /// know that none arrived.
    Besides(DateTime<Utc>),
}

impl Look {
    fn since(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Straight => None,
            Self::From(since) | Self::Besides(since) => Some(since),
        }
    }
}

/// Since when a post that was due and first tried then may be in the channel.
pub(super) fn since(
    clock: &Clock,
    due_at: DateTime<Utc>,
    first_attempt_at: DateTime<Utc>,
) -> DateTime<Utc> {
    clock.earliest(due_at.min(first_attempt_at)) - LOOK_BACK
}

/// Makes the attempt. Says how it ended; nothing is written yet.
pub(super) async fn make<C: Channel>(
    posting: &Posting<C>,
    claimed: &Claimed,
    look: Look,
) -> Ending {
    // Since when the post may be in the channel without our knowing.
    let mut uncertain_at = claimed.uncertain_at;
    // An attempt that was not performed when it was looked for, and may yet be.
    let mut may_come = None;
    if let Some(since) = look.since() {
        let seen = posting.channel.history(&sought(claimed), since).await;
        let now = posting.clock.now();
        match seen {
            History::There(message) => return sent(Some(message), now, None),
            History::Absent => {
                let recently = TimeDelta::zero()..PERFORMED_WITHIN;
                may_come = uncertain_at.filter(|at| recently.contains(&(now - *at)));
                uncertain_at = may_come;
            }
            History::Unreadable => {
                let safe = match uncertain_at {
                    Some(at) => {
                        claimed.kind != ChannelKind::Forum
                            && (TimeDelta::zero()..=RESEND_WITHIN).contains(&(now - at))
                            && posting.clock.earliest(at) == at
                            && claimed.withdrawn(now).is_none()
                    }
                    None => matches!(look, Look::Besides(_)),
                };
                if !safe {
                    return Ending::Unsure { at: now };
                }
            }
            History::NoPermit { held_for } => {
                return later(claimed, uncertain_at, now + pause(held_for), Counts::No);
            }
            History::NotNow { retry_after } => {
                let until = now + back_off(claimed.attempt, retry_after);
                return later(claimed, uncertain_at, until, Counts::Yes);
            }
        }
    }
    if let Some(outcome) = claimed.withdrawn(posting.clock.now()) {
        return may_come.map_or(Ending::Closed(outcome), look_again);
    }
    let refused = |reason, at| {
        let refused = Ending::Refused {
            reason,
            uncertain: uncertain_at.is_some(),
            at,
        };
        may_come.map_or(refused, look_again)
    };
    let now = posting.clock.now();
    if let Some(reason) = posting.refusals.standing(claimed.channel, now) {
        return refused(reason, now);
    }
    let outgoing = Outgoing {
        post: claimed.post,
        guild: claimed.guild,
        channel: claimed.channel,
        kind: claimed.kind,
        body: claimed.body.clone(),
    };
    let (asked_at, question) = (now, posting.refusals.question(now));
    let answer = posting.channel.send(&outgoing).await;
    let now = posting.clock.now();
    match answer {
        Ok(message) => sent(Some(message), now, None),
        Err(SendError::Removed(message)) => sent(message, now, Some(now)),
        Err(SendError::NoPermit { held_for }) => {
            later(claimed, uncertain_at, now + pause(held_for), Counts::No)
        }
        Err(SendError::Later { retry_after }) => {
            let until = now + back_off(claimed.attempt, retry_after).max(unseen(claimed.kind));
            later(claimed, uncertain_at, until, Counts::Yes)
        }
        Err(SendError::Refused { code, reason }) => {
            tracing::warn!(code, ?reason, "Discord refuses a post for good");
            posting.refusals.keep(claimed.channel, &reason, &question);
            refused(reason, now)
        }
        Err(SendError::Unknown) => Ending::Wait {
            until: now + back_off(claimed.attempt, None).max(unseen(claimed.kind)),
            // What was not there a moment ago may come as late as this one, and no later.
            uncertain_at: match may_come {
                Some(_) => asked_at,
                None => uncertain_at.unwrap_or(claimed.claimed_at),
            },
            counts: Counts::Yes,
        },
    }
}

/// What may come is looked for once it can't come any more. Until then nothing is said of the post.
fn look_again(may_come: DateTime<Utc>) -> Ending {
    Ending::Wait {
        until: may_come + PERFORMED_WITHIN,
        uncertain_at: may_come,
        counts: Counts::Yes,
    }
}

fn sought(claimed: &Claimed) -> Sought {
    Sought {
        post: claimed.post,
        guild: claimed.guild,
        channel: claimed.channel,
        kind: claimed.kind,
    }
}

/// How long after an attempt the next one is made at the earliest, for what its channel is.
fn unseen(kind: ChannelKind) -> TimeDelta {
    match kind {
        ChannelKind::Forum => UNSEEN_IN_FORUM,
        ChannelKind::Text | ChannelKind::Announcement | ChannelKind::Thread => TimeDelta::zero(),
    }
}

fn sent(
    message: Option<MessageId>,
    at: DateTime<Utc>,
    removed_at: Option<DateTime<Utc>>,
) -> Ending {
    Ending::Sent {
        message,
        at,
        removed_at,
    }
}

/// This attempt was certainly not performed; but one before it may have been.
fn later(
    claimed: &Claimed,
    uncertain_at: Option<DateTime<Utc>>,
    until: DateTime<Utc>,
    counts: Counts,
) -> Ending {
    match uncertain_at {
        Some(uncertain_at) => Ending::Wait {
            until,
            uncertain_at,
            counts,
        },
        None if until > claimed.expires_at => {
            Ending::Closed(PostOutcome::Failed(Failed::OutOfTime))
        }
        None => Ending::Again {
            ready_at: until,
            counts,
        },
    }
}

/// How long what got no permit waits: until something may be sent again.
fn pause(held_for: Duration) -> TimeDelta {
    TimeDelta::from_std(held_for.max(NO_PERMIT_PAUSE)).unwrap_or(LONGEST_BACK_OFF)
}

/// 2, 4, 8 … seconds after the first, second, third … attempt, and no sooner than Discord said.
pub(super) fn back_off(attempt: i64, retry_after: Option<Duration>) -> TimeDelta {
    let doubled = u32::try_from(attempt)
        .ok()
        .and_then(|attempt| 2_i64.checked_pow(attempt))
        .and_then(TimeDelta::try_seconds)
        .map_or(LONGEST_BACK_OFF, |delay| delay.min(LONGEST_BACK_OFF));
    let asked = retry_after.map_or(TimeDelta::zero(), |asked| {
        TimeDelta::from_std(asked).unwrap_or(LONGEST_BACK_OFF)
    });
    doubled.max(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_off_doubles_up_to_five_minutes_and_heeds_what_discord_asks() {
        let seconds = |attempt| back_off(attempt, None).num_seconds();
        assert_eq!([1, 2, 3, 8, 9, 1000].map(seconds), [2, 4, 8, 256, 300, 300]);
        let asked = Some(Duration::from_mins(15));
        assert_eq!(back_off(1, asked).num_seconds(), 900);
        assert_eq!(back_off(9, Some(Duration::from_secs(1))).num_seconds(), 300);
    }
}
