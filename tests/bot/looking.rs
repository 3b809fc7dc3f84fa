//! What a test looks at closely: what a button carries, what is in a file, and what the database holds
//! about a person, in every table and column.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use chrono::{Datelike, NaiveDate, TimeDelta};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, Row as _, sqlite::SqliteConnection};
use sunflower::sandbox::{
    driver::{Failure, Form, Member, Seen, Shown},
    world::{Id, World},
};

use crate::{
    garden::{Garden, shown},
    moderating::server,
};

/// The message that was pressed, as it is now.
pub fn updated(answer: Result<Seen, Failure>) -> Shown {
    answer.and_then(Seen::updated).expect("it changes in place")
}

/// A new message that only the presser sees.
pub fn private(answer: Result<Seen, Failure>) -> Shown {
    let shown = answer.and_then(Seen::message).expect("a new message");
    assert!(shown.is_private(), "everyone sees: {}", shown.as_text());
    shown
}

/// Every answer about reflections does, a refusal too.
pub fn says_where_help_is(answer: &Shown) {
    let text = answer.as_text();
    assert!(text.contains("/support shows where to find help"), "{text}");
}

/// The form that opens.
pub fn form(answer: Result<Seen, Failure>) -> Form {
    answer.and_then(Seen::form).expect("a form opens")
}

/// What the bot is told when this button is pressed.
pub fn carried(shown: &Shown, label: &str) -> String {
    let mut buttons = shown.buttons().into_iter();
    let button = buttons.find(|button| button.label == label);
    button
        .and_then(|button| button.custom_id)
        .unwrap_or_else(|| panic!("no button {label:?} on: {}", shown.as_text()))
}

/// A private answer of the member's, made to say what a button with this `custom_id` says.
pub async fn pressed(member: &Member, custom_id: &str) -> Shown {
    let somewhere = shown(member.slash("/help").await);
    shown(
        member
            .forge_press(somewhere.channel(), somewhere.id(), custom_id)
            .await,
    )
}

/// The one file of a message, as text.
pub fn file_text(garden: &Garden, shown: &Shown) -> String {
    let [file] = shown.files() else {
        panic!("not one file on: {}", shown.as_text());
    };
    let text = garden
        .sandbox
        .read(|world| world.file_text(file.id).map(ToOwned::to_owned));
    text.expect("the file is text")
}

/// The files in the zip on a message, by name, as text.
pub fn unzipped(garden: &Garden, shown: &Shown) -> BTreeMap<String, String> {
    let [file] = shown.files() else {
        panic!("not one file on: {}", shown.as_text());
    };
    let bytes = garden
        .sandbox
        .read(|world| world.files.get(&file.id).cloned());
    let bytes = bytes.expect("the file is there");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("it is a zip");
    let mut files = BTreeMap::new();
    for nth in 0..zip.len() {
        let mut file = zip.by_index(nth).expect("a file in it");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("it is text");
        let name = file.name().expect("its name").into_owned();
        files.insert(name, text);
    }
    files
}

/// The JSON of the export on a message.
pub fn exported(garden: &Garden, shown: &Shown) -> Value {
    let files = unzipped(garden, shown);
    let json = files.get("my-reflections.json").expect("the JSON");
    serde_json::from_str(json).expect("the file is JSON")
}

/// Whose id this is.
pub fn id_of(garden: &Garden, username: &str) -> Id {
    let found = garden
        .sandbox
        .read(|world| world.user(username).map(|user| user.id));
    found.expect("somebody of that name")
}

/// The text with every snowflake in it shown as #.
pub fn without_ids(text: &str) -> String {
    let mut kept = String::new();
    for piece in text.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = piece.trim_end_matches(|c: char| !c.is_ascii_digit());
        if digits.len() < 17 {
            kept.push_str(piece);
        } else {
            kept.push('#');
            kept.push_str(&piece[digits.len()..]);
        }
    }
    kept
}

/// A second server, "The Harbour", with one channel, #quay, where Maya and the bot are, too.
pub fn with_the_harbour(world: &mut World) {
    let maya = world.user("maya").expect("maya").id;
    let keeper = world.user("garden_keeper").expect("the keeper").id;
    let harbour = world.add_guild("The Harbour", keeper);
    world.add_member(harbour, maya, &[]);
    world.add_bot(harbour);
    world.add_channel(harbour, "quay");
}

