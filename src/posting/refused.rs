//! Channels that Discord has just refused. Whatever else is due there would be refused for the same reason,
//! and after too many refusals Discord shuts a bot out: so it is not asked again at once.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use super::model::RefusedReason;
use crate::store::ids::ChannelId;

/// A refusal speaks for the whole channel this long: no answer of Discord's is sure to be newer, since one
/// may take ten seconds.
const STANDS_FOR: TimeDelta = TimeDelta::seconds(10);

/// The latest refusal of each channel.
#[derive(Debug, Default)]
pub(super) struct Refusals(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    refusals: HashMap<ChannelId, Refusal>,
    /// How often all of them were forgotten.
    forgotten: u64,
}

/// When Discord was asked something. Its answer says nothing of what was mended since.
#[derive(Debug)]
pub(super) struct Question {
    at: DateTime<Utc>,
    forgotten: u64,
}

#[derive(Debug)]
struct Refusal {
    reason: RefusedReason,
    at: DateTime<Utc>,
}

impl Refusal {
    fn stands(&self, now: DateTime<Utc>) -> bool {
        // A clock that was set back says nothing of how old it is.
        (TimeDelta::zero()..STANDS_FOR).contains(&(now - self.at))
    }
}

impl Refusals {
    fn lock(&self) -> MutexGuard<'_, Known> {
        // It is whole after every change, whoever panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Discord is asked something now.
    pub(super) fn question(&self, now: DateTime<Utc>) -> Question {
        Question {
            at: now,
            forgotten: self.lock().forgotten,
        }
    }

    /// Keeps a refusal that is about the channel, and not about one message; unless something may have
    /// been mended since the question that it answers.
    pub(super) fn keep(&self, channel: ChannelId, reason: &RefusedReason, question: &Question) {
        if !matches!(
            reason,
            RefusedReason::MissingPermission(_) | RefusedReason::NoChannel
        ) {
            return;
        }
        let (reason, at) = (reason.clone(), question.at);
        let mut known = self.lock();
        if known.forgotten == question.forgotten {
            known.refusals.retain(|_, refusal| refusal.stands(at));
            known.refusals.insert(channel, Refusal { reason, at });
        }
    }

    /// Why Discord refused another post in this channel just now, if it did.
    pub(super) fn standing(&self, channel: ChannelId, now: DateTime<Utc>) -> Option<RefusedReason> {
        let known = self.lock();
        let refusal = known.refusals.get(&channel)?;
        refusal.stands(now).then(|| refusal.reason.clone())
    }

    /// Forgets all of them: something may be mended.
    pub(super) fn forget(&self) {
        let mut known = self.lock();
        known.refusals.clear();
        known.forgotten += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANNEL: ChannelId = ChannelId::new(1);

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    #[test]
    fn a_refusal_speaks_for_its_channel_and_not_for_long() {
        let refusals = Refusals::default();
        let question = refusals.question(at(0));
        refusals.keep(CHANNEL, &RefusedReason::NoChannel, &question);
        let standing = |seconds| refusals.standing(CHANNEL, at(seconds));
        assert_eq!(standing(9), Some(RefusedReason::NoChannel));
        assert_eq!([standing(10), standing(-1)], [None, None]);
        assert_eq!(refusals.standing(ChannelId::new(2), at(0)), None);
        refusals.forget();
        assert_eq!(standing(0), None);
        refusals.keep(CHANNEL, &RefusedReason::NoChannel, &question);
        assert_eq!(
            standing(0),
            None,
            "it was asked before something was mended"
        );
    }

    #[test]
    fn what_is_wrong_with_one_message_says_nothing_of_the_next() {
        let refusals = Refusals::default();
        for reason in [RefusedReason::Invalid, RefusedReason::TagGone] {
            refusals.keep(CHANNEL, &reason, &refusals.question(at(0)));
            assert_eq!(refusals.standing(CHANNEL, at(0)), None);
        }
    }
}
