//! A week is counted once, when it has closed, and of few people not even the database keeps a number.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use sunflower::{
    reflection::{Journal, counts, retention, worker},
    store::{
        People, WeekCount,
        ids::{GuildId, UserId},
    },
};
use tokio_util::sync::CancellationToken;

use crate::{
    fixture::{ANA, HARBOUR, IN_HARBOUR, MEADOW, open, open_agreed, raw_text, write},
    support::database::{Database, on_both_databases},
};

fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().expect("an instant")
}

/// A journal of five people who agreed in both servers.
async fn five(database: &Database) -> (Journal, sunflower::clock::Hand, Vec<UserId>) {
    let people: Vec<_> = (1..=5).map(UserId::new).collect();
    let harbour = people.iter().map(|who| (*who, HARBOUR));
    let meadow = people.iter().map(|who| (*who, MEADOW));
    let agreed: Vec<_> = harbour.chain(meadow).collect();
    let (journal, hand) = open_agreed(database, &agreed).await;
    (journal, hand, people)
}

/// A server's weeks, earliest first: Monday, posts, people.
async fn counted(journal: &Journal, guild: GuildId) -> Vec<(String, u32, Option<u32>)> {
    counts::close_weeks_once(journal).await.expect("counted");
    shown(journal, guild).await
}

async fn shown(journal: &Journal, guild: GuildId) -> Vec<(String, u32, Option<u32>)> {
    let mut all = Vec::new();
    let pages = journal.weeks(guild, 0).await.expect("read").pages;
    for page in 0..pages {
        let shown = journal.weeks(guild, page).await.expect("read");
        assert_eq!(shown.page, page);
        all.extend(shown.weeks.into_iter().map(|week| {
            let people = match week.people {
                People::Few => None,
                People::Many(people) => Some(people),
            };
            (week.monday.to_string(), week.posts, people)
        }));
    }
    all.reverse();
    all
}

fn week(monday: &str, posts: u32, people: Option<u32>) -> (String, u32, Option<u32>) {
    (monday.to_owned(), posts, people)
}

/// A post that went out, past the store.
async fn sent(database: &Database, id: &str, guild: GuildId, at: DateTime<Utc>, state: &str) {
    let (guild, at) = (guild.get(), at.timestamp_millis());
    database
        .raw(format!(
            "INSERT INTO posts (id, schedule_id, guild_id, channel_id, due_at, expires_at, state,
                 attempt, ready_at, sent_at)
             VALUES ('{id}', '{id}', {guild}, 1, {at}, {at}, '{state}', 1, {at}, {at})"
        ))
        .await;
}

async fn in_zone(database: &Database, guild: GuildId, zone: Tz) {
    let (guild, zone) = (guild.get(), zone.name());
    database
        .raw(format!(
            "INSERT INTO guilds (guild_id, zone) VALUES ({guild}, '{zone}')
             ON CONFLICT (guild_id) DO UPDATE SET zone = excluded.zone"
        ))
        .await;
}

