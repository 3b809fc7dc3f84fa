//! Opening a database that an earlier program made and used: all that was promised before still holds.

use std::{fs, path::Path};

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, Row, migrate::Migrator};
use sunflower::{
    posting::model::{
        ChannelKind, Claimed, Ending, Manner, NoticeId, PostId, PostOutcome, ScheduleId,
        ScheduleState, Settlement, Standing, Told, What,
    },
    store::{
        Backend, Store,
        ids::{ChannelId, MessageId},
    },
};

use crate::{
    made_up::{CHANNEL, GUILD, minutes, nine, write},
    support::database::{Database, on_both_databases},
};

/// What the first program that posted made of the schema.
const FIRST: [&str; 2] = ["0001_posting.sql", "0002_reflections.sql"];

async fn connect(database: &Database) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let mut address = database.address();
    if address.starts_with("sqlite") {
        address.push_str("?mode=rwc");
    }
    AnyConnection::connect(&address)
        .await
        .expect("a connection")
}

async fn raw(connection: &mut AnyConnection, sql: String) {
    connection
        .execute(AssertSqlSafe(sql))
        .await
        .expect("the database obeys");
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
    let mut connection = connect(database).await;
    let migrator = Migrator::new(folder.path()).await.expect("migrations");
    migrator
        .run_direct(None, &mut connection, false)
        .await
        .expect("migrated");
    let schedule = ScheduleId::random();
    let due_at = nine().timestamp_millis();
    raw(
        &mut connection,
        format!(
            "INSERT INTO guilds VALUES ({guild}, 'Europe/Berlin');
             INSERT INTO schedules VALUES ('{schedule}', {guild}, {channel}, '0 9 * * 1',
                 'Europe/Berlin', '', 'active', NULL, NULL, {due_at}, {next}, 43200000, 0)",
            guild = GUILD.to_db(),
            channel = CHANNEL.to_db(),
            next = due_at + 604_800_000,
        ),
    )
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
        raw(
            &mut connection,
            format!(
                "INSERT INTO posts VALUES ('{post}', '{schedule}', {guild}, {channel}, {at}, {late},
                     '{state}', {reason}, NULL, 'rest', 'What helps?', '{{}}', {rest})",
                guild = GUILD.to_db(),
                channel = CHANNEL.to_db(),
                late = at + 43_200_000,
            ),
        )
        .await;
        let closed = if weeks == 0 {
            "NULL".to_owned()
        } else {
            at.to_string()
        };
        raw(
            &mut connection,
            format!(
                "INSERT INTO notices VALUES ('{notice}', 'unsure:{post}', 'unsure', NULL, {guild},
                     {channel}, '{schedule}', '{post}', {at}, {closed})",
                notice = NoticeId::random(),
                guild = GUILD.to_db(),
                channel = CHANNEL.to_db(),
            ),
        )
        .await;
    }
    connection.close().await.expect("it closes");
    schedule
}

async fn settle(store: &Store, claimed: &Claimed, message: u64) {
    let ending = Ending::Sent {
        message: Some(MessageId::new(message)),
        at: nine(),
        removed_at: None,
    };
    let settlement = Settlement {
        claimed: claimed.clone(),
        ending,
    };
    let settled = write(store, async |writing| writing.settle(&settlement).await).await;
    assert!(settled.expect("settled"));
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
        settle(&store, &claimed[0], 78).await;
        settle(&store, &taken, 79).await;
        assert_eq!(store.next_step_at().await.expect("asked"), None, "nothing follows these");
        let outcomes = store.posts(GUILD, Some(id), 0, 9).await.expect("read");
        let sent = |outcome: &PostOutcome| matches!(outcome, PostOutcome::Sent { .. });
        assert_eq!(outcomes.iter().filter(|post| sent(&post.outcome)).count(), 3);

        // Told once a server says where; what was mended before is not.
        assert_eq!(store.next_telling_at().await.expect("asked"), None);
        let told = write(&store, async |writing| {
            writing.set_notices_channel(GUILD, Some(ChannelId::new(9))).await.expect("set");
            let tellings = writing.claim_tellings(nine(), nine() + minutes(1), 9).await.expect("claimed");
            for telling in &tellings {
                let told = Told::Told(Some(MessageId::new(80)));
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

/// On SQLite, which never reads a history to find what is open in it, however long it grows.
#[tokio::test]
async fn what_is_open_of_a_schedule_is_found_without_reading_its_history() {
    let database = Database::sqlite();
    let store = database.open().await;
    assert_eq!(store.backend(), Backend::Sqlite);
    let mut connection = connect(&database).await;
    for of_a_schedule in [
        "SELECT id, due_at FROM posts WHERE schedule_id = $1 AND state = 'due' ORDER BY due_at",
        "SELECT 1 FROM posts WHERE schedule_id = $1 AND state = 'sending' LIMIT 1",
        "UPDATE posts SET reason = $1 WHERE schedule_id = $2 AND state = 'due' AND due_at < $3",
    ] {
        let explain = format!("EXPLAIN QUERY PLAN {of_a_schedule}");
        let plan = connection
            .fetch_all(AssertSqlSafe(explain))
            .await
            .expect("explained");
        let steps: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
        assert!(
            steps.concat().contains("posts_open"),
            "{of_a_schedule}: {steps:?}"
        );
    }
    connection.close().await.expect("it closes");
}
