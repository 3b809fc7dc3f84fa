//! The commands are registered at the start, if they differ from what Discord has.

use sunflower::{
    app,
    config::Config,
    sandbox::{Sandbox, faults::Fault},
    store::ids::GuildId,
};
use tokio_util::sync::CancellationToken;

use crate::{
    setting::{config, sandbox},
    stage::Standing,
};

const PUT: &str = "PUT /applications/{application}/commands";
const PUT_IN_GUILD: &str = "PUT /applications/{application}/guilds/{guild}/commands";

/// Starts the bot, lets it be ready, and stops it.
async fn come_and_go(sandbox: &Sandbox, stage: &Standing, config: Config) {
    let shutdown = CancellationToken::new();
    let bot = app::run(config, stage.clock.clone(), shutdown.clone());
    let (ended, ready) = tokio::join!(bot, async {
        let ready = sandbox.until_ready(&["affirmation", "support"]).await;
        shutdown.cancel();
        ready
    });
    ended.unwrap();
    ready.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_that_discord_has_already_are_not_registered_again() {
    let (sandbox, stage) = sandbox().await;
    let folder = tempfile::tempdir().unwrap();
    let config = config(&sandbox, folder.path());
    come_and_go(&sandbox, &stage, config.clone()).await;
    assert_eq!(sandbox.record().of(PUT).len(), 1);
    come_and_go(&sandbox, &stage, config).await;
    assert_eq!(sandbox.record().of(PUT).len(), 1);
    assert!(sandbox.record().unhandled().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_dev_guild_they_are_registered_there_alone() {
    let (sandbox, stage) = sandbox().await;
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(&sandbox, folder.path());
    let guild = sandbox.read(|world| world.channel("general").unwrap().guild.unwrap());
    config.dev_guild = Some(GuildId::new(guild.to_string().parse().unwrap()));
    come_and_go(&sandbox, &stage, config.clone()).await;
    come_and_go(&sandbox, &stage, config).await;
    assert_eq!(sandbox.record().of(PUT_IN_GUILD).len(), 1);
    assert!(sandbox.record().of(PUT).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_an_outage_nor_a_days_limit_while_registering_stops_anything() {
    let (sandbox, stage) = sandbox().await;
    let folder = tempfile::tempdir().unwrap();
    let shutdown = CancellationToken::new();
    let config = config(&sandbox, folder.path());
    sandbox.faults().on(PUT).once(Fault::down(502));
    let too_many = "Max number of daily application command creates has been reached (200)";
    let too_many = Fault::refusal(400, 30_034, too_many);
    sandbox.faults().on(PUT).once(too_many);
    let bot = app::run(config, stage.clock.clone(), shutdown.clone());
    let (ended, ready) = tokio::join!(bot, async {
        // The pauses are on the clock, which a test moves as often as it takes.
        let moved = async {
            loop {
                stage.hand.advance(chrono::TimeDelta::seconds(10));
                tokio::task::yield_now().await;
            }
        };
        let ready = tokio::select! {
            ready = sandbox.until_ready(&["affirmation"]) => ready,
            () = moved => unreachable!("it moves for ever"),
        };
        shutdown.cancel();
        ready
    });
    ended.unwrap();
    ready.unwrap();
    assert_eq!(sandbox.record().of(PUT).len(), 3);
}
