//! Wires the parts and joins every task it starts. The program is a function of its configuration, a
//! clock and the signals it is given; production, the sandbox and the tests all come through here.

mod copies;
mod registration;
mod reload;
mod restore;
mod rotation;
mod signals;
mod tasks;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::{Context as _, bail};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use self::tasks::Tasks;
pub use self::{
    restore::{Restored, restore},
    rotation::{retire_keys, rotate_key},
    signals::Signals,
};
use crate::{
    clock::Clock,
    config::Config,
    content::{Library, Shelf},
    discord::{
        Bot, Departures,
        channel::Channels,
        client,
        replies::Replies,
        rest::{self, Application, Gateway, Rest},
        threads::PostThreads,
    },
    operating::{self, Parts, Watch},
    posting::{self, Posting},
    reflection::{self, Journal, KeyFile},
    store::{Backend, DatabaseLock, Store},
    tally::Tally,
};

/// A database that does not let go within this time is left as it is: what was committed stands.
const CLOSE_WITHIN: Duration = Duration::from_millis(800);

/// Runs the bot until the signal to stop, and leaves nothing running. A token is the signals of which only that one is given.
///
/// # Errors
///
/// What keeps it from starting, or what made it stop by itself, in words for the operator.
pub async fn run(config: Config, clock: Clock, signals: impl Into<Signals>) -> anyhow::Result<()> {
    let Signals { shutdown, reload } = signals.into();
    let library = match &config.content_dir {
        Some(dir) => Library::read(dir)?,
        None => Library::embedded()?,
    };
    let _lock = DatabaseLock::take(&config.database)?;
    let mut tasks = Tasks::new(shutdown.clone());
    let watch = match config.http_bind {
        Some(address) => Some(watched(&mut tasks, address, &shutdown).await?),
        None => None,
    };
    let tally = watch.as_ref().map(|watch| watch.tally().clone());
    let assembled = tokio::select! {
        assembled = assemble(&config, library, &clock, tally.unwrap_or_default(), &shutdown) => assembled,
        // Nothing was begun that must be finished.
        () = shutdown.cancelled() => return tasks.join().await,
    };
    let assembled = match assembled {
        Ok(assembled) => assembled,
        Err(error) => {
            shutdown.cancel();
            // Whatever broke besides is in the log.
            let _ = tasks.join().await;
            return Err(error);
        }
    };
    if let Some(watch) = watch {
        watch.over(assembled.parts(&clock));
    }
    let Assembled {
        rest,
        application,
        store,
        journal,
        posting,
        departures,
        replies,
        connection,
    } = assembled;
    let shelf = Arc::clone(&posting.shelf);
    let (dir, until) = (config.content_dir.clone(), shutdown.clone());
    tasks.forever("library", async move {
        reload::whenever_asked(dir, &shelf, &reload, &until).await;
        Ok(())
    });
    if let Some(keep_days) = config.backup_keep_days {
        let (database, clock, until) = (config.database, clock.clone(), shutdown.clone());
        tasks.forever("copies", async move {
            tokio::select! {
                () = until.cancelled() => {}
                never = copies::delete_daily(&database, keep_days, &clock) => match never {},
            }
            Ok(())
        });
    }
    let until = shutdown.clone();
    tasks.once("registration of the commands", async move {
        let scope = config.dev_guild.into();
        registration::until_taken(&rest, application, scope, &clock, until).await
    });
    let (shares, until) = (Arc::clone(&journal), shutdown.clone());
    let threads = PostThreads(Arc::clone(&posting));
    tasks.forever("sharing", async move {
        reflection::shared::run(&shares, &threads, until).await;
        Ok(())
    });
    let until = shutdown.clone();
    tasks.forever("journal", async move {
        reflection::worker::run(&journal, until).await;
        Ok(())
    });
    let until = shutdown.clone();
    tasks.forever("departures", async move {
        departures.run(until).await;
        Ok(())
    });
    let until = shutdown.clone();
    tasks.forever("replies", async move {
        replies.run(until).await;
        Ok(())
    });
    let until = shutdown.clone();
    tasks.forever("posting", async move {
        posting::worker::run(&posting, until).await;
        Ok(())
    });
    tasks.forever("connection to Discord", connection.run(shutdown));
    let ended = tasks.join().await;
    close(&store).await;
    ended
}

/// All parts, wired and not yet at work.
struct Assembled {
    rest: Arc<Rest>,
    application: Application,
    store: Store,
    journal: Arc<Journal>,
    posting: Arc<Posting<Channels>>,
    departures: Arc<Departures>,
    replies: Arc<Replies>,
    connection: client::Connection,
}

