//! What the database holds after it all: nothing of who never agreed, and nobody's words in clear.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, Row as _};

use super::people::{MODERATORS, NEVER};
use crate::{
    garden::Garden,
    looking::{database, stored_about},
};

/// Shorter texts are part of many others.
const TELLING: usize = 8;

/// Fails if anything is stored of who never agreed, but that moderators made schedules.
pub async fn nothing_without_consent(garden: &Garden) {
    for name in NEVER.into_iter().chain(MODERATORS) {
        let mut stored = stored_about(garden, name).await;
        if MODERATORS.contains(&name) {
            stored.retain(|(table, _)| table != "schedules");
        }
        assert!(stored.is_empty(), "stored of {name}: {stored:?}");
    }
}

/// Fails if any of these words is in the database as it was written.
pub async fn no_words_in_clear(garden: &Garden, words: &BTreeSet<String>) {
    let all = everything(garden).await;
    let telling = words.iter().filter(|text| text.chars().count() >= TELLING);
    let found: Vec<_> = telling.filter(|text| all.contains(*text)).collect();
    assert!(found.is_empty(), "in the database, in clear: {found:?}");
}

/// Every value of every row of every table, as text.
async fn everything(garden: &Garden) -> String {
    let mut database = database(garden).await;
    let columns = "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c
                   WHERE t.type = 'table'";
    let columns = sqlx::query(columns).fetch_all(&mut database).await;
    let mut all = String::new();
    for column in columns.expect("the columns") {
        let (table, column): (String, String) = (column.get(0), column.get(1));
        let values = format!("SELECT COALESCE(CAST({column} AS BLOB), x'') FROM {table}");
        let values = sqlx::query(AssertSqlSafe(values))
            .fetch_all(&mut database)
            .await;
        for value in values.expect("its values") {
            all.push_str(&String::from_utf8_lossy(value.get(0)));
            all.push('\n');
        }
    }
    all
}
