//! Registers the commands at the start, and again until Discord takes them: those registered before
//! go on working meanwhile.

use anyhow::Context as _;
use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Clock,
    discord::{
        commands,
        register::{Registration, register},
        rest::{Application, CommandScope, Rest},
    },
};

const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(5);
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(10);

/// Registers the commands, however long it takes.
///
/// # Errors
///
/// Discord does not take them, and won't later.
pub(super) async fn until_taken(
    rest: &Rest,
    application: Application,
    scope: CommandScope,
    clock: &Clock,
    shutdown: CancellationToken,
) -> anyhow::Result<()> {
    let mut pause = FIRST_PAUSE;
    loop {
        match register(rest, application.id, scope, &commands()).await {
            Ok(Registration::Unchanged) => tracing::info!("the commands are registered already"),
            Ok(Registration::Replaced) => tracing::info!("the commands are registered anew"),
            Err(error) if error.is_temporary() => {
                let again_at = clock.now() + pause;
                tracing::warn!(%error, %again_at, "the commands could not be registered");
                tokio::select! {
                    () = shutdown.cancelled() => return Ok(()),
                    () = clock.sleep_until(again_at) => {}
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
                continue;
            }
            Err(error) => return Err(error).context("Discord does not take the commands"),
        }
        return Ok(());
    }
}
