//! `--keep DIR`: the folder in which a sandbox is found again. Beside the bot's own files it holds one with
//! the whole made-up Discord, put in place of the last one at once, so that a kill leaves the one or the other.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf, absolute},
    time::Duration,
};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use tokio::{task::spawn_blocking, time::timeout};
use tokio_util::sync::CancellationToken;

use crate::{
    sandbox::{Sandbox, world::World},
    store::private_file,
};

/// The made-up Discord.
const WORLD: &str = "sunflower.world.json";
/// The same in the making.
const PART: &str = "sunflower.world.json.part";
/// Held by the sandbox that uses the folder.
const LOCK: &str = "sunflower.world.lock";

/// Counted up when a world that was written down by an earlier program can't be read as it is any more.
const FORMAT: u32 = 1;

/// The world is written down so long after a change, with all that followed meanwhile.
const GATHERED_FOR: Duration = Duration::from_secs(1);
/// And so long after it could not be.
const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// A folder that this process alone uses.
pub struct Kept {
    dir: PathBuf,
    _lock: File,
}

impl Kept {
    /// Opens the folder, made if it is missing, with the world that is kept in it, if one is.
    ///
    /// # Errors
    ///
    /// It can't be made or read, holds something else, or is in use. What is in it stays as it is.
    pub fn open(dir: &Path) -> anyhow::Result<(Self, Option<World>)> {
        let dir = absolute(dir).context("there is no folder here")?;
        let unusable = || format!("{} can't be used as a folder", dir.display());
        let made = private_folders().recursive(true).create(&dir);
        made.with_context(unusable)?;
        if is_of_others(&dir).with_context(unusable)? {
            bail!(
                "{} holds something else than a sandbox, and is left as it is: name an empty folder for --keep, \
                 or one that is not there yet",
                dir.display()
            );
        }
        let lock = private_file::append_to(&dir.join(LOCK)).with_context(unusable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!(
                "another sandbox is using {}: stop it first, or name another folder for --keep",
                dir.display()
            ),
            Err(TryLockError::Error(error)) => return Err(error).with_context(unusable),
        }
        let world = read(&dir.join(WORLD))?;
        Ok((Self { dir, _lock: lock }, world))
    }

    /// Where it is.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Writes the world down.
    ///
    /// # Errors
    ///
    /// If it can't be; then the last one is still there.
    pub async fn write(&self, world: World) -> anyhow::Result<()> {
        let path = self.dir.join(WORLD);
        let writing = spawn_blocking(move || write(&path, &world));
        let written = writing.await.map_err(anyhow::Error::from);
        let written = written.and_then(|written| written.map_err(Into::into));
        written.with_context(|| format!("the sandbox can't be written to {}", self.dir.display()))
    }

    /// Writes the world down soon after each change, until it is cancelled. What goes wrong is said once.
    pub async fn follow(&self, sandbox: &Sandbox, until: &CancellationToken) {
        let mut changes = sandbox.changes();
        let mut failing = false;
        loop {
            let pause = if failing {
                AGAIN_AFTER
            } else {
                tokio::select! {
                    Ok(()) = changes.changed() => GATHERED_FOR,
                    () = until.cancelled() => return,
                }
            };
            if timeout(pause, until.cancelled()).await.is_ok() {
                return;
            }
            changes.mark_unchanged();
            let written = self.write(sandbox.read(World::clone)).await;
            match &written {
                Err(error) if !failing => {
                    eprintln!(
                        "\n{error:#}. It is tried again; stopped before, all since then is lost."
                    );
                }
                Ok(()) if failing => eprintln!("\nIt is written to {} again.", self.dir.display()),
                _ => {}
            }
            failing = written.is_err();
        }
    }
}

/// Makes folders that only this user can open: elsewhere than on Unix a user's folders are their own.
pub fn private_folders() -> fs::DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has modes"))]
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Whether there is anything, but no sandbox. One whose first start was cut off may have left a lock.
fn is_of_others(dir: &Path) -> io::Result<bool> {
    let names = fs::read_dir(dir)?.map(|entry| Ok(entry?.file_name()));
    let names = names.collect::<io::Result<Vec<_>>>()?;
    let is_kept = names.iter().any(|name| name == WORLD);
    Ok(!is_kept && names.iter().any(|name| name != LOCK && name != PART))
}

/// A world, and how it is written.
#[derive(Serialize, Deserialize)]
struct Written<W> {
    format: u32,
    world: W,
}

/// What can be read of any format.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

fn read(path: &Path) -> anyhow::Result<Option<World>> {
    let unreadable = || {
        format!(
            "{} can't be read, and is left as it is: name another folder for --keep, or put the file right",
            path.display()
        )
    };
    let bytes = match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        bytes => bytes.with_context(unreadable)?,
    };
    let Format { format } = serde_json::from_slice(&bytes).with_context(unreadable)?;
    if format > FORMAT {
        bail!(
            "{} was written by a newer Sunflower, and is left as it is: use that one, or name another folder for \
             --keep",
            path.display()
        );
    }
    let written: Written<World> = serde_json::from_slice(&bytes).with_context(unreadable)?;
    Ok(Some(written.world))
}

fn write(path: &Path, world: &World) -> io::Result<()> {
    let bytes = serde_json::to_vec(&Written {
        format: FORMAT,
        world,
    })?;
    private_file::put(path, &bytes)
}
