//! Schedules, servers' zones and weeks' articles.

use chrono::TimeDelta;
use sunflower::{
    calendar::{IsoWeek, Recurrence},
    content::Slug,
    posting::model::{Manner, RefusedReason, Schedule, ScheduleState, Topics, UnreadableSchedule},
    store::ids::{ChannelId, GuildId},
};

use crate::{
    made_up::{GUILD, minutes, nine, schedule, write},
    support::database::{Database, on_both_databases},
};

on_both_databases! {
    async fn a_schedule_comes_back_as_it_was_kept(database: &Database) {
        let store = database.open().await;
        let mut all = vec![schedule(), schedule(), schedule()];
        all[1].created_at += minutes(1);
        all[1].topics = Topics::default();
        all[1].state = ScheduleState::Paused;
        all[1].next_due_at = None;
        all[2].created_at += minutes(2);
        let missing = ["View Channel", "Send Messages"].map(str::to_owned).to_vec();
        all[2].state = ScheduleState::Blocked(RefusedReason::MissingPermission(missing));
        write(&store, async |writing| {
            for schedule in &all {
                writing.insert_schedule(schedule).await.expect("kept");
            }
            assert_eq!(writing.count_schedules(GUILD).await.expect("counted"), 3);
            let found = writing.schedule(GUILD, all[2].id).await.expect("asked");
            assert_eq!(found.as_ref(), Some(&all[2]));
        })
        .await;
        let listed: Vec<_> = all.iter().cloned().map(Ok).collect();
        assert_eq!(store.schedules(GUILD).await.expect("listed"), listed);
        assert_eq!(store.schedule(GUILD, all[1].id).await.expect("asked").as_ref(), Some(&all[1]));
        let other = GuildId::new(1);
        assert_eq!(store.schedule(other, all[1].id).await.expect("asked"), None);
        assert_eq!(store.schedules(other).await.expect("listed"), []);
    }

    async fn only_active_schedules_are_ever_due(database: &Database) {
        let store = database.open().await;
        assert_eq!(store.next_due_at().await.expect("asked"), None);
        let mut all = vec![schedule(), schedule(), schedule(), schedule()];
        all[1].next_due_at = Some(nine() - minutes(30));
        all[2].next_due_at = Some(nine() + minutes(1));
        all[3].state = ScheduleState::Paused;
        let due = write(&store, async |writing| {
            for schedule in &all {
                writing.insert_schedule(schedule).await.expect("kept");
            }
            let first = writing.due_schedules(nine(), 1).await.expect("asked");
            assert_eq!(first, [Ok(all[1].clone())]);
            let mut active = writing.active_schedules(None, 2).await.expect("asked");
            assert_eq!(active.len(), 2);
            let id = |found: &Result<Schedule, UnreadableSchedule>| found.as_ref().expect("readable").id;
            let after = active.last().map(id);
            active.extend(writing.active_schedules(after, 2).await.expect("asked"));
            assert!(active.is_sorted_by_key(|found| id(found).to_string()));
            assert_eq!(active.len(), 3);
            writing.due_schedules(nine(), 10).await.expect("asked")
        })
        .await;
        assert_eq!(due, [Ok(all[1].clone()), Ok(all[0].clone())]);
        assert_eq!(store.next_due_at().await.expect("asked"), all[1].next_due_at);
    }

    async fn a_schedule_moves_only_from_where_it_was_read(database: &Database) {
        let store = database.open().await;
        let read = schedule();
        write(&store, async |writing| {
            writing.insert_schedule(&read).await.expect("kept");
            let next = Some(nine() + minutes(60));
            assert!(writing.move_schedule(&read, nine(), next).await.expect("moved"));
            assert!(!writing.move_schedule(&read, nine(), next).await.expect("not again"));
        })
        .await;
        let moved = store.schedule(GUILD, read.id).await.expect("asked").expect("there");
        assert_eq!((moved.after_at, moved.next_due_at), (nine(), Some(nine() + minutes(60))));
    }

    async fn a_paused_schedule_is_not_blocked_and_a_deleted_one_is_gone(database: &Database) {
        let store = database.open().await;
        let kept = schedule();
        let reason = RefusedReason::NoChannel;
        let paused = Schedule { state: ScheduleState::Paused, ..kept.clone() };
        let resumed = Schedule { revision: kept.revision + 1, ..kept.clone() };
        write(&store, async |writing| {
            writing.insert_schedule(&kept).await.expect("kept");
            assert!(writing.change_schedule(&paused).await.expect("written"));
            assert!(!writing.block_schedule(kept.id, &reason).await.expect("not blocked"));
            assert!(writing.change_schedule(&resumed).await.expect("written"));
            assert!(writing.block_schedule(kept.id, &reason).await.expect("blocked"));
        })
        .await;
        let blocked = store.schedule(GUILD, kept.id).await.expect("asked").expect("there");
        assert_eq!(blocked.state, ScheduleState::Blocked(reason));
        write(&store, async |writing| {
            let other = GuildId::new(1);
            assert!(!writing.delete_schedule(other, kept.id).await.expect("not theirs"));
            assert!(writing.delete_schedule(GUILD, kept.id).await.expect("deleted"));
            assert!(!writing.delete_schedule(GUILD, kept.id).await.expect("not there"));
            assert!(!writing.change_schedule(&blocked).await.expect("not there"));
        })
        .await;
    }

    async fn a_change_is_kept_whole_and_only_over_what_was_read(database: &Database) {
        let store = database.open().await;
        let read = schedule();
        let changed = Schedule {
            channel: ChannelId::new(u64::MAX),
            rule: Recurrence::from_stored("30 18 1 * *").expect("a rule"),
            zone: chrono_tz::Asia::Tokyo,
            topics: Topics::default(),
            manner: Manner::default(),
            state: ScheduleState::Paused,
            after_at: nine() + minutes(1),
            next_due_at: None,
            catch_up: TimeDelta::hours(1),
            resting_until: None,
            ..read.clone()
        };
        let other = Schedule { manner: Manner::default(), ..read.clone() };
        write(&store, async |writing| {
            writing.insert_schedule(&read).await.expect("kept");
            assert!(writing.change_schedule(&changed).await.expect("kept"));
            assert!(!writing.change_schedule(&other).await.expect("it was changed since"));
        })
        .await;
        let there = store.schedule(GUILD, read.id).await.expect("asked");
        assert_eq!(there, Some(Schedule { revision: read.revision + 1, ..changed }));
    }

    async fn a_servers_zone_is_given_once(database: &Database) {
        let store = database.open().await;
        assert_eq!(store.zone(GUILD).await.expect("asked"), None);
        write(&store, async |writing| {
            for zone in [chrono_tz::America::Argentina::Ushuaia, chrono_tz::UTC] {
                writing.give_zone(GUILD, zone).await.expect("given");
            }
            let zone = writing.zone(GUILD).await.expect("asked");
            assert_eq!(zone, Some(chrono_tz::America::Argentina::Ushuaia));
        })
        .await;
        let zone = store.zone(GUILD).await.expect("asked");
        assert_eq!(zone, Some(chrono_tz::America::Argentina::Ushuaia));
    }

    async fn a_weeks_article_is_whoevers_asked_first(database: &Database) {
        let store = database.open().await;
        let slug = |slug: &str| slug.parse::<Slug>().expect("a slug");
        let week = |week| IsoWeek { year: 2026, week };
        let topics = schedule().topics;
        write(&store, async |writing| {
            for (number, article) in [(48, "noon"), (47, "evening"), (48, "morning")] {
                let stands = writing
                    .choose_week_article(GUILD, &topics, week(number), &slug(article))
                    .await
                    .expect("chosen");
                assert_ne!(stands, slug("morning"));
            }
            let used = writing.used_articles(GUILD, &topics, 10).await.expect("asked");
            assert_eq!(used, [slug("evening"), slug("noon")]);
            let last = writing.used_articles(GUILD, &topics, 1).await.expect("asked");
            assert_eq!(last, [slug("noon")]);
            let others = writing.used_articles(GUILD, &Topics::default(), 10).await;
            assert_eq!(others.expect("asked"), []);

            let other = slug("morning");
            writing.drop_week_article(GUILD, &topics, week(48), &other).await.expect("kept");
            let stands = writing.week_article(GUILD, &topics, week(48)).await.expect("asked");
            assert_eq!(stands, Some(slug("noon")));
            let gone = slug("noon");
            writing.drop_week_article(GUILD, &topics, week(48), &gone).await.expect("gone");
            let stands = writing.week_article(GUILD, &topics, week(48)).await.expect("asked");
            assert_eq!(stands, None);
        })
        .await;
    }
}
