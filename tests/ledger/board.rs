//! Where notices are told in the stand-in for Discord: remembers them, knows a nonce for sixty seconds,
//! and can lose answers and refuse. And how there comes to be something to tell.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard},
};

use chrono::{DateTime, TimeDelta, Utc};
use sunflower::{
    posting::{
        model::{NoticeId, Place, RefusedReason, Telling},
        tell::{self, TellError, Teller},
    },
    store::ids::{ChannelId, MessageId, UserId},
};

use crate::{
    bot::{Bot, CHANNEL, GUILD, hours},
    channels::{Channels, Fate},
};

/// The channel that moderators choose.
pub const BOARD: ChannelId = ChannelId::new(77);

pub async fn tell(bot: &Bot<'_>) -> usize {
    tell::once(&bot.posting).await.expect("told")
}

/// The moderators choose where they are told, or that nowhere is.
pub async fn tell_in(bot: &Bot<'_>, channel: Option<ChannelId>) {
    let set = bot.posting.tell_notices_in(GUILD, channel).await;
    set.expect("set");
}

/// What is due an hour from now is refused for good, so that there is something to tell.
pub async fn is_refused(bot: &Bot<'_>) {
    bot.channels
        .fates(CHANNEL, [Fate::Refused(RefusedReason::NoChannel)]);
    bot.hand.advance(hours(1));
    bot.step().await;
    assert_eq!(bot.notices().await.len(), 1);
}

/// The moderators see to it.
pub async fn mend(bot: &Bot<'_>) {
    let schedule = bot.notices().await[0].schedule;
    bot.posting.resume(GUILD, schedule).await.expect("resumed");
}

/// What happens to a request about a notice.
#[derive(Clone, Debug)]
pub enum Heard {
    /// Performed, but the answer is lost.
    AnswerLost,
    /// For good.
    Refused,
    /// Not now.
    Later,
}

/// Where a maker's direct messages are.
pub const fn direct(maker: UserId) -> ChannelId {
    ChannelId::new(900_000 + maker.get())
}

/// A notice as it hangs there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinned {
    pub id: MessageId,
    pub channel: ChannelId,
    pub notice: NoticeId,
    pub at: DateTime<Utc>,
    pub mended: bool,
}

#[derive(Default)]
struct State {
    pinned: Vec<Pinned>,
    fates: VecDeque<Heard>,
    requests: usize,
}

#[derive(Clone, Default)]
pub struct Board(Arc<Mutex<State>>);

impl Board {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nobody panicked")
    }

    /// What hangs there, the oldest first.
    pub fn pinned(&self) -> Vec<Pinned> {
        self.state().pinned.clone()
    }

    /// What happens to the next requests; after these all is fine.
    pub fn fates(&self, fates: impl IntoIterator<Item = Heard>) {
        self.state().fates.extend(fates);
    }

    /// How many requests there were.
    pub fn requests(&self) -> usize {
        self.state().requests
    }

    fn heard(&self) -> Option<Heard> {
        let mut state = self.state();
        state.requests += 1;
        state.fates.pop_front()
    }
}

impl Channels {
    fn pin(&self, telling: &Telling, channel: ChannelId) -> Result<Place, TellError> {
        let lost = match self.board.heard() {
            Some(Heard::Refused) => return Err(TellError::Refused { code: None }),
            Some(Heard::Later) => return Err(TellError::Later { retry_after: None }),
            Some(Heard::AnswerLost) => true,
            None => false,
        };
        let now = self.now();
        let mut state = self.board.state();
        let known = state.pinned.iter().find(|pinned| {
            pinned.notice == telling.notice.id
                && pinned.channel == channel
                && now - pinned.at <= TimeDelta::seconds(60)
        });
        let id = known.map_or(MessageId::new(7000 + state.pinned.len() as u64), |one| {
            one.id
        });
        if known.is_none() {
            state.pinned.push(Pinned {
                id,
                channel,
                notice: telling.notice.id,
                at: now,
                mended: false,
            });
        }
        if lost {
            Err(TellError::Unknown)
        } else {
            Ok(Place {
                channel,
                message: id,
            })
        }
    }
}

impl Teller for Channels {
    async fn tell(&self, telling: &Telling, channel: ChannelId) -> Result<Place, TellError> {
        self.pin(telling, channel)
    }

    async fn tell_maker(&self, telling: &Telling, maker: UserId) -> Result<Place, TellError> {
        self.pin(telling, direct(maker))
    }

    async fn mend(&self, _telling: &Telling, place: Place) -> Result<(), TellError> {
        match self.board.heard() {
            Some(Heard::Refused) => return Err(TellError::Refused { code: None }),
            Some(Heard::Later) => return Err(TellError::Later { retry_after: None }),
            Some(Heard::AnswerLost) => return Err(TellError::Unknown),
            None => {}
        }
        let mut state = self.board.state();
        let pinned = state
            .pinned
            .iter_mut()
            .find(|pinned| pinned.id == place.message);
        pinned.expect("it hangs there").mended = true;
        Ok(())
    }
}
