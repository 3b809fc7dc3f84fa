//! A stand-in Discord and everything a bot in it needs: a clock, a token, a key and a database of its
//! own, in a folder that only this user can open and that is gone afterwards.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, anyhow};
use chrono::{DateTime, Utc};

use super::stage::Moved;
use crate::{
    clock::Pace,
    config::{ApiUrl, Config, RequestsPerSecond, Token},
    sandbox::{Options, Sandbox},
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
    _folder: Folder,
}

impl Playground {
    /// Opens one, in which it is `at`. It reads neither the environment nor `.env`.
    ///
    /// # Errors
    ///
    /// The port is taken, or no folder can be made.
    pub async fn open(port: u16, at: DateTime<Utc>, pace: Pace) -> anyhow::Result<Self> {
        let folder = Folder::make().context("no folder can be made for the sandbox")?;
        let stage = Moved::new(at, pace);
        let options = Options {
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
            _folder: folder,
        })
    }
}

/// A folder of this user's alone, removed with all that is in it when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn make() -> io::Result<Self> {
        let name = format!("sunflower-sandbox-{:016x}", rand::random::<u64>());
        let path = env::temp_dir().join(name);
        // It fails if somebody was there first.
        private().create(&path)?;
        Ok(Self(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

/// Makes folders that only this user can open: elsewhere than on Unix the temporary folder is the user's
/// own as it is.
fn private() -> fs::DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has modes"))]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Whatever can't be removed is the system's temporary folder's to clear.
        let _ = fs::remove_dir_all(&self.0);
    }
}