/// A second server, "The Orchard", with one channel, #brook, where Maya is and the bot is not: she has
/// installed it for herself.
pub fn with_the_orchard(world: &mut World) {
    let maya = world.user("maya").expect("maya").id;
    let keeper = world.user("garden_keeper").expect("the keeper").id;
    let orchard = world.add_guild("The Orchard", keeper);
    world.add_member(orchard, maya, &[]);
    world.add_channel(orchard, "brook");
    world.application.installed_by.push(maya);
}

/// A second moderator, Sage, beside Rowan.
pub fn with_sage(world: &mut World) {
    let garden = world.guild("The Quiet Garden").expect("the server");
    let mut roles = garden.roles.values();
    let moderators = roles.find(|role| role.name == "Moderators");
    let (garden, moderators) = (garden.id, moderators.expect("the role").id);
    let sage = world.add_user("sage", "Sage");
    world.add_member(garden, sage, &[moderators]);
}

/// The tables of the database that hold this text in any column, with how many rows of each.
pub async fn rows_that_hold(garden: &Garden, text: &str) -> Vec<(String, i64)> {
    let mut database = database(garden).await;
    let tables = sqlx::query("SELECT name FROM sqlite_master WHERE type = 'table'")
        .fetch_all(&mut database)
        .await
        .expect("the tables");
    let mut found = Vec::new();
    for table in tables {
        let table: String = table.get(0);
        let columns = sqlx::query(AssertSqlSafe(format!("PRAGMA table_info({table})")))
            .fetch_all(&mut database)
            .await
            .expect("its columns");
        let held: Vec<String> = columns
            .iter()
            .map(|column| {
                format!(
                    "instr(CAST({} AS TEXT), $1) > 0",
                    column.get::<String, _>(1)
                )
            })
            .collect();
        let count = format!("SELECT COUNT(*) FROM {table} WHERE {}", held.join(" OR "));
        let count: i64 = sqlx::query(AssertSqlSafe(count))
            .bind(text)
            .fetch_one(&mut database)
            .await
            .expect("its rows can be counted")
            .get(0);
        if count > 0 {
            found.push((table, count));
        }
    }
    found
}

/// What is stored about a person.
pub async fn stored_about(garden: &Garden, username: &str) -> Vec<(String, i64)> {
    rows_that_hold(garden, &id_of(garden, username).to_string()).await
}

/// Makes the database refuse every new reflection, as a full disk would.
pub async fn refuse_reflections(garden: &Garden) {
    let mut database = database(garden).await;
    sqlx::query(
        "CREATE TRIGGER full_disk BEFORE INSERT ON reflections \
         BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END",
    )
    .execute(&mut database)
    .await
    .expect("the trigger is made");
}

/// A connection to the database past the bot.
pub async fn database(garden: &Garden) -> SqliteConnection {
    let url = format!("sqlite://{}", garden.database().display());
    SqliteConnection::connect(&url)
        .await
        .expect("the database opens")
}

/// Weeks that were counted before: so many, the last of them in the middle of November.
pub async fn weeks_counted(garden: &Garden, count: u32) {
    let mut database = database(garden).await;
    let guild = server(garden).to_string();
    let last = NaiveDate::from_ymd_opt(2026, 11, 9).expect("a Monday");
    for before in 0..count {
        let monday = last - TimeDelta::weeks(before.into());
        let ended = (monday + TimeDelta::weeks(1)).and_hms_opt(0, 0, 0);
        let people = (before % 4 != 1).then_some(5 + before * before % 97);
        sqlx::query(
            "INSERT INTO week_counts (guild_id, iso_year, iso_week, ended_at, posts, people)
             VALUES (CAST($1 AS BIGINT), $2, $3, $4, $5, $6)",
        )
        .bind(&guild)
        .bind(monday.iso_week().year())
        .bind(monday.iso_week().week())
        .bind(ended.expect("midnight").and_utc().timestamp_millis())
        .bind(before % 3)
        .bind(people)
        .execute(&mut database)
        .await
        .expect("it is written");
    }
}
