//! All that is at work because of something that Discord told: serenity spawns each and keeps no handle. What was
//! told before the bot stops is begun and gets a while to end; none outlives the connection, as it would find no
//! database.

use std::time::Duration;

use poise::serenity_prelude as serenity;
use serenity::{Context, FullEvent, async_trait};
use tokio::time::timeout;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    discord::{Bot, Error, waiting},
    tally::Tally,
};

/// How long they may take to end.
const END_WITHIN: Duration = Duration::from_secs(4);

/// Those that are at work.
#[derive(Clone, Default)]
pub(super) struct Handlers {
    at_work: TaskTracker,
    over: CancellationToken,
}

impl Handlers {
    /// Waits for those at work, once Discord tells nothing any more. What takes too long is given up where it
    /// stands, as if the process had ended.
    pub async fn end(&self) {
        self.at_work.close();
        if timeout(END_WITHIN, self.at_work.wait()).await.is_err() {
            tracing::warn!(left = self.at_work.len(), "not every answer was finished");
        }
        self.over.cancel();
        self.at_work.wait().await;
    }

    async fn work(&self, work: impl Future<Output = ()>) {
        let work = self.over.run_until_cancelled(work);
        // What is given up is in the log.
        let _ended = self.at_work.track_future(work).await;
    }
}

/// poise's framework, whose every handler is one of these.
pub(super) struct Tracked {
    framework: poise::Framework<Bot, Error>,
    handlers: Handlers,
    tally: Tally,
}

impl Tracked {
    pub fn new(framework: poise::Framework<Bot, Error>, handlers: Handlers, tally: Tally) -> Self {
        Self {
            framework,
            handlers,
            tally,
        }
    }
}

#[async_trait]
impl serenity::Framework for Tracked {
    async fn init(&mut self, client: &serenity::Client) {
        self.framework.init(client).await;
    }

    async fn dispatch(&self, context: Context, event: FullEvent) {
        let kind = waiting::kind(&event);
        let at_work = self.framework.dispatch(context, event);
        let counted = waiting::counted(&self.tally, kind, at_work);
        self.handlers.work(counted).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_told_before_the_end_and_comes_after_it_does_nothing() {
        let handlers = Handlers::default();
        handlers.end().await;
        let mut has_worked = false;
        handlers.work(async { has_worked = true }).await;
        assert!(!has_worked);
    }
}
