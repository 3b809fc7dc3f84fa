//! A backup that is put back holds what members erased since it was made. The list of erasures knows:
//! it is read once more, and all of it goes again before anyone can see it.

use std::{path::Path, sync::Arc};

use anyhow::Context as _;
use chrono::{DateTime, Utc};

use super::{
    erasures::{Erasures, Record},
    journal::key_checks,
    key_error::KeyError,
    keyring::KeyFile,
    model::{ErasedAgain, Scope},
};
use crate::store::{Store, Writing, ids::GuildId};

/// How many reflections are looked through at once.
const PAGE: u32 = 500;

/// Erases again, in a database that is being put back as it was at `backup_at`, what its members erased
/// since, and servers that were. A database that holds nothing of members', nor a key, needs neither keys nor list.
///
/// # Errors
///
/// [`KeyError`], whose sentence says what to do, if the keys or the list are not there or are others:
/// then the database must not be used.
pub async fn erase_again(
    store: &Store,
    key_file: &Path,
    backup_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<ErasedAgain, KeyError> {
    let checks = key_checks(store).await?;
    let servers = store.servers().await.context("it can't be read")?;
    let mut writing = store.write().await.context("it can't be written")?;
    let held = writing.holds_members().await.context("it can't be read")?;
    if checks.is_empty() && !held {
        return Ok(ErasedAgain::default());
    }
    let key_file = KeyFile::required(key_file);
    let keyring = key_file.open(&checks, now)?;
    let list = key_file.erasures_path();
    if !list.exists() {
        return Err(KeyError::ListMissing { path: list });
    }
    let erasures = Arc::new(Erasures::open(&list, keyring.erasures())?);
    let record = erasures
        .read()
        .map_err(|cause| KeyError::ListUnusable { path: list, cause })?;
    let erased = erase(&mut writing, &record, &servers, backup_at).await?;
    let written = writing.commit().await;
    written.context("what was erased could not be erased again")?;
    Ok(erased)
}

async fn erase(
    writing: &mut Writing,
    record: &Record,
    servers: &[GuildId],
    backup_at: DateTime<Utc>,
) -> anyhow::Result<ErasedAgain> {
    let mut erased = ErasedAgain {
        unreadable_lines: record.torn(),
        ..ErasedAgain::default()
    };
    writing.hold_back_shares().await?;
    for (user, guild) in writing.writers().await? {
        if let Some(until) = record.erased_until(user, guild) {
            erased.reflections += writing.delete_written_by(user, guild, until).await?;
        }
    }
    erased.reflections += erase_by_id(writing, record).await?;
    for (user, guild, agreed_at) in writing.all_consents().await? {
        if record.is_withdrawn(user, guild, agreed_at) {
            let scope = Scope::Guild(guild);
            // A reflection can't be there without consent, whatever the list says of it.
            erased.reflections += writing.delete_reflections(user, scope).await?;
            erased.consents += writing.delete_consents(user, scope).await?;
        }
    }
    for (schedule, maker, guild, made_at) in writing.makers(None).await? {
        if record.is_maker_forgotten(schedule, maker, guild, made_at) {
            writing.forget_maker(schedule).await?;
        }
    }
    // What of a server has no time of its own is as old as the backup.
    for server in servers {
        if record.is_server_erased(*server, backup_at) {
            // What was in its threads then was removed when it was erased.
            writing.erase_server(*server, None).await?;
            erased.servers += 1;
        } else if let Some(chosen) = record.retention_since(*server, backup_at)
            // One that can't be read is no shorter.
            && writing.retention(*server).await.map_or(true, |known| chosen < known)
        {
            writing.set_retention(*server, chosen).await?;
        }
    }
    Ok(erased)
}

/// Erases what is on the list by itself. Returns how many that were.
async fn erase_by_id(writing: &mut Writing, record: &Record) -> anyhow::Result<u64> {
    let mut erased = 0;
    let mut after = String::new();
    loop {
        let page = writing.reflections_after(&after, PAGE).await?;
        let Some((last, _)) = page.last() else {
            return Ok(erased);
        };
        after.clone_from(last);
        for (place, user) in &page {
            // What is no id any more was put on the list by none.
            let id = place.parse().ok();
            if let Some(id) = id.filter(|id| record.is_erased_itself(id)) {
                erased += writing.delete_reflection(*user, &id).await?;
            }
        }
    }
}
