//! A stand-in Discord on loopback, which uses nothing else of this crate: REST, a gateway, a made-up
//! world that obeys Discord's rules, and a driver through which members act in it.

mod connection;
mod core;
pub mod driver;
pub mod faults;
pub mod gateway;
pub mod limits;
mod moving;
mod page;
pub mod record;
mod rest;
pub mod rules;
pub mod said;
mod stage;
mod tasks;
mod upheaval;
mod wire;
pub mod world;

use std::{io, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::{sync::watch, time::timeout};
use tokio_util::sync::CancellationToken;

use self::{
    connection::{Cut, Door, Loopback},
    core::Core,
    driver::{Failure, Member},
    faults::Faults,
    gateway::Hub,
    limits::Limits,
    record::Record,
    said::Said,
    world::World,
};

pub use self::{
    page::Page,
    stage::{Planned, Stage},
    upheaval::{MOST_CHANNELS, NotDone},
};

/// How the sandbox is started.
#[derive(Clone, Debug)]
pub struct Options {
    /// The world to begin with; none for the made-up one.
    pub world: Option<World>,
    /// The port on 127.0.0.1; 0 for a free one.
    pub port: u16,
    /// The bot's token; none for a new one.
    pub token: Option<String>,
    /// How often the bot must send a heartbeat.
    pub heartbeat: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            world: None,
            port: 0,
            token: None,
            heartbeat: Duration::from_millis(41_250),
        }
    }
}

/// A running stand-in Discord. It stops when it is dropped.
pub struct Sandbox {
    core: Arc<Core>,
    door: Arc<Door>,
    connections: CancellationToken,
}

impl Sandbox {
    /// Starts it on loopback.
    ///
    /// # Errors
    /// If the port is taken.
    #[expect(clippy::unused_async, reason = "it listens where a runtime drives it")]
    pub async fn start(options: Options, stage: Arc<dyn Stage>) -> io::Result<Self> {
        let connections = CancellationToken::new();
        let loopback = Loopback::bind(options.port, connections.clone())?;
        let host = loopback.address().to_string();
        let door = loopback.door();
        let world = options.world.unwrap_or_else(|| World::made_up(stage.now()));
        let token = options.token.unwrap_or_else(|| made_up_token(&world));
        let hub = Hub::new(options.heartbeat, Arc::clone(&stage));
        let core = Arc::new(Core::new(stage, world, token, host, hub));
        let service = rest::router(Arc::clone(&core)).into_make_service_with_connect_info::<Cut>();
        core.tasks.start(async move {
            // `serve` returns only when its task is aborted.
            let _never = axum::serve(loopback, service).await;
        });
        Ok(Self {
            core,
            door,
            connections,
        })
    }

    /// Opens a page for browsers on this machine, on a port of its own; on a free one if `port` is 0. It
    /// is there as long as the sandbox.
    ///
    /// # Errors
    /// If the port is taken.
    pub fn page(&self, port: u16) -> io::Result<Page> {
        Page::open(&self.core, port, self.connections.child_token())
    }

    /// The base address for the bot: `http://127.0.0.1:port`.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("http://{}", self.core.host)
    }

    /// The bot's token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.core.token
    }

    /// Someone in the world, by their unique name, ready to act in the first channel they see.
    #[must_use]
    pub fn member(&self, username: &str) -> Member {
        Member::new(Arc::clone(&self.core), username)
    }

    /// Looks at the world. Nothing else happens meanwhile.
    pub fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        self.core.read(look)
    }

    /// Changes the world behind Discord's back: the bot is told nothing.
    pub fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        self.core.change(change)
    }

    /// What counts the changes of the world, for whoever looks anew after each.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.core.changes()
    }

    /// Has everyone look anew: what the stage knows has changed.
    pub fn touch(&self) {
        self.core.touch();
    }

    /// Waits until `condition` finds what it looks for, at most ten seconds.
    ///
    /// # Errors
    /// If it has found nothing by then.
    pub async fn until<T>(&self, condition: impl Fn(&World) -> Option<T>) -> Result<T, Failure> {
        let found = timeout(driver::PATIENCE, self.core.until(condition)).await;
        found.map_err(|_late| Failure::NothingHappened)
    }

    /// Waits until the bot has logged in and every command in `commands` is registered.
    ///
    /// # Errors
    /// If that takes more than ten seconds.
    pub async fn until_ready(&self, commands: &[&str]) -> Result<(), Failure> {
        let hub = &self.core.hub;
        self.until(|world| {
            let known = |name: &&str| world.commands.iter().any(|one| one.name() == *name);
            (hub.connected() > 0 && commands.iter().all(known)).then_some(())
        })
        .await
    }

    /// What time it is here.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.core.stage.now()
    }

    /// Sets the clock that the sandbox and the bot share.
    pub fn move_clock_to(&self, at: DateTime<Utc>) {
        moving::set(&self.core, at);
    }

    /// Moves the clock on to a time by way of what is planned until then: the bot does that at its time, as long
    /// as it keeps up, for a minute at most.
    pub async fn move_clock_on_to(&self, at: DateTime<Utc>) {
        moving::to(&self.core, at).await;
    }

    /// The same by a while; back if that is negative.
    pub async fn move_clock_by(&self, step: TimeDelta) {
        moving::by(&self.core, step).await;
    }

    /// What people gave the bot.
    #[must_use]
    pub fn said(&self) -> Arc<Said> {
        Arc::clone(&self.core.said)
    }

    /// The gateway, to make it misbehave.
    #[must_use]
    pub fn gateway(&self) -> &Hub {
        &self.core.hub
    }

    /// The faults, to switch them on.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.core.faults
    }

    /// Refuses connections from now on, as a machine does on which nobody listens, and cuts those there
    /// are: the gateway's too, or not.
    ///
    /// # Errors
    /// If the port is lost meanwhile.
    pub fn refuse_connections(&self, gateway: bool) -> io::Result<()> {
        self.door.shut(gateway)
    }

    /// Takes connections again, on the same port.
    ///
    /// # Errors
    /// If the port is lost.
    pub fn take_connections(&self) -> io::Result<()> {
        self.door.open()
    }

    /// The rate limits, to switch them on.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.core.limits
    }

    /// Every request so far.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.core.record
    }

    /// Forgets every request and every event so far. What came of them stays.
    pub fn forget_the_past(&self) {
        self.core.record.forget();
        self.core.hub.told.forget();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.core.tasks.stop();
        self.connections.cancel();
    }
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox")
            .field("host", &self.core.host)
            .finish_non_exhaustive()
    }
}

/// A token of Discord's shape: the bot's id, then something that nobody can guess.
fn made_up_token(world: &World) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let id = URL_SAFE_NO_PAD.encode(world.bot().to_string());
    let secret: [u8; 27] = rand::random();
    let made: [u8; 4] = rand::random();
    let (made, secret) = (URL_SAFE_NO_PAD.encode(made), URL_SAFE_NO_PAD.encode(secret));
    format!("{id}.{made}.{secret}")
}