on_both_databases! {
    async fn nothing_is_known_of_a_week_before_it_has_closed(database: &Database) {
        let (journal, hand, people) = five(database).await;
        for who in &people {
            write(&journal, *who, HARBOUR, "the sea").await;
            write(&journal, *who, HARBOUR, "the hills").await;
        }
        sent(database, "a", HARBOUR, at("2026-11-23T12:00:00Z"), "sent").await;
        sent(database, "b", HARBOUR, at("2026-11-24T12:00:00Z"), "failed").await;
        sent(database, "c", MEADOW, at("2026-11-24T12:00:00Z"), "sent").await;
        hand.move_to(at("2026-11-29T23:59:59.999Z"));
        assert_eq!(counted(&journal, HARBOUR).await, []);
        hand.move_to(at("2026-11-30T00:00:00Z"));
        assert_eq!(counted(&journal, HARBOUR).await, [week("2026-11-23", 1, Some(5))]);
        assert_eq!(counted(&journal, MEADOW).await, [week("2026-11-23", 1, None)]);
    }

    async fn of_nobody_to_four_people_the_database_holds_the_same(database: &Database) {
        let (journal, hand, people) = five(database).await;
        sent(database, "a", HARBOUR, at("2026-11-23T12:00:00Z"), "sent").await;
        for many in 0..=5 {
            for who in &people[..many] {
                for _ in 0..3 {
                    write(&journal, *who, HARBOUR, "the sea").await;
                }
            }
            hand.advance(TimeDelta::weeks(1));
        }
        let people: Vec<_> = counted(&journal, HARBOUR).await.into_iter().map(|(_, _, people)| people).collect();
        assert_eq!(people, [None, None, None, None, None, Some(5)]);
        let numbers = raw_text(database, "SELECT CAST(COUNT(people) AS TEXT) FROM week_counts").await;
        assert_eq!(numbers, "1", "few is no number at all");
    }

    async fn whatever_is_written_or_erased_later_a_closed_week_is_not_counted_again(database: &Database) {
        let (journal, hand, people) = five(database).await;
        for who in &people {
            write(&journal, *who, HARBOUR, "the sea").await;
        }
        hand.move_to(at("2026-11-30T09:00:00Z"));
        let before = counted(&journal, HARBOUR).await;
        assert_eq!(before, [week("2026-11-23", 0, Some(5))]);
        journal.delete_all(people[0], IN_HARBOUR).await.unwrap();
        assert_eq!(counted(&journal, HARBOUR).await, before);
        journal.withdraw(people[1], IN_HARBOUR).await.unwrap();
        sent(database, "late", HARBOUR, at("2026-11-24T12:00:00Z"), "sent").await;
        in_zone(database, HARBOUR, Tz::Asia__Tokyo).await;
        assert_eq!(counted(&journal, HARBOUR).await, before);
        hand.advance(TimeDelta::days(366));
        retention::sweep_once(&journal).await.unwrap();
        assert_eq!(counted(&journal, HARBOUR).await[..1], before);
    }

    async fn a_week_is_of_the_servers_zone_and_no_zone_is_utc(database: &Database) {
        let (journal, hand, people) = five(database).await;
        in_zone(database, HARBOUR, Tz::Pacific__Auckland).await;
        // Monday in Auckland, Sunday in UTC.
        hand.move_to(at("2026-11-29T11:00:00Z"));
        for who in &people {
            write(&journal, *who, HARBOUR, "the sea").await;
            write(&journal, *who, MEADOW, "the sea").await;
        }
        hand.move_to(at("2026-11-30T00:00:00Z"));
        assert_eq!(counted(&journal, HARBOUR).await, []);
        assert_eq!(counted(&journal, MEADOW).await, [week("2026-11-23", 0, Some(5))]);
        hand.move_to(at("2026-12-06T11:00:00Z"));
        assert_eq!(counted(&journal, HARBOUR).await, [week("2026-11-30", 0, Some(5))]);
    }

    async fn a_new_zone_leaves_no_hour_out_and_counts_none_twice(database: &Database) {
        let (journal, hand, people) = five(database).await;
        in_zone(database, HARBOUR, Tz::Pacific__Auckland).await;
        sent(database, "first", HARBOUR, at("2026-11-24T12:00:00Z"), "sent").await;
        hand.move_to(at("2026-11-29T11:00:00Z"));
        assert_eq!(counted(&journal, HARBOUR).await, [week("2026-11-23", 1, None)]);
        // Between Monday in Auckland and Monday in Los Angeles.
        for who in &people {
            write(&journal, *who, HARBOUR, "the sea").await;
        }
        in_zone(database, HARBOUR, Tz::America__Los_Angeles).await;
        hand.move_to(at("2026-12-07T08:00:00Z"));
        let west = [week("2026-11-23", 1, None), week("2026-11-30", 0, Some(5))];
        assert_eq!(counted(&journal, HARBOUR).await, west);
        // Monday in Auckland has been for long.
        in_zone(database, HARBOUR, Tz::Pacific__Auckland).await;
        sent(database, "last", HARBOUR, at("2026-12-07T07:59:59Z"), "sent").await;
        hand.move_to(at("2026-12-13T11:00:00Z"));
        assert_eq!(counted(&journal, HARBOUR).await[2], week("2026-12-07", 0, None));
    }

    async fn weeks_that_closed_while_the_bot_was_off_are_counted_before_anything_of_them_is_swept(database: &Database) {
        let (journal, hand, people) = five(database).await;
        for who in &people {
            write(&journal, *who, HARBOUR, "the sea").await;
        }
        hand.advance(TimeDelta::days(800));
        let shutdown = CancellationToken::new();
        let watch = async {
            while journal.stored_about(people[0], IN_HARBOUR).await.unwrap().reflections > 0 {
                tokio::task::yield_now().await;
            }
            shutdown.cancel();
        };
        tokio::join!(worker::run(&journal, shutdown.clone()), watch);
        let all = shown(&journal, HARBOUR).await;
        assert_eq!(all[0], week("2026-11-23", 0, Some(5)));
        assert_eq!(all.len(), 114);
        assert!(all[1..].iter().all(|(_, posts, people)| (*posts, *people) == (0, None)));
        let mondays: Vec<NaiveDate> = all.iter().map(|(monday, _, _)| monday.parse().unwrap()).collect();
        assert!(mondays.windows(2).all(|two| two[1] - two[0] == TimeDelta::weeks(1)));
        assert!(mondays.contains(&NaiveDate::from_isoywd_opt(2026, 53, chrono::Weekday::Mon).unwrap()));
    }

    async fn the_worker_counts_on_the_hour_and_not_only_once_a_day(database: &Database) {
        let (journal, hand) = open_agreed(database, &[(ANA, HARBOUR)]).await;
        write(&journal, ANA, HARBOUR, "the sea").await;
        hand.move_to(at("2027-11-28T12:00:00Z"));
        let shutdown = CancellationToken::new();
        let watch = async {
            // The day's sweep has been, and the next one is at noon.
            while journal.stored_about(ANA, IN_HARBOUR).await.unwrap().reflections > 0 {
                tokio::task::yield_now().await;
            }
            let before = shown(&journal, HARBOUR).await;
            assert_eq!(before.last(), Some(&week("2027-11-15", 0, None)));
            hand.move_to(at("2027-11-29T00:00:00Z"));
            while shown(&journal, HARBOUR).await.len() == before.len() {
                tokio::task::yield_now().await;
            }
            shutdown.cancel();
        };
        tokio::join!(worker::run(&journal, shutdown.clone()), watch);
    }

    async fn twelve_weeks_are_on_a_page_and_past_the_last_one_is_the_last_one(database: &Database) {
        let (journal, hand) = open(database).await;
        in_zone(database, HARBOUR, Tz::Europe__London).await;
        assert_eq!(counted(&journal, HARBOUR).await, [], "nothing ever happened here");
        assert_eq!(journal.weeks(HARBOUR, 7).await.unwrap().pages, 0);
        sent(database, "first", HARBOUR, at("2026-11-24T12:00:00Z"), "sent").await;
        hand.advance(TimeDelta::weeks(13));
        counts::close_weeks_once(&journal).await.unwrap();
        let latest = journal.weeks(HARBOUR, 0).await.unwrap();
        assert_eq!((latest.weeks.len(), latest.page, latest.pages), (12, 0, 2));
        let earliest = journal.weeks(HARBOUR, 7).await.unwrap();
        let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        assert_eq!(earliest.weeks, [WeekCount { monday, posts: 1, people: People::Few }]);
        assert_eq!(earliest.page, 1);
    }
}
