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
    if checks.is_empty() && !holds_anything(&mut writing).await? {
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

async fn holds_anything(writing: &mut Writing) -> anyhow::Result<bool> {
    Ok(!writing.all_consents().await?.is_empty() || !writing.all_reflections().await?.is_empty())
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
    for (id, user, guild, written_at) in writing.all_reflections().await? {
        if record.is_erased(&id, user, guild, written_at) {
            erased.reflections += writing.delete_reflection(user, &id).await?;
        }
    }
    for (user, guild, agreed_at) in writing.all_consents().await? {
        if record.is_withdrawn(user, guild, agreed_at) {
            let scope = Scope::Guild(guild);
            // A reflection can't be there without consent, whatever the list says of it.
            erased.reflections += writing.delete_reflections(user, scope).await?;
            erased.consents += writing.delete_consents(user, scope).await?;
        }
    }
    for (schedule, maker, guild, made_at) in writing.makers(None).await? {
        if record.is_maker_forgotten(maker, guild, made_at) {
            writing.forget_maker(schedule).await?;
        }
    }
    // What of a server has no time of its own is as old as the backup.
    for server in servers {
        if record.is_server_erased(*server, backup_at) {
            // What was in its threads then was removed when it was erased.
            writing.erase_server(*server, None).await?;
            erased.servers += 1;
        }
    }
    Ok(erased)
}
