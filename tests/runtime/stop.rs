//! Stopping: what is at work is finished, what can't be is left for the next start, and it never
//! takes long.

use std::time::Duration;

use sunflower::{app, sandbox::faults::Fault};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::setting::{config, sandbox};

const CALLBACK: &str = "POST /interactions/{interaction}/{token}/callback";
const GATEWAY: &str = "GET /gateway/bot";

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_on_its_way_is_finished_first() {
    let (sandbox, stage) = sandbox().await;
    let folder = tempfile::tempdir().unwrap();
    let shutdown = CancellationToken::new();
    let bot = app::run(
        config(&sandbox, folder.path()),
        stage.clock.clone(),
        shutdown.clone(),
    );
    let slow = Fault::Delay(Duration::from_millis(1500));
    let member = async {
        sandbox.until_ready(&["affirmation"]).await.unwrap();
        sandbox.faults().on(CALLBACK).once(slow);
        let maya = sandbox.member("maya").in_channel("general");
        let asked = maya.slash("/affirmation");
        let stop = async {
            while sandbox.record().of(CALLBACK).is_empty() {
                tokio::task::yield_now().await;
            }
            shutdown.cancel();
        };
        tokio::join!(asked, stop).0
    };
    let (ended, answered) = tokio::join!(bot, member);
    ended.unwrap();
    answered.unwrap().message().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_lets_nobody_in_does_not_hold_it_up() {
    let (sandbox, stage) = sandbox().await;
    let folder = tempfile::tempdir().unwrap();
    sandbox.gateway().refuse_connections(true);
    let shutdown = CancellationToken::new();
    let bot = app::run(
        config(&sandbox, folder.path()),
        stage.clock.clone(),
        shutdown.clone(),
    );
    let stop = async {
        let known =
            |world: &sunflower::sandbox::world::World| (!world.commands.is_empty()).then_some(());
        sandbox.until(known).await.unwrap();
        shutdown.cancel();
    };
    let both = async { tokio::join!(bot, stop).0 };
    let ended = timeout(Duration::from_secs(8), both).await;
    ended.expect("it stops in time").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_waits_for_discord_is_given_up_at_once_and_is_no_failure() {
    let (sandbox, stage) = sandbox().await;
    let folder = tempfile::tempdir().unwrap();
    let silent = Fault::Delay(Duration::from_mins(1));
    sandbox.faults().on(GATEWAY).always(silent);
    let shutdown = CancellationToken::new();
    let bot = app::run(
        config(&sandbox, folder.path()),
        stage.clock.clone(),
        shutdown.clone(),
    );
    let stop = async {
        while sandbox.record().of(GATEWAY).is_empty() {
            tokio::task::yield_now().await;
        }
        shutdown.cancel();
    };
    let both = async { tokio::join!(bot, stop).0 };
    let ended = timeout(Duration::from_secs(5), both).await;
    ended.expect("it stops in time").unwrap();
}
