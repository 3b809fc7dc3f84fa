//! When the bot in the sandbox posts next, read from its database beside it.

use chrono::{DateTime, Utc};

use crate::{
    posting::model::{Schedule, What},
    sandbox::{
        Planned, Sandbox,
        world::{Id, World},
    },
    store::{DatabaseUrl, OpenError, Store, ids::GuildId},
};

/// How many times of each schedule are looked ahead.
const AHEAD: usize = 5;

/// The schedules of the sandbox's servers.
pub struct Plans {
    store: Store,
    guilds: Vec<GuildId>,
}

impl Plans {
    /// Opens the database that the bot has made.
    ///
    /// # Errors
    ///
    /// It can't be opened.
    pub async fn open(database: &DatabaseUrl, sandbox: &Sandbox) -> Result<Self, OpenError> {
        let guilds = |world: &World| {
            let ids = world.guilds.keys();
            ids.map(|id| GuildId::new(id.get())).collect()
        };
        Ok(Self {
            store: Store::open(database).await?,
            guilds: sandbox.read(guilds),
        })
    }

    /// The next posts, soonest first. What can't be read is not known.
    pub async fn next(&self) -> Vec<Planned> {
        let schedules = self.schedules().await;
        let mut planned: Vec<_> = schedules.iter().flat_map(times).collect();
        planned.sort_by_key(|one| one.at);
        planned
    }

    /// Whether each post that was due by `now` is written down as sent, or as what else became of it. Of what
    /// can't be read nothing is waited for.
    pub async fn are_done_by(&self, now: DateTime<Utc>) -> bool {
        let schedules = self.schedules().await;
        let mut next = schedules.iter().filter_map(|one| one.next_due_at);
        if next.any(|at| at <= now) {
            return false;
        }
        let waits = self.store.next_ready_at().await;
        let is_sending = self.store.next_lease_until().await;
        waits.ok().flatten().is_none() && is_sending.ok().flatten().is_none()
    }

    async fn schedules(&self) -> Vec<Schedule> {
        let mut all = Vec::new();
        for guild in &self.guilds {
            let schedules = self.store.schedules(*guild).await.unwrap_or_default();
            all.extend(schedules.into_iter().flatten());
        }
        all
    }

    /// Lets go of the database.
    pub async fn close(&self) {
        self.store.close().await;
    }
}

fn times(schedule: &Schedule) -> Vec<Planned> {
    let Some(next) = schedule.next_due_at else {
        return Vec::new();
    };
    let times = std::iter::once(next).chain(schedule.upcoming(next));
    times
        .take(AHEAD)
        .map(|at| Planned {
            at,
            what: what(schedule.manner.what).to_owned(),
            channel: Id::new(schedule.channel.get()),
        })
        .collect()
}

fn what(what: What) -> &'static str {
    match what {
        What::Week => "The weekly post",
        What::Affirmations => "Affirmations",
        What::Practice => "A practice",
        What::Prompt => "A question",
    }
}
