//! Another key seals what members wrote, and all of it is brought under that one, beside a bot that runs or not.

use std::path::Path;

use anyhow::bail;
use chrono::TimeDelta;

use crate::{
    clock::Clock,
    reflection::{
        KeyFile,
        rotate::{self, Retired, Rotated, Rotation},
    },
    store::{DatabaseUrl, Store},
};

/// How long after a few rows the next are sealed anew: a bot that waits to write comes between.
const PAUSE: TimeDelta = TimeDelta::milliseconds(20);

/// Has a new key seal, and seals everything under it anew.
///
/// # Errors
///
/// In words for the operator, what is wrong; whatever was done until then is gone on with by the next run.
pub async fn rotate_key(
    database: &DatabaseUrl,
    key_file: &Path,
    clock: &Clock,
) -> anyhow::Result<Rotated> {
    let store = open(database).await?;
    let key_file = KeyFile::required(key_file);
    let mut rotation = Rotation::begin(store.clone(), &key_file, clock.now()).await?;
    let rotated = loop {
        if let Some(rotated) = rotation.step().await? {
            break rotated;
        }
        clock.sleep_until(clock.now() + PAUSE).await;
    };
    store.close().await;
    Ok(rotated)
}

/// Takes the keys out of the key file that nothing in the database is sealed under any more.
///
/// # Errors
///
/// In words for the operator, what is wrong.
pub async fn retire_keys(
    database: &DatabaseUrl,
    key_file: &Path,
    clock: &Clock,
) -> anyhow::Result<Retired> {
    let store = open(database).await?;
    let key_file = KeyFile::required(key_file);
    let retired = rotate::retire(&store, &key_file, clock.now()).await?;
    store.close().await;
    Ok(retired)
}

async fn open(database: &DatabaseUrl) -> anyhow::Result<Store> {
    let store = Store::open_beside(database).await?;
    if store.is_backup().await? {
        store.close().await;
        bail!("{database} is a backup: put it back with `sunflower restore` first");
    }
    Ok(store)
}
