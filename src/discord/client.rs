//! serenity and poise, built on our HTTP client, started and stopped. serenity's own requests are one:
//! where the gateway is. If that fails it silently takes Discord's real gateway, so the address is
//! checked before anything is sent to it.

mod handlers;
mod watch;

use std::{sync::Arc, time::Duration};

use anyhow::{Context as _, bail, ensure};
use poise::serenity_prelude as serenity;
use serenity::{ClientBuilder, GatewayError, GatewayIntents, HttpBuilder, ShardManager};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use url::Url;

use self::{
    handlers::{Handlers, Tracked},
    watch::Watch,
};
use super::{
    Bot, framework_options,
    link::Link,
    login::{ApiUrl, Token, is_loopback},
    rest::{self, Rest},
};
use crate::clock::Clock;

/// Servers, and the messages that reply to ours; nothing privileged.
const INTENTS: GatewayIntents = GatewayIntents::GUILDS.union(GatewayIntents::GUILD_MESSAGES);

/// How long the shards may take to say goodbye.
const SHARDS_WITHIN: Duration = Duration::from_secs(3);

/// How to log in.
pub struct Login<'a> {
    /// The one HTTP client.
    pub http: reqwest::Client,
    /// The bot's token.
    pub token: &'a Token,
    /// A stand-in for Discord.
    pub api_url: Option<&'a ApiUrl>,
    /// Where our own lookup found the gateway.
    pub gateway: rest::Gateway,
    /// Who the bot is.
    pub application: rest::Application,
    /// Who asks Discord how things stand when a shard is down.
    pub rest: Arc<Rest>,
}

/// The bot's connection to Discord, not yet begun.
pub struct Connection {
    client: serenity::Client,
    shards: u32,
    handlers: Handlers,
    rest: Arc<Rest>,
    clock: Clock,
}

/// Prepares the connection.
///
/// # Errors
///
/// The gateway's address is not one that the token may be sent to, or Discord takes no login today.
pub async fn prepare(login: Login<'_>, bot: Bot) -> anyhow::Result<Connection> {
    check_gateway(&login.gateway.url)?;
    let shards = login.gateway.shards.max(1);
    if login
        .gateway
        .logins_left()
        .is_some_and(|left| left < shards)
    {
        return Err(TurnedAway::because(
            "the bot logged in so often that Discord would reset its token at the next time: start it \
             again tomorrow",
        ));
    }
    let clock = bot.clock.clone();
    let mut http = HttpBuilder::new(login.token.expose())
        .client(login.http)
        .ratelimiter_disabled(true)
        .application_id(login.application.id);
    if let Some(api_url) = login.api_url {
        http = http.proxy(api_url.as_str());
    }
    let handlers = Handlers::default();
    let tally = bot.tally.clone();
    let framework = poise::Framework::builder()
        .options(framework_options())
        .initialize_owners(false)
        .setup(move |_, ready, _| {
            tracing::info!(servers = ready.guilds.len(), "connected to Discord");
            Box::pin(async move { Ok(bot) })
        })
        .build();
    let framework = Tracked::new(framework, handlers.clone(), tally);
    let client = ClientBuilder::new_with_http(http.build(), INTENTS)
        .framework(framework)
        .await
        .map_err(|_| anyhow::anyhow!("serenity could not be set up"))?;
    let found = client.ws_url.lock().await.clone();
    if login.api_url.is_some() {
        ensure!(
            found == login.gateway.url,
            "the gateway of DISCORD_API_URL could not be looked up: what was found is another one, \
             and nothing is sent there"
        );
    }
    Ok(Connection {
        client,
        shards,
        handlers,
        rest: login.rest,
        clock,
    })
}

/// The token goes to this address: in clear only if it stays on this machine.
fn check_gateway(address: &str) -> anyhow::Result<()> {
    let url = Url::parse(address).context("the gateway's address can't be read")?;
    match url.scheme() {
        "wss" => Ok(()),
        "ws" if is_loopback(&url) => Ok(()),
        _ => bail!("the gateway's address would send the token in clear"),
    }
}

impl Connection {
    /// Whether it is there, for whoever wants to know.
    #[must_use]
    pub fn link(&self) -> Link {
        Link::new(Arc::clone(&self.client.shard_manager), self.shards)
    }

    /// Stays connected until `shutdown`, then closes the shards and lets the handlers end that are still at
    /// work. None is at work any more when it returns.
    ///
    /// # Errors
    ///
    /// Discord refuses the token or what the bot asked to hear of, or turns it away again and again.
    pub async fn run(mut self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let manager = Arc::clone(&self.client.shard_manager);
        let address = Arc::clone(&self.client.ws_url);
        let handlers = self.handlers;
        let stop = async {
            shutdown.cancelled().await;
            // serenity can't be stopped while no shard runs yet, but without an address none will.
            address.lock().await.clear();
            close(&manager).await;
        };
        let watch = Watch {
            rest: self.rest,
            clock: self.clock,
            manager: Arc::clone(&manager),
            shards: self.shards,
        };
        let ended = tokio::select! {
            why = watch.until_turned_away() => {
                close(&manager).await;
                Err(why)
            }
            ended = self.client.start_shards(self.shards) => ended.map_err(|error| explain(&error)),
            () = stop => Ok(()),
        };
        handlers.end().await;
        if !shutdown.is_cancelled() {
            ended?;
            bail!("the connection to Discord ended by itself");
        }
        ended
    }
}

async fn close(manager: &ShardManager) {
    if timeout(SHARDS_WITHIN, manager.shutdown_all())
        .await
        .is_err()
    {
        tracing::warn!("the gateway did not say goodbye in time");
    }
}

/// Discord's gateway lets the bot in no more until somebody has mended something: each further login would
/// be in vain, and Discord resets the token of a bot that makes too many.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct TurnedAway(String);

impl TurnedAway {
    fn because(why: impl Into<String>) -> anyhow::Error {
        Self(why.into()).into()
    }
}

fn explain(error: &serenity::Error) -> anyhow::Error {
    match error {
        serenity::Error::Gateway(GatewayError::InvalidAuthentication) => TurnedAway::because(
            "Discord does not accept the token: copy it again from \
             https://discord.com/developers/applications, Bot, Reset Token",
        ),
        serenity::Error::Gateway(
            GatewayError::InvalidGatewayIntents | GatewayError::DisallowedGatewayIntents,
        ) => TurnedAway::because("Discord does not let the bot hear of servers and their messages"),
        _ => anyhow::anyhow!("the connection to Discord broke for good"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_goes_in_clear_nowhere_but_to_this_machine() {
        for fine in ["wss://gateway.discord.gg", "ws://127.0.0.1:4000"] {
            assert!(check_gateway(fine).is_ok(), "{fine}");
        }
        for wrong in ["ws://gateway.example", "http://127.0.0.1", "gateway", ""] {
            assert!(check_gateway(wrong).is_err(), "{wrong}");
        }
    }
}
