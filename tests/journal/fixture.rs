//! A journal on a test's database, the clock that moves it, and the people who write.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Connection, Executor, Row};
use sunflower::{
    clock::{Clock, Hand, Pace},
    reflection::{Erased, Journal, KeyError, KeyFile, NewReflection, ReflectionId, Scope},
    store::{
        Store,
        ids::{GuildId, UserId},
    },
};

use crate::{quiet, support::database::Database};

pub const ANA: UserId = UserId::new(81_000_000_000_000_001);
pub const BEN: UserId = UserId::new(81_000_000_000_000_002);
pub const HARBOUR: GuildId = GuildId::new(72_000_000_000_000_001);
pub const MEADOW: GuildId = GuildId::new(72_000_000_000_000_002);
pub const IN_HARBOUR: Scope = Scope::Guild(HARBOUR);

pub fn noon() -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse().expect("an instant")
}

/// Where a test's keys are.
pub fn key_path(database: &Database) -> PathBuf {
    database.folder.path().join("sunflower.key")
}

/// Where a test's list of erasures is.
pub fn list_path(database: &Database) -> PathBuf {
    KeyFile::required(key_path(database)).erasures_path()
}

/// Opens the journal, as the bot does at its start, at noon.
pub async fn open(database: &Database) -> (Journal, Hand) {
    let (clock, hand) = Clock::movable(noon(), Pace::Standing);
    let key_file = KeyFile::made_if_missing(key_path(database));
    let journal = Journal::open(database.open().await, key_file, clock)
        .await
        .expect("the journal opens");
    (journal, hand)
}

/// Tries to open the journal, and hands back why it would not.
pub async fn refusal(database: &Database, key_file: KeyFile) -> KeyError {
    let (clock, _hand) = Clock::movable(noon(), Pace::Standing);
    let store = Store::open(database.url()).await.expect("the store opens");
    Journal::open(store, key_file, clock)
        .await
        .expect_err("the journal does not open")
}

/// The journal of a member who agreed in a server.
pub async fn open_agreed(database: &Database, agreed: &[(UserId, GuildId)]) -> (Journal, Hand) {
    let (journal, hand) = open(database).await;
    for (user, guild) in agreed {
        journal.agree(*user, *guild).await.expect("agreed");
    }
    (journal, hand)
}

pub fn answer(user: UserId, guild: GuildId, text: &str) -> NewReflection {
    quiet::says(text);
    NewReflection {
        user,
        guild,
        post: None,
        prompt: "What helped you this week?".into(),
        text: text.into(),
    }
}

pub async fn write(journal: &Journal, user: UserId, guild: GuildId, text: &str) -> ReflectionId {
    journal
        .keep(&answer(user, guild, text))
        .await
        .expect("it is kept")
}

/// All texts of a member, newest first; `None` for one that can't be read.
pub async fn texts(journal: &Journal, user: UserId, scope: Scope) -> Vec<Option<String>> {
    let mut texts = Vec::new();
    let pages = journal.page(user, scope, 0).await.expect("a page").pages;
    for page in 0..pages {
        let page = journal.page(user, scope, page).await.expect("a page");
        texts.extend(page.entries.into_iter().map(|e| e.words.map(|w| w.text)));
    }
    texts
}

pub fn erased(reflections: u64, consents: u64) -> Erased {
    Erased {
        reflections,
        consents,
        shares: 0,
        done: true,
    }
}

/// One text of the database, read past the store.
pub async fn raw_text(database: &Database, sql: impl Into<String>) -> String {
    let mut connection = database.connect().await;
    let row = connection.fetch_one(AssertSqlSafe(sql.into())).await;
    connection.close().await.expect("it closes");
    row.expect("a row").try_get(0).expect("a text")
}

/// The sealed words of a reflection, as its row has them.
pub async fn sealed(database: &Database, id: &ReflectionId) -> String {
    raw_text(
        database,
        format!("SELECT sealed FROM reflections WHERE id = '{id}'"),
    )
    .await
}

/// How many pieces of the sealed words are in the bytes: a long row lies in several pages.
pub fn pieces(bytes: &[u8], sealed: &str) -> usize {
    let bytes = String::from_utf8_lossy(bytes);
    let pieces = sealed.as_bytes().chunks_exact(40);
    let pieces = pieces.map(|piece| std::str::from_utf8(piece).expect("base64"));
    pieces.filter(|piece| bytes.contains(*piece)).count()
}
