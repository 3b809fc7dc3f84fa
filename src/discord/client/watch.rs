//! Watches over the shards. By some close codes Discord says that there is no coming back (4010 to 4012);
//! serenity comes back all the same, for ever, and Discord resets the token of a bot that logs in a
//! thousand times a day. How often it was turned away shows in the number of logins that are left.

use std::sync::Arc;

use chrono::TimeDelta;
use poise::serenity_prelude::{ConnectionStage, ShardManager};

use super::TurnedAway;
use crate::{clock::Clock, discord::rest::Rest};

/// How often it is looked whether all shards are connected.
const EVERY: TimeDelta = TimeDelta::seconds(30);
/// So many logins in a row may fail by accident.
const BY_ACCIDENT: u32 = 2;
/// So many can't, whatever is wrong.
const TOO_MANY: u32 = 50;
/// So many logins a day are left to whoever mends it.
const RESERVE: u32 = 100;

/// The shards, and whom to ask about them.
pub(super) struct Watch {
    pub rest: Arc<Rest>,
    pub clock: Clock,
    pub manager: Arc<ShardManager>,
    pub shards: u32,
}

impl Watch {
    /// Watches until there is no point in logging in again, and says why. An outage is waited out.
    pub async fn until_turned_away(self) -> anyhow::Error {
        // How many logins were left when a shard was first seen to be down.
        let mut left_before = None;
        loop {
            self.clock.sleep_until(self.clock.now() + EVERY).await;
            if self.all_are_connected().await {
                left_before = None;
                continue;
            }
            let Ok(gateway) = self.rest.gateway().await else {
                continue;
            };
            let Some(left) = gateway.logins_left() else {
                continue;
            };
            let before = *left_before.get_or_insert(left);
            if left > before {
                left_before = Some(left);
            }
            let failed = before.saturating_sub(left);
            if failed <= BY_ACCIDENT {
                continue;
            }
            if gateway.shards > self.shards {
                return anyhow::anyhow!(
                    "Discord wants the bot spread over more shards than it was started with: start it \
                     again, and it will be"
                );
            }
            if failed >= TOO_MANY || left < RESERVE {
                return TurnedAway::because(format!(
                    "the bot was turned away by Discord's gateway {failed} times in a row, and stops \
                     before Discord resets its token, as it does after too many logins a day: look at \
                     https://discordstatus.com and for a newer Sunflower, then start it again"
                ));
            }
        }
    }

    async fn all_are_connected(&self) -> bool {
        let runners = self.manager.runners.lock().await;
        let mut stages = runners.values().map(|runner| runner.stage);
        u32::try_from(runners.len()) == Ok(self.shards)
            && stages.all(|stage| stage == ConnectionStage::Connected)
    }
}
