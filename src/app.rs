//! Wires the parts and joins every task it starts. The program is a function of its configuration, a
//! clock and a signal to stop; production, the sandbox and the tests all come through here.

mod tasks;

use anyhow::Context as _;
use serenity::all::GuildId;
use tokio_util::sync::CancellationToken;

use self::tasks::Tasks;
use crate::{
    clock::Clock,
    config::Config,
    discord::{
        Bot, client, commands,
        register::{Registration, register},
        rest::{self, Application, CommandScope, Gateway, Rest},
    },
    store::{DatabaseLock, Store},
};

/// Runs the bot until `shutdown`, and leaves nothing running.
///
/// # Errors
///
/// What keeps it from starting, or what made it stop by itself, in words for the operator.
pub async fn run(config: Config, clock: Clock, shutdown: CancellationToken) -> anyhow::Result<()> {
    let _lock = DatabaseLock::take(&config.database)?;
    let http = rest::http_client(config.api_url.as_ref()).context("TLS can't be set up")?;
    let rest = Rest::new(
        http.clone(),
        &config.token,
        config.api_url.clone(),
        shutdown.clone(),
    );
    // Each waits for something else: the disk, and Discord.
    let (store, (gateway, application)) = tokio::try_join!(
        async { Store::open(&config.database).await.map_err(Into::into) },
        look_up(&rest),
    )?;
    let login = client::Login {
        http,
        token: &config.token,
        api_url: config.api_url.as_ref(),
        gateway,
        application,
    };
    let bot = Bot { clock };
    let connection = client::prepare(login, bot).await?;
    let mut tasks = Tasks::new(shutdown.clone());
    tasks.forever("connection to Discord", connection.run(shutdown));
    tasks.once("registration of the commands", async move {
        register_commands(&rest, application, config.dev_guild).await
    });
    let ended = tasks.join().await;
    store.close().await;
    ended
}

/// Where the gateway is, and who we are there.
async fn look_up(rest: &Rest) -> anyhow::Result<(Gateway, Application)> {
    tokio::try_join!(rest.gateway(), rest.application()).map_err(|error| {
        let explained = match error.status() {
            Some(401) => {
                "Discord does not accept the token: copy it again from \
                 https://discord.com/developers/applications, Bot, Reset Token"
            }
            _ => "Discord did not say where its gateway is and who the bot is",
        };
        anyhow::Error::new(error).context(explained)
    })
}

async fn register_commands(
    rest: &Rest,
    application: Application,
    dev_guild: Option<crate::store::ids::GuildId>,
) -> anyhow::Result<()> {
    let scope = match dev_guild {
        Some(guild) => CommandScope::Guild(GuildId::new(guild.get())),
        None => CommandScope::Everywhere,
    };
    match register(rest, application.id, scope, &commands()).await {
        Ok(Registration::Unchanged) => tracing::info!("the commands are registered already"),
        Ok(Registration::Replaced) => tracing::info!("the commands are registered anew"),
        // Those registered before are still there, and go on working.
        Err(error) if error.is_temporary() => {
            tracing::error!(%error, "the commands could not be registered: start again later");
        }
        Err(error) => return Err(error).context("Discord does not take the commands"),
    }
    Ok(())
}
