//! What moderators set for their server.

use std::collections::BTreeSet;

use sunflower::{
    content::Slug,
    reflection::model::{Retention, Scope},
    store::ids::{ChannelId, GuildId, UserId},
};

use crate::{
    made_up::{CHANNEL, GUILD, minutes, nine, write},
    support::database::{Database, on_both_databases},
};

const OTHER: GuildId = GuildId::new(1);
const MEMBER: UserId = UserId::new(u64::MAX);

on_both_databases! {
    async fn a_server_without_settings_has_the_defaults(database: &Database) {
        let store = database.open().await;
        assert_eq!(store.notices_channel(GUILD).await.expect("asked"), None);
        assert_eq!(store.retention(GUILD).await.expect("asked"), Retention::Year);
        assert_eq!(store.switched_off(GUILD).await.expect("asked"), BTreeSet::new());
    }

    async fn each_setting_is_kept_beside_the_others(database: &Database) {
        let store = database.open().await;
        let far = ChannelId::new(u64::MAX);
        write(&store, async |writing| {
            writing.set_notices_channel(GUILD, Some(CHANNEL)).await.expect("set");
            for retention in [Retention::Month, Retention::ThreeYears] {
                writing.set_retention(GUILD, retention).await.expect("set");
            }
            writing.set_notices_channel(GUILD, Some(far)).await.expect("set");
            assert_eq!(writing.retention(GUILD).await.expect("asked"), Retention::ThreeYears);
            assert_eq!(writing.retention(OTHER).await.expect("asked"), Retention::Year);
        })
        .await;
        assert_eq!(store.notices_channel(GUILD).await.expect("asked"), Some(far));
        assert_eq!(store.retention(GUILD).await.expect("asked"), Retention::ThreeYears);
        let own = store.retentions(MEMBER, Scope::Guild(GUILD)).await.expect("asked");
        assert_eq!(own, [(GUILD, Retention::ThreeYears)]);
        write(&store, async |writing| {
            writing.set_notices_channel(GUILD, None).await.expect("set");
        })
        .await;
        assert_eq!(store.notices_channel(GUILD).await.expect("asked"), None);
        assert_eq!(store.retention(GUILD).await.expect("asked"), Retention::ThreeYears);
    }

    async fn of_all_servers_a_member_hears_of_those_they_agreed_in(database: &Database) {
        let store = database.open().await;
        write(&store, async |writing| {
            for guild in [GUILD, OTHER] {
                writing.set_retention(guild, Retention::Quarter).await.expect("set");
            }
            writing.upsert_consent(MEMBER, OTHER, "v1", nine()).await.expect("agreed");
        })
        .await;
        let theirs = store.retentions(MEMBER, Scope::Everywhere).await.expect("asked");
        assert_eq!(theirs, [(OTHER, Retention::Quarter)]);
    }

    async fn a_server_is_greeted_once(database: &Database) {
        let store = database.open().await;
        write(&store, async |writing| {
            writing.set_retention(GUILD, Retention::Month).await.expect("set");
            assert!(writing.greet(GUILD, nine()).await.expect("greeted"));
            assert!(!writing.greet(GUILD, nine() + minutes(1)).await.expect("not again"));
            assert!(writing.greet(OTHER, nine()).await.expect("another"));
        })
        .await;
        assert_eq!(store.retention(GUILD).await.expect("asked"), Retention::Month);
    }

    async fn articles_are_switched_off_and_on_in_one_server(database: &Database) {
        let store = database.open().await;
        let slug = |slug: &str| slug.parse::<Slug>().expect("a slug");
        write(&store, async |writing| {
            for article in ["rest", "courage", "rest"] {
                writing.switch_off(GUILD, &slug(article)).await.expect("off");
            }
            writing.switch_on(GUILD, &slug("courage")).await.expect("on");
            writing.switch_on(OTHER, &slug("rest")).await.expect("it was on");
            let off = writing.switched_off(GUILD).await.expect("asked");
            assert_eq!(off, BTreeSet::from([slug("rest")]));
        })
        .await;
        let off = store.switched_off(GUILD).await.expect("asked");
        assert_eq!(off, BTreeSet::from([slug("rest")]));
        assert_eq!(store.switched_off(OTHER).await.expect("asked"), BTreeSet::new());
    }
}
