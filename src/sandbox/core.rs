//! What the sandbox's parts share: the world behind a lock, the gateway, the record and the faults.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{self, watch};

use super::{
    Stage, faults::Faults, gateway::Hub, limits::Limits, record::Record, said::Said, tasks::Tasks,
    world::World,
};

/// Shared by the server, the gateway's sessions and the driver.
pub(super) struct Core {
    pub stage: Arc<dyn Stage>,
    pub hub: Hub,
    pub faults: Faults,
    pub limits: Limits,
    pub record: Record,
    pub said: Arc<Said>,
    pub tasks: Tasks,
    /// The bot's token.
    pub token: String,
    /// `127.0.0.1:port`.
    pub host: String,
    /// Whoever moves the clock by way of what is planned: one after another.
    pub moving: sync::Mutex<()>,
    world: Mutex<World>,
    changes: watch::Sender<u64>,
}

impl Core {
    pub fn new(stage: Arc<dyn Stage>, world: World, token: String, host: String, hub: Hub) -> Self {
        Self {
            stage,
            hub,
            faults: Faults::default(),
            limits: Limits::default(),
            record: Record::default(),
            said: Arc::default(),
            tasks: Tasks::default(),
            token,
            host,
            moving: sync::Mutex::default(),
            world: Mutex::new(world),
            changes: watch::Sender::new(0),
        }
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.clock = self.stage.now();
        world
    }

    /// Looks at the world.
    pub fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.lock())
    }

    /// Changes the world, and wakes whoever waits for it to change.
    pub fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let done = change(&mut self.lock());
        self.touch();
        done
    }

    /// Wakes whoever waits for a change.
    pub fn touch(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    /// What counts the changes, for whoever looks anew after each.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Waits until `condition` finds what it looks for. The caller limits the time.
    pub async fn until<T>(&self, condition: impl Fn(&World) -> Option<T>) -> T {
        let mut changes = self.changes();
        loop {
            changes.mark_unchanged();
            if let Some(found) = self.read(&condition) {
                return found;
            }
            if changes.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }
}
