//! Ten thousand posts due in the same minute, one of ten channels refusing: no other waits for anything but
//! its turn, and the channel that refuses is not asked a thousand times.

use chrono::TimeDelta;
use sqlx::Connection;
use sunflower::{
    calendar::Recurrence,
    posting::{
        model::{Manner, RefusedReason, Schedule, ScheduleState, Topics},
        worker,
    },
    store::ids::{ChannelId, GuildId, ScheduleId},
};
use tokio_util::sync::CancellationToken;

use crate::{
    bot::{Bot, hours},
    channels::Fate,
    support::database::Database,
};

const CHANNELS: usize = 10;
const EACH: usize = 1_000;
/// The most attempts that are under way at once.
const IN_THE_AIR: usize = 100;
const REFUSING: ChannelId = ChannelId::new(0);
const WITHOUT_PERMIT: ChannelId = ChannelId::new(1);
/// How many of that channel's requests get no permit.
const NO_PERMIT: usize = 300;

/// Ten channels, each with a thousand schedules that post on Mondays at nine.
async fn crowd(bot: &Bot<'_>) {
    let now = bot.posting.clock.now();
    let zone = chrono_tz::Europe::Berlin;
    let rule = Recurrence::parse("mondays 9:00", now, zone).expect("a rule");
    let mut writing = bot.posting.store.write().await.expect("a transaction");
    for (place, _) in (0..).take(CHANNELS).cycle().zip(0..CHANNELS * EACH) {
        let schedule = Schedule {
            id: ScheduleId::random(),
            guild: GuildId::new(place),
            channel: ChannelId::new(place),
            next_due_at: rule.next_after(now, zone),
            rule: rule.clone(),
            zone,
            topics: Topics::default(),
            manner: Manner::default(),
            state: ScheduleState::Active,
            after_at: now,
            catch_up: TimeDelta::hours(12),
            created_at: now,
            resting_until: None,
            revision: 0,
        };
        let inserted = writing.insert_schedule(&schedule).await;
        inserted.expect("it is inserted");
    }
    writing.commit().await.expect("it is kept");
}

#[tokio::test]
async fn of_ten_thousand_posts_due_at_once_those_of_a_channel_that_refuses_delay_no_other() {
    let database = Database::sqlite();
    let bot = Bot::start(&database).await;
    crowd(&bot).await;
    let missing = RefusedReason::MissingPermission(vec!["Send Messages".to_owned()]);
    let refusals = std::iter::repeat_n(Fate::Refused(missing), EACH);
    bot.channels.fates(REFUSING, refusals);
    let no_permits = std::iter::repeat_n(Fate::NoPermit, NO_PERMIT);
    bot.channels.fates(WITHOUT_PERMIT, no_permits);

    let stop = CancellationToken::new();
    let work = worker::run(&bot.posting, stop.clone());
    let meanwhile = async {
        bot.hand.advance(hours(1));
        // The clock stands: whoever is not refused goes out with nobody waiting.
        let in_time = EACH * (CHANNELS - 1) - NO_PERMIT;
        bot.channels.until_sent(in_time).await;
        bot.hand.advance(TimeDelta::seconds(1));
        bot.channels.until_sent(in_time + NO_PERMIT).await;
        stop.cancel();
    };
    tokio::join!(work, meanwhile);

    let requests = bot.channels.requests();
    let asked_in_vain = requests
        .iter()
        .filter(|one| one.channel == REFUSING)
        .count();
    assert!((1..=IN_THE_AIR).contains(&asked_in_vain), "{asked_in_vain}");
    let others = requests.len() - asked_in_vain;
    assert_eq!(others, EACH * (CHANNELS - 1) + NO_PERMIT);
    assert_eq!(
        bot.channels.looks(),
        [],
        "each was still on its first attempt"
    );

    let mut database = database.connect().await;
    for (wanted, sql) in [
        (
            EACH * 9,
            "SELECT COUNT(*) FROM posts WHERE state = 'sent' AND attempt = 1",
        ),
        (
            EACH,
            "SELECT COUNT(*) FROM posts WHERE state = 'failed' AND attempt = 1",
        ),
        (
            EACH,
            "SELECT COUNT(*) FROM schedules WHERE state = 'blocked'",
        ),
    ] {
        let count: i64 = sqlx::query_scalar(sql)
            .fetch_one(&mut database)
            .await
            .expect("counted");
        assert_eq!(usize::try_from(count), Ok(wanted), "{sql}");
    }
    database.close().await.expect("closed");
}
