//! Servers as a whole: known, gone, back, and erased with all their rows and no others.

use sqlx::Connection as _;
use sunflower::{
    posting::model::NoticeKind,
    reflection::model::{Retention, Scope, ServerErased},
    store::{
        Store,
        ids::{GuildId, UserId},
    },
};

use crate::{
    made_up::{GUILD, minutes, nine, notice, post, schedule, write},
    support::database::{Database, on_both_databases},
};

const OTHER: GuildId = GuildId::new(1);
const MEMBER: UserId = UserId::new(u64::MAX);

/// A server in which there is some of everything.
async fn lived_in(store: &Store, guild: GuildId) {
    let schedule = sunflower::posting::model::Schedule {
        guild,
        ..schedule()
    };
    let post = post(&schedule, nine());
    write(store, async |writing| {
        writing
            .set_zone(guild, chrono_tz::Asia::Tokyo)
            .await
            .expect("set");
        writing
            .set_retention(guild, Retention::Month)
            .await
            .expect("set");
        let slug = "evening".parse().expect("a slug");
        writing.switch_off(guild, &slug).await.expect("switched");
        writing.insert_schedule(&schedule).await.expect("made");
        writing.insert_post(&post).await.expect("planned");
        writing
            .open_notice(&notice(&schedule, NoticeKind::Unsure))
            .await
            .expect("opened");
        writing
            .upsert_consent(MEMBER, guild, "v1", nine())
            .await
            .expect("agreed");
    })
    .await;
}

on_both_databases! {
    async fn erased_one_leaves_nothing_and_the_other_stays_whole(database: &Database) {
        let store = database.open().await;
        for guild in [GUILD, OTHER] {
            lived_in(&store, guild).await;
        }
        let mut erased = None;
        write(&store, async |writing| {
            erased = Some(writing.erase_server(GUILD, None).await.expect("erased"));
        })
        .await;
        let whole =
            ServerErased { consents: 1, schedules: 1, posts: 1, reflections: 0, writers: 0, shares: 0 };
        assert_eq!(erased, Some(whole));
        assert_eq!(store.servers().await.expect("asked"), [OTHER]);
        let consents = store.consents(MEMBER, Scope::Everywhere).await.expect("asked");
        assert_eq!(consents.len(), 1);
        assert_eq!(consents[0].guild, OTHER);
        assert_eq!(store.zone(GUILD).await.expect("asked"), None);
        assert_eq!(store.zone(OTHER).await.expect("asked"), Some(chrono_tz::Asia::Tokyo));
        assert_eq!(store.posts(OTHER, None, 0, 9).await.expect("asked").len(), 1);
        write(&store, async |writing| {
            let nothing = writing.erase_server(GUILD, None).await.expect("erased");
            assert_eq!(nothing, ServerErased::default());
        })
        .await;
    }

    async fn gone_is_what_is_known_since_it_was_first_said_until_it_is_back(database: &Database) {
        let store = database.open().await;
        lived_in(&store, GUILD).await;
        write(&store, async |writing| {
            for (guild, late) in [(OTHER, 0), (GUILD, 0), (GUILD, 5)] {
                writing.note_gone(guild, nine() + minutes(late)).await.expect("noted");
            }
        })
        .await;
        assert_eq!(store.gone_since(GUILD).await.expect("asked"), Some(nine()));
        assert_eq!(store.gone_since(OTHER).await.expect("asked"), None, "nothing is stored of it");
        assert_eq!(store.gone_at(nine()).await.expect("asked"), [GUILD]);
        assert_eq!(store.gone_at(nine() - minutes(1)).await.expect("asked"), []);
        write(&store, async |writing| writing.note_back(GUILD).await.expect("noted")).await;
        assert_eq!(store.gone_at(nine()).await.expect("asked"), []);
    }

    async fn one_of_which_only_a_count_or_a_hold_is_left_is_known_and_can_be_gone(database: &Database) {
        let store = database.open().await;
        for left in [
            format!("INSERT INTO week_counts VALUES ({}, 2026, 47, 0, 1, NULL)", GUILD.get()),
            format!("INSERT INTO holds VALUES ({}, 'somebody')", OTHER.get()),
        ] {
            database.raw(left).await;
        }
        let mut known = store.servers().await.expect("asked");
        known.sort_unstable();
        let mut both = [GUILD, OTHER];
        both.sort_unstable();
        assert_eq!(known, both);
        for guild in both {
            write(&store, async |writing| {
                writing.note_gone(guild, nine()).await.expect("noted");
            })
            .await;
            assert_eq!(store.gone_since(guild).await.expect("asked"), Some(nine()));
        }
    }
}

#[tokio::test]
async fn no_table_that_names_a_server_is_forgotten() {
    let database = Database::sqlite();
    let store = database.open().await;
    let mut connection = database.connect().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND EXISTS (
             SELECT 1 FROM pragma_table_info(sqlite_master.name) AS of WHERE of.name = 'guild_id')",
    )
    .fetch_all(&mut connection)
    .await
    .expect("the tables");
    assert!(tables.len() > 10, "{tables:?}");
    let deleting = concat!(
        include_str!("../../src/store/servers.rs"),
        include_str!("../../src/store/shares.rs")
    );
    for table in tables {
        let delete = format!("DELETE FROM {table} WHERE guild_id = $1");
        assert!(deleting.contains(&delete), "{table} is left");
    }
    connection.close().await.expect("closed");
    store.close().await;
}