impl Assembled {
    /// What operators see of it.
    fn parts(&self, clock: &Clock) -> Parts {
        Parts {
            store: self.store.clone(),
            shelf: Arc::clone(&self.posting.shelf),
            clock: clock.clone(),
            planner: self.posting.planner(),
            link: self.connection.link(),
            rest: Arc::clone(&self.rest),
        }
    }
}

/// Lets operators ask how the bot is, from before it is put together.
async fn watched(
    tasks: &mut Tasks,
    address: SocketAddr,
    shutdown: &CancellationToken,
) -> anyhow::Result<Arc<Watch>> {
    let listener = operating::listen(address).await?;
    let watch = Arc::new(Watch::new(Tally::kept()));
    let answering = operating::serve(listener, Arc::clone(&watch), shutdown.clone());
    tasks.forever("answering of operators", answering);
    Ok(watch)
}

async fn assemble(
    config: &Config,
    library: Library,
    clock: &Clock,
    tally: Tally,
    shutdown: &CancellationToken,
) -> anyhow::Result<Assembled> {
    let http = rest::http_client(config.api_url.as_ref()).context("TLS can't be set up")?;
    let api_url = config.api_url.clone();
    let rest = Rest::new(http.clone(), &config.token, api_url, shutdown.clone());
    let rest = rest.paced(config.requests_per_second);
    let rest = Arc::new(rest.counted_by(tally.clone()));
    // Each waits for something else: the disk, and Discord.
    let ((store, journal), (gateway, application)) =
        tokio::try_join!(open(config, clock, &tally), look_up(&rest))?;
    let login = client::Login {
        http,
        token: &config.token,
        api_url: config.api_url.as_ref(),
        gateway,
        application,
        rest: Arc::clone(&rest),
    };
    let shelf = Arc::new(Shelf::new(library));
    let posting = Arc::new(Posting::new(
        store.clone(),
        Arc::clone(&shelf),
        clock.clone(),
        Channels::new(Arc::clone(&rest), application.bot),
    ));
    let ours = is_ours(&store, application).await?;
    let departures = Departures::new(Arc::clone(&journal), Arc::clone(&posting), ours);
    let departures = Arc::new(departures);
    let replies = Arc::new(Replies::new(
        Arc::clone(&journal),
        Arc::clone(&posting),
        application.bot,
    ));
    let bot = Bot {
        replies: Arc::clone(&replies),
        shelf,
        posting: Arc::clone(&posting),
        journal: Arc::clone(&journal),
        departures: Arc::clone(&departures),
        clock: clock.clone(),
        tally,
        backup_keep_days: config.backup_keep_days,
    };
    let connection = client::prepare(login, bot).await?;
    Ok(Assembled {
        rest,
        application,
        store,
        journal,
        posting,
        departures,
        replies,
        connection,
    })
}

/// Whether the bot is the application that the database is of: the first one that used it.
async fn is_ours(store: &Store, application: Application) -> anyhow::Result<bool> {
    const APPLICATION: &str = "application_id";
    let id = application.id.to_string();
    if let Some(known) = store.meta(APPLICATION).await? {
        let ours = known == id;
        if !ours {
            tracing::warn!(
                "the database was begun by another application: what is stored of servers that this one is \
                 not in stays"
            );
        }
        return Ok(ours);
    }
    let mut writing = store.write().await?;
    writing.set_meta(APPLICATION, &id).await?;
    writing.commit().await?;
    Ok(true)
}

async fn close(store: &Store) {
    if timeout(CLOSE_WITHIN, store.close()).await.is_err() {
        tracing::warn!("the database did not let go in time");
    }
}

/// The store and the journal in it.
async fn open(
    config: &Config,
    clock: &Clock,
    tally: &Tally,
) -> anyhow::Result<(Store, Arc<Journal>)> {
    let store = Store::open(&config.database).await?;
    if store.is_backup().await? {
        store.close().await;
        bail!(
            "{} is a backup that was copied here, and would bring back what members erased since: move it away, \
         and put it back with `sunflower restore`",
            config.database
        );
    }
    let store = store.counted_by(tally.clone());
    let key_file = match config.database.backend() {
        Backend::Sqlite => KeyFile::made_if_missing(&config.key_file),
        Backend::Postgres => KeyFile::required(&config.key_file),
    };
    let journal = Journal::open(store.clone(), key_file, clock.clone()).await?;
    Ok((store, Arc::new(journal)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::DatabaseUrl;

    #[tokio::test]
    async fn a_database_that_does_not_let_go_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let database = DatabaseUrl::file(folder.path().join("bot.db"));
        let store = Store::open(&database).await.unwrap();
        let _held = store.write().await.unwrap();
        let closed = timeout(Duration::from_secs(5), close(&store)).await;
        closed.expect("it is left as it is");
    }
}
