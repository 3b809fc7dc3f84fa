//! Opening a database that an earlier program made and used: all that was promised before still holds.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, Row, migrate::Migrator};
use sunflower::{
    posting::model::{
        ChannelKind, Ending, Manner, NoticeId, Place, PostId, PostOutcome, ScheduleId,
        ScheduleState, Standing, Told, What,
    },
    store::{
        Backend, OpenError, Store,
        ids::{ChannelId, MessageId},
    },
};

use crate::{
    made_up::{CHANNEL, GUILD, minutes, nine, settle, write},
    support::database::{Database, connect, on_both_databases},
};

/// What the first program that posted made of the schema.
const FIRST: [&str; 2] = ["0001_posting.sql", "0002_reflections.sql"];

/// Makes the schema of these migrations, in a database that has none.
async fn migrate(database: &Database, migrations: &Path) {
    let mut address = database.address();
    if address.starts_with("sqlite") {
        address.push_str("?mode=rwc");
    }
    let mut connection = connect(&address).await;
    let migrator = Migrator::new(migrations).await.expect("migrations");
    let migrated = migrator.run_direct(None, &mut connection, false).await;
    migrated.expect("migrated");
    connection.close().await.expect("it closes");
}

/// Four posts of one schedule: sent, on its way, waiting, missed; and a notice of each sort.
async fn made_by_the_first_program(database: &Database) -> ScheduleId {
    let folder = tempfile::tempdir().expect("a folder");
    for name in FIRST {
        let from = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("migrations")
            .join(name);
        fs::copy(from, folder.path().join(name)).expect("copied");
    }
    migrate(database, folder.path()).await;
    let schedule = ScheduleId::random();
    let due_at = nine().timestamp_millis();
    database
        .raw(format!(
            "INSERT INTO guilds VALUES ({guild}, 'Europe/Berlin');
             INSERT INTO schedules VALUES ('{schedule}', {guild}, {channel}, '0 9 * * 1',
                 'Europe/Berlin', '', 'active', NULL, NULL, {due_at}, {next}, 43200000, 0)",
            guild = GUILD.to_db(),
            channel = CHANNEL.to_db(),
            next = due_at + 604_800_000,
        ))
        .await;
    for (weeks, state, rest) in [
        (0, "due", "0, NULL, NULL, READY, NULL, NULL, NULL, NULL"),
        (
            1,
            "sending",
            "1, READY, READY, READY, READY, NULL, NULL, NULL",
        ),
        (2, "sent", "1, READY, NULL, READY, NULL, 77, READY, NULL"),
        (3, "missed", "0, NULL, NULL, READY, NULL, NULL, NULL, NULL"),
    ] {
        let at = nine() - minutes(weeks * 7 * 24 * 60);
        let post = PostId::of(schedule, at);
        let at = at.timestamp_millis();
        let rest = rest.replace("READY", &at.to_string());
        let reason = if state == "missed" {
            "'superseded'"
        } else {
            "NULL"
        };
        database
            .raw(format!(
                "INSERT INTO posts VALUES ('{post}', '{schedule}', {guild}, {channel}, {at}, {late},
                     '{state}', {reason}, NULL, 'rest', 'What helps?', '{{}}', {rest})",
                guild = GUILD.to_db(),
                channel = CHANNEL.to_db(),
                late = at + 43_200_000,
            ))
            .await;
        let closed = if weeks == 0 {
            "NULL".to_owned()
        } else {
            at.to_string()
        };
        database
            .raw(format!(
                "INSERT INTO notices VALUES ('{notice}', 'unsure:{post}', 'unsure', NULL, {guild},
                     {channel}, '{schedule}', '{post}', {at}, {closed})",
                notice = NoticeId::random(),
                guild = GUILD.to_db(),
                channel = CHANNEL.to_db(),
            ))
            .await;
    }
    schedule
}

fn sent(message: u64) -> Ending {
    Ending::Sent {
        message: Some(MessageId::new(message)),
        at: nine(),
        removed_at: None,
    }
}

