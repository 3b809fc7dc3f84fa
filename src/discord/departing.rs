//! Servers that the bot is in no longer. That one is gone is noted when Discord says so; what is stored of
//! it is deleted two weeks later, and only if Discord says so then, too. An outage, another bot's token or
//! a shard that is not up says nothing.

use std::{collections::HashSet, sync::Arc};

use chrono::TimeDelta;
use serenity::all::{GuildId as DiscordGuildId, Ready, UnavailableGuild};
use tokio_util::sync::CancellationToken;

use super::channel::{Channels, code};
use crate::{posting::Posting, reflection::Journal, store::ids::GuildId};

/// How long from one look at what is long gone to the next.
const SWEEP_EVERY: TimeDelta = TimeDelta::days(1);

/// What happens when the bot leaves.
pub struct Departures {
    journal: Arc<Journal>,
    posting: Arc<Posting<Channels>>,
    /// Whether the bot is the application that everything was stored for.
    ours: bool,
}

/// What Discord says of a server.
enum Said {
    Gone,
    There,
    Nothing,
}

impl Departures {
    /// Departures from where this bot is; none are noticed if it is not the one that was there.
    #[must_use]
    pub fn new(journal: Arc<Journal>, posting: Arc<Posting<Channels>>, ours: bool) -> Self {
        Self {
            journal,
            posting,
            ours,
        }
    }

    /// The bot was removed from a server, or the server is down.
    pub async fn left(&self, server: &UnavailableGuild) {
        if !server.unavailable {
            self.note(id(server.id), Said::Gone).await;
        }
    }

    /// The bot is in a server.
    pub async fn arrived(&self, server: DiscordGuildId) {
        self.note(id(server), Said::There).await;
    }

    /// A shard's session begins with the servers that it is for. Of those stored that belong to it and are
    /// not among them, Discord is asked.
    pub async fn compare(&self, ready: &Ready) {
        if !self.ours {
            return;
        }
        let listed: HashSet<_> = ready.guilds.iter().map(|listed| id(listed.id)).collect();
        let (shard, shards) = ready
            .shard
            .map_or((0, 1), |shard| (shard.id.0, shard.total));
        let stored = match self.journal.servers().await {
            Ok(stored) => stored,
            Err(error) => return failed(&error),
        };
        for server in stored {
            // topics/gateway, "Sharding".
            let of = (server.get() >> 22) % u64::from(shards.max(1));
            if of == u64::from(shard) && !listed.contains(&server) {
                self.note(server, self.ask(server).await).await;
            }
        }
    }

    /// Deletes everything of servers that are long gone, daily, until it is told to stop.
    pub async fn run(&self, shutdown: CancellationToken) {
        let clock = &self.posting.clock;
        let daily = async {
            loop {
                self.sweep().await;
                clock.sleep_until(clock.now() + SWEEP_EVERY).await;
            }
        };
        tokio::select! {
            () = daily, if self.ours => {}
            () = shutdown.cancelled() => {}
        }
    }

    async fn sweep(&self) {
        let long_gone = match self.journal.servers_long_gone().await {
            Ok(long_gone) => long_gone,
            Err(error) => return failed(&error),
        };
        for server in long_gone {
            match self.ask(server).await {
                Said::Gone => match self.erase(server).await {
                    Ok(()) => tracing::info!(
                        "deleted everything of a server that the bot left two weeks ago"
                    ),
                    Err(error) => failed(&error),
                },
                said => self.note(server, said).await,
            }
        }
    }

    async fn erase(&self, server: GuildId) -> anyhow::Result<()> {
        self.journal.empty_server(server).await?;
        let erasing = self.journal.erase_gone_server(server);
        self.posting.past_it(erasing).await.map(drop)
    }

    async fn ask(&self, server: GuildId) -> Said {
        let asked = self.posting.channel.rest().guild(server.get().into()).await;
        match asked {
            Ok(_) => Said::There,
            Err(error)
                if matches!(
                    error.code(),
                    Some(code::UNKNOWN_GUILD | code::MISSING_ACCESS)
                ) =>
            {
                Said::Gone
            }
            Err(_) => Said::Nothing,
        }
    }

    async fn note(&self, server: GuildId, said: Said) {
        let noted = match said {
            Said::Gone if self.ours => self.journal.server_is_gone(server).await,
            Said::There => self.journal.server_is_there(server).await,
            Said::Gone | Said::Nothing => Ok(()),
        };
        if let Err(error) = noted {
            failed(&error);
        }
    }
}

fn id(server: DiscordGuildId) -> GuildId {
    GuildId::new(server.get())
}

fn failed(error: &anyhow::Error) {
    tracing::error!(%error, "whether servers are gone could not be kept");
}
