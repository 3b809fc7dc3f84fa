//! A stand-in Discord and everything a bot in it needs: a clock, a token, a key and a database of its
//! own, in a folder that only this user can open. It is gone afterwards, unless it is to be kept.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, anyhow};
use chrono::{DateTime, Utc};

use super::{
    kept::{Kept, private_folders},
    stage::Moved,
};
use crate::{
    clock::Pace,
    config::{ApiUrl, Config, RequestsPerSecond, Token},
    sandbox::{Options, Sandbox, world::World},
    store::DatabaseUrl,
};

/// A stand-in Discord with room for a bot.
pub struct Playground {
    /// The stand-in.
    pub sandbox: Sandbox,
    /// What the bot is told.
    pub config: Config,
    /// The clock that both go by.
    pub stage: Moved,
    /// Whether nothing has happened in it before.
    pub is_new: bool,
    folder: Folder,
}

enum Folder {
    Temporary(Temporary),
    Kept(Kept),
}

impl Playground {
    /// Opens one, in which it is `at`. It reads neither the environment nor `.env`.
    ///
    /// # Errors
    ///
    /// The port is taken, or no folder can be made.
    pub async fn open(port: u16, at: DateTime<Utc>, pace: Pace) -> anyhow::Result<Self> {
        let folder = Temporary::make().context("no folder can be made for the sandbox")?;
        let world = World::made_up(at);
        Self::begin(Folder::Temporary(folder), world, true, port, pace).await
    }

    /// Opens the one that is kept in `dir`, in which it is as late as when it was closed. In a new one it
    /// is `at`.
    ///
    /// # Errors
    ///
    /// The folder can't be used; what is in it stays as it is.
    pub async fn open_kept(dir: &Path, at: DateTime<Utc>) -> anyhow::Result<Self> {
        let (kept, world) = Kept::open(dir)?;
        let is_new = world.is_none();
        let mut world = world.unwrap_or_else(|| World::made_up(at));
        world.take_up();
        // Before the bot's database is of this world.
        kept.write(world.clone()).await?;
        Self::begin(Folder::Kept(kept), world, is_new, 0, Pace::Running).await
    }

    async fn begin(
        folder: Folder,
        world: World,
        is_new: bool,
        port: u16,
        pace: Pace,
    ) -> anyhow::Result<Self> {
        let stage = Moved::new(world.clock, pace);
        let options = Options {
            world: Some(world),
            port,
            ..Options::default()
        };
        let sandbox = Sandbox::start(options, Arc::new(stage.clone()))
            .await
            .with_context(|| format!("the sandbox can't listen on port {port}: try another"))?;
        let made_up = |what| anyhow!("the sandbox's own address or token {what}");
        let config = Config {
            token: Token::parse(sandbox.token()).map_err(made_up)?,
            api_url: Some(ApiUrl::parse(&sandbox.api_url()).map_err(made_up)?),
            database: DatabaseUrl::file(folder.path().join("sunflower.db")),
            content_dir: None,
            key_file: folder.path().join("sunflower.key"),
            dev_guild: None,
            http_bind: None,
            backup_keep_days: Some(0),
            requests_per_second: RequestsPerSecond::default(),
        };
        Ok(Self {
            sandbox,
            config,
            stage,
            is_new,
            folder,
        })
    }

    /// What keeps it, if anything does.
    pub fn kept(&self) -> Option<&Kept> {
        match &self.folder {
            Folder::Temporary(_) => None,
            Folder::Kept(kept) => Some(kept),
        }
    }
}

impl Folder {
    fn path(&self) -> &Path {
        match self {
            Self::Temporary(Temporary(path)) => path,
            Self::Kept(kept) => kept.dir(),
        }
    }
}

/// A folder of this user's alone, removed with all that is in it when it is dropped.
struct Temporary(PathBuf);

impl Temporary {
    fn make() -> io::Result<Self> {
        let name = format!("sunflower-sandbox-{:016x}", rand::random::<u64>());
        let path = env::temp_dir().join(name);
        // It fails if somebody was there first.
        private_folders().create(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Whatever can't be removed is the system's temporary folder's to clear.
        let _ = fs::remove_dir_all(&self.0);
    }
}
