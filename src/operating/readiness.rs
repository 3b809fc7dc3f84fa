//! Whether the bot can do what it is there for, part by part.

use std::{
    fmt,
    sync::{Arc, OnceLock},
    time::Duration,
};

use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

use crate::{
    clock::Clock,
    content::Shelf,
    discord::{link::Link, rest::Rest},
    posting::Planner,
    store::Store,
    tally::Tally,
};

/// The database has this long to take a mark, or to count. Real time: whoever asks waits.
const DATABASE_WITHIN: Duration = Duration::from_secs(2);
/// However many ask, the bot is looked at no more often: each look writes to the disk.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What is looked at.
pub struct Parts {
    /// Where everything is stored.
    pub store: Store,
    /// What is said.
    pub shelf: Arc<Shelf>,
    /// What time it is.
    pub clock: Clock,
    /// Whether planning keeps up.
    pub planner: Planner,
    /// Whether the gateway is there.
    pub link: Link,
    /// Whether anything may be asked of Discord.
    pub rest: Arc<Rest>,
}

/// What of the bot is not as it should be: each part with what is wrong, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readiness(Vec<(&'static str, &'static str)>);

impl Readiness {
    /// The bot is still being put together.
    fn starting() -> Self {
        Self(vec![("start", "still under way")])
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.0.is_empty()
    }
}

/// `ready`, or what is wrong, a line each.
impl fmt::Display for Readiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_ready() {
            return f.write_str("ready\n");
        }
        f.write_str("not ready\n")?;
        self.0
            .iter()
            .try_for_each(|(part, wrong)| writeln!(f, "{part}: {wrong}"))
    }
}

/// Looks at the bot for whoever asks.
pub struct Watch {
    tally: Tally,
    parts: OnceLock<Parts>,
    last: Mutex<Option<(Instant, Readiness)>>,
}

impl Watch {
    /// A watch over a bot that is still to be put together.
    #[must_use]
    pub fn new(tally: Tally) -> Self {
        Self {
            tally,
            parts: OnceLock::new(),
            last: Mutex::default(),
        }
    }

    /// What is counted.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The bot is put together, of these parts. Once.
    pub fn over(&self, parts: Parts) {
        // A second set would be of the same bot.
        let _ = self.parts.set(parts);
    }

    /// How the bot is now, or was when somebody else asked a moment ago.
    pub async fn look(&self) -> Readiness {
        let mut last = self.last.lock().await;
        if let Some((at, readiness)) = &*last
            && at.elapsed() < LOOK_EVERY
        {
            return readiness.clone();
        }
        let readiness = match self.parts.get() {
            Some(parts) => parts.look(&self.tally).await,
            None => return Readiness::starting(),
        };
        *last = Some((Instant::now(), readiness.clone()));
        readiness
    }

    /// Counts what is not counted as it happens.
    pub async fn count(&self) {
        self.look().await;
        let Some(parts) = self.parts.get() else {
            return;
        };
        // What can't be counted now stays as it was; that the database is not ready is told beside it.
        if let Ok(Ok(queue)) = timeout(DATABASE_WITHIN, parts.store.queue()).await {
            self.tally.queue(queue.due, queue.sending);
        }
    }
}

impl Parts {
    async fn look(&self, tally: &Tally) -> Readiness {
        let now = self.clock.now();
        let (connected, written) = tokio::join!(
            self.link.is_up(),
            timeout(DATABASE_WITHIN, self.store.try_writing(now)),
        );
        let parts = [
            ("gateway", connected, "not connected to Discord"),
            (
                "requests",
                !self.rest.is_braked(),
                "Discord refused so many that none is made for up to ten minutes",
            ),
            (
                "database",
                matches!(written, Ok(Ok(()))),
                "it could not be written within two seconds",
            ),
            (
                "library",
                !self.shelf.library().articles().is_empty(),
                "it has no articles",
            ),
            (
                "planner",
                !self.planner.is_overdue(now),
                "it should have planned by now and has not",
            ),
        ];
        let mut wrong = Vec::new();
        for (part, ready, otherwise) in parts {
            tally.ready(part, ready);
            if !ready {
                wrong.push((part, otherwise));
            }
        }
        Readiness(wrong)
    }
}
