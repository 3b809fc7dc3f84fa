//! Making a schedule.

use chrono::TimeDelta;
use chrono_tz::Tz;

use crate::{
    calendar::{Recurrence, Unreadable},
    content::Topic,
    posting::{
        Channel, Posting,
        model::{Manner, Schedule, ScheduleId, ScheduleState},
    },
    store::{
        self,
        ids::{ChannelId, GuildId, UserId},
    },
};

/// The most schedules that a server may have: nobody needs more, and lists stay readable.
pub const SCHEDULES_PER_GUILD: u32 = 250;

/// How late a post may still go out.
pub const CATCH_UP: TimeDelta = TimeDelta::hours(12);

/// What a moderator asks for.
#[derive(Clone, Debug)]
pub struct NewSchedule {
    /// The server.
    pub guild: GuildId,
    /// Who wants it: they are told of what is wrong with it where no channel can be.
    pub maker: Option<UserId>,
    /// Where to post.
    pub channel: ChannelId,
    /// When, as it was written: crontab's five fields, a phrase or one date.
    pub when: String,
    /// The zone of these times, if it is not the server's.
    pub zone: Option<Tz>,
    /// What to draw from; empty for all.
    pub topics: Vec<Topic>,
    /// How to post.
    pub manner: Manner,
    /// How late a post may still go out, if not [`CATCH_UP`].
    pub catch_up: Option<TimeDelta>,
    /// Whether it must not post until its forum's tag is chosen.
    pub hold: bool,
}

/// Why a schedule was not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The times can't be read or kept.
    #[error(transparent)]
    When(#[from] Unreadable),
    /// The server has no zone yet, and none was given.
    #[error("the server has no time zone yet")]
    ZoneNeeded,
    /// The library has no such topic.
    #[error("no article is about {0}")]
    UnknownTopic(Topic),
    /// The server has as many as it may have.
    #[error("a server has at most {limit} schedules")]
    TooMany {
        /// How many that is.
        limit: u32,
    },
    /// The database broke.
    #[error(transparent)]
    Failed(#[from] store::Error),
}

impl<C: Channel> Posting<C> {
    /// Makes a schedule. The first zone given to a server becomes the server's.
    ///
    /// # Errors
    ///
    /// What the moderator can mend, or a database that broke.
    pub async fn create(&self, new: NewSchedule) -> Result<Schedule, CreateError> {
        let topics = self.known(new.topics).map_err(CreateError::UnknownTopic)?;
        let mut writing = self.store.write().await?;
        let zone = match new.zone {
            Some(zone) => zone,
            None => writing
                .zone(new.guild)
                .await?
                .ok_or(CreateError::ZoneNeeded)?,
        };
        let now = self.clock.now();
        let rule = Recurrence::parse(&new.when, now, zone)?;
        if writing.count_schedules(new.guild).await? >= SCHEDULES_PER_GUILD {
            return Err(CreateError::TooMany {
                limit: SCHEDULES_PER_GUILD,
            });
        }
        let (state, next_due_at) = if new.hold {
            (ScheduleState::Paused, None)
        } else {
            (ScheduleState::Active, rule.next_after(now, zone))
        };
        let schedule = Schedule {
            id: ScheduleId::random(),
            guild: new.guild,
            channel: new.channel,
            next_due_at,
            rule,
            zone,
            topics,
            state,
            after_at: now,
            manner: new.manner,
            catch_up: new.catch_up.unwrap_or(CATCH_UP),
            created_at: now,
            resting_until: None,
            revision: 0,
        };
        writing.give_zone(new.guild, zone).await?;
        writing.insert_schedule(&schedule).await?;
        if let Some(maker) = new.maker {
            writing.note_maker(schedule.id, maker).await?;
        }
        writing.commit().await?;
        self.wake();
        Ok(schedule)
    }
}
