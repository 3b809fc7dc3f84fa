//! Whether the bot hears of what happens on Discord.

use std::sync::Arc;

use serenity::{all::ShardManager, gateway::ConnectionStage};

/// What serenity knows of its shards. It is asked rather than listened to: of a shard whose heartbeat is
/// not answered serenity tells nobody, but it no longer counts it.
#[derive(Clone)]
pub struct Link {
    manager: Arc<ShardManager>,
    shards: u32,
}

impl Link {
    pub(super) fn new(manager: Arc<ShardManager>, shards: u32) -> Self {
        Self { manager, shards }
    }

    /// Whether every shard has a session with Discord's gateway.
    pub async fn is_up(&self) -> bool {
        let shards = self.manager.runners.lock().await;
        let mut stages = shards.values().map(|shard| shard.stage);
        shards.len() >= self.shards as usize
            && stages.all(|stage| stage == ConnectionStage::Connected)
    }
}
