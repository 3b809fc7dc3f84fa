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
pub(super) struct Refusals(Mutex<HashMap<ChannelId, Refusal>>);

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
    fn lock(&self) -> MutexGuard<'_, HashMap<ChannelId, Refusal>> {
        // The map is whole after every change, whoever panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a refusal that is about the channel, and not about one message.
    pub(super) fn keep(&self, channel: ChannelId, reason: &RefusedReason, at: DateTime<Utc>) {
        if matches!(
            reason,
            RefusedReason::MissingPermission(_) | RefusedReason::NoChannel
        ) {
            let reason = reason.clone();
            let mut refusals = self.lock();
            refusals.retain(|_, refusal| refusal.stands(at));
            refusals.insert(channel, Refusal { reason, at });
        }
    }

    /// Why Discord refused another post in this channel just now, if it did.
    pub(super) fn standing(&self, channel: ChannelId, now: DateTime<Utc>) -> Option<RefusedReason> {
        let refusals = self.lock();
        let refusal = refusals.get(&channel)?;
        refusal.stands(now).then(|| refusal.reason.clone())
    }

    /// Forgets all of them: something may be mended.
    pub(super) fn forget(&self) {
        self.lock().clear();
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
        refusals.keep(CHANNEL, &RefusedReason::NoChannel, at(0));
        let standing = |seconds| refusals.standing(CHANNEL, at(seconds));
        assert_eq!(standing(9), Some(RefusedReason::NoChannel));
        assert_eq!([standing(10), standing(-1)], [None, None]);
        assert_eq!(refusals.standing(ChannelId::new(2), at(0)), None);
        refusals.forget();
        assert_eq!(standing(0), None);
    }

    #[test]
    fn what_is_wrong_with_one_message_says_nothing_of_the_next() {
        let refusals = Refusals::default();
        for reason in [RefusedReason::Invalid, RefusedReason::TagGone] {
            refusals.keep(CHANNEL, &reason, at(0));
            assert_eq!(refusals.standing(CHANNEL, at(0)), None);
        }
    }
}