on_both_databases! {
    async fn a_database_of_the_first_program_posts_on_and_tells_what_is_open(database: &Database) {
        let id = made_by_the_first_program(database).await;
        let store = database.open().await;
        let schedule = store.schedule(GUILD, id).await.expect("read").expect("there");
        assert_eq!((&schedule.state, &schedule.manner), (&ScheduleState::Active, &Manner::default()));
        assert_eq!((schedule.revision, schedule.resting_until), (0, None));

        let posts = store.posts(GUILD, Some(id), 0, 9).await.expect("read");
        assert_eq!(posts.len(), 4);
        let posts: Vec<_> = posts.into_iter().flatten().collect();
        assert!(posts.iter().all(|post| post.undone.is_empty()));
        assert!(posts.iter().all(|post| (post.kind, post.what) == (ChannelKind::Text, What::Week)));

        let (claimed, taken) = write(&store, async |writing| {
            let claimed = writing.claim_due(nine(), nine() + minutes(1), 9).await.expect("claimed");
            let expired = writing.expired_leases(nine(), 9).await.expect("read");
            assert_eq!(expired.len(), 1);
            let taken = writing.take_over(&expired[0], nine(), nine() + minutes(1)).await;
            (claimed, taken.expect("asked").expect("taken"))
        })
        .await;
        assert_eq!(claimed.len(), 1);
        assert_eq!((claimed[0].standing, claimed[0].kind), (Standing::Active, ChannelKind::Text));
        assert!(settle(&store, &claimed[0], sent(78)).await);
        assert!(settle(&store, &taken, sent(79)).await);
        assert_eq!(store.next_step_at().await.expect("asked"), None, "nothing follows these");
        let outcomes = store.posts(GUILD, Some(id), 0, 9).await.expect("read");
        let is_sent = |outcome: &PostOutcome| matches!(outcome, PostOutcome::Sent { .. });
        assert_eq!(outcomes.iter().flatten().filter(|post| is_sent(&post.outcome)).count(), 3);

        // Told once a server says where; what was mended before is not.
        assert_eq!(store.next_telling_at().await.expect("asked"), None);
        let told = write(&store, async |writing| {
            writing.set_notices_channel(GUILD, Some(ChannelId::new(9))).await.expect("set");
            let tellings = writing.claim_tellings(nine(), nine() + minutes(1), 9).await.expect("claimed");
            for telling in &tellings {
                let place = Place {
                    channel: ChannelId::new(9),
                    message: MessageId::new(80),
                };
                let told = Told::Told(Some(place));
                assert!(writing.settle_telling(telling, &told, nine()).await.expect("written"));
            }
            tellings.len()
        })
        .await;
        assert_eq!(told, 1);
        assert_eq!(store.next_telling_at().await.expect("asked"), None);
        store.close().await;
    }
}

/// The copy that is made before the schema changes.
fn copy_of(database: &Database) -> PathBuf {
    let names = fs::read_dir(database.folder.path()).expect("a folder");
    let mut copies = names.map(|entry| entry.expect("an entry").path());
    let copy = copies.find(|path| path.to_string_lossy().contains(".before-"));
    copy.expect("a copy was made")
}

/// How far the schema of a file is.
async fn schema_of(file: &Path) -> i64 {
    let address = format!("sqlite://{}", file.display());
    let mut connection = connect(&address).await;
    let row = connection
        .fetch_one("SELECT MAX(version) FROM _sqlx_migrations")
        .await
        .expect("read");
    connection.close().await.expect("it closes");
    row.get(0)
}

#[tokio::test]
async fn before_the_schema_changes_the_database_is_copied_beside_itself_once() {
    let database = Database::sqlite();
    made_by_the_first_program(&database).await;
    database.open().await.close().await;
    let copy = copy_of(&database);
    assert!(copy.to_string_lossy().contains("/sunflower.db.before-00"));
    assert_eq!(schema_of(&copy).await, 2);
    let mode = fs::metadata(&copy).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // Nothing is to be changed any more: no copy is made, though this one is gone.
    fs::remove_file(&copy).expect("removed");
    database.open().await.close().await;
    assert!(!copy.exists());
}

#[tokio::test]
async fn a_new_database_is_not_copied() {
    let database = Database::sqlite();
    database.open().await.close().await;
    let files = fs::read_dir(database.folder.path()).expect("a folder");
    assert_eq!(files.count(), 1);
}

#[tokio::test]
async fn a_copy_of_an_attempt_that_was_cut_off_is_made_anew_or_kept() {
    let database = Database::sqlite();
    let file = database.folder.path().join("sunflower.db");
    made_by_the_first_program(&database).await;
    let older = fs::read(&file).expect("read");
    database.open().await.close().await;
    let copy = copy_of(&database);
    let part = PathBuf::from(format!("{}.part", copy.display()));

    // Cut off while it was copied, and before anything changed: copied anew, with what came since.
    fs::write(&file, &older).expect("written");
    fs::write(&part, "half a copy").expect("written");
    database.raw("INSERT INTO meta VALUES ('since', '1')").await;
    database.open().await.close().await;
    assert!(!part.exists());
    let bytes = fs::read(&copy).expect("read");
    assert!(String::from_utf8_lossy(&bytes).contains("since"));

    // Cut off half-way through the changes: the copy from before them stays.
    let half = made_by(&database, &file, 4).await;
    fs::write(&file, half).expect("written");
    database.open().await.close().await;
    assert!(fs::read(&copy).expect("read") == bytes);
    assert_eq!(schema_of(&copy).await, 2);

    // Something else of that name is not touched, nor is the database.
    fs::write(&copy, "a letter").expect("written");
    fs::write(&file, &older).expect("written");
    let refused = Store::open(database.url())
        .await
        .expect_err("it is in the way");
    assert!(matches!(refused, OpenError::CopyInTheWay(_)), "{refused}");
    assert_eq!(fs::read(&copy).expect("read"), b"a letter");
    assert!(fs::read(&file).expect("read") == older);
}

/// The bytes of a database whose schema is up to this migration.
async fn made_by(database: &Database, file: &Path, migrations: usize) -> Vec<u8> {
    fs::remove_file(file).expect("removed");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let entries = fs::read_dir(&from).expect("migrations");
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("one").file_name())
        .collect();
    names.sort();
    let folder = tempfile::tempdir().expect("a folder");
    for name in &names[..migrations] {
        fs::copy(from.join(name), folder.path().join(name)).expect("copied");
    }
    migrate(database, folder.path()).await;
    fs::read(file).expect("read")
}

#[tokio::test]
async fn without_a_copy_nothing_is_changed_and_the_reason_is_said() {
    let database = Database::sqlite();
    let file = database.folder.path().join("sunflower.db");
    made_by_the_first_program(&database).await;
    database.open().await.close().await;
    let copy = copy_of(&database);
    fs::remove_file(&copy).expect("removed");
    let older = made_by(&database, &file, 2).await;
    // A folder of the name under which the copy would be made.
    let part = PathBuf::from(format!("{}.part", copy.display()));
    fs::create_dir(&part).expect("made");
    let refused = Store::open(database.url()).await.expect_err("no copy");
    assert!(matches!(refused, OpenError::NoCopy { .. }), "{refused}");
    let said = refused.to_string();
    assert!(
        said.contains("nothing was changed") && said.contains("before-"),
        "{said}"
    );
    assert!(fs::read(&file).expect("read") == older);
    assert!(!copy.exists());
}

async fn goes_by(connection: &mut AnyConnection, query: &str, index: &str) {
    let explain = format!("EXPLAIN QUERY PLAN {query}");
    let plan = connection.fetch_all(AssertSqlSafe(explain)).await;
    let plan = plan.expect("explained");
    let steps: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
    assert!(steps.concat().contains(index), "{query}: {steps:?}");
}

/// On SQLite, which never reads a history to find what is open in it, however long it grows.
#[tokio::test]
async fn a_post_is_found_by_its_message_without_reading_all_of_them() {
    let database = Database::sqlite();
    let store = database.open().await;
    let mut connection = database.connect().await;
    for by_message in [
        "SELECT id FROM posts WHERE message_id = $1 AND guild_id = $2 AND prompt IS NOT NULL",
        "SELECT guild_id FROM posts WHERE message_id > $1 AND prompt IS NOT NULL \
             AND removed_at IS NULL AND EXISTS (SELECT 1 FROM consents WHERE consents.guild_id = posts.guild_id) \
         ORDER BY message_id LIMIT $2",
    ] {
        goes_by(&mut connection, by_message, "posts_by_message").await;
    }
    connection.close().await.expect("it closes");
    store.close().await;
}

#[tokio::test]
async fn a_share_is_found_by_its_message_without_reading_all_of_them() {
    let database = Database::sqlite();
    let store = database.open().await;
    let mut connection = database.connect().await;
    let by_message = "SELECT id FROM shares WHERE message_id = $1 AND state = 'shown'";
    goes_by(&mut connection, by_message, "shares_by_message").await;
    let in_a_place = "SELECT id FROM shares WHERE guild_id = $1 AND state = 'shown' AND (channel_id = $2 OR \
         EXISTS (SELECT 1 FROM posts WHERE posts.id = shares.post_id AND posts.channel_id = $2))";
    goes_by(&mut connection, in_a_place, "shares_of_server").await;
    connection.close().await.expect("it closes");
    store.close().await;
}

#[tokio::test]
async fn what_is_open_of_a_schedule_is_found_without_reading_its_history() {
    let database = Database::sqlite();
    let store = database.open().await;
    assert_eq!(store.backend(), Backend::Sqlite);
    let mut connection = database.connect().await;
    for of_a_schedule in [
        "SELECT id, due_at FROM posts WHERE schedule_id = $1 AND state = 'due' ORDER BY due_at",
        "SELECT 1 FROM posts WHERE schedule_id = $1 AND state = 'sending' LIMIT 1",
        "UPDATE posts SET reason = $1 WHERE schedule_id = $2 AND state = 'due' AND due_at < $3",
    ] {
        goes_by(&mut connection, of_a_schedule, "posts_open").await;
    }
    connection.close().await.expect("it closes");
}
