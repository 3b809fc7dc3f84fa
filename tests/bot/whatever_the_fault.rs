//! Whatever the fault, one message: each fault strikes the first attempt, the look of the recovery, and the
//! resend. Mondays go by, a fault each; history tells of every one.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use insta::assert_snapshot;
use sunflower::sandbox::{
    faults::{Fault, Plan},
    record::Outcome,
    world::World,
};

use crate::{
    garden::{Garden, at},
    looking::{carried, private},
    mending::{forged, notice, there, without_post},
    moderating::{self, POST, asked, channel, history, in_time, list, posts_in, tries},
};

const SECOND: TimeDelta = TimeDelta::seconds(1);
/// Together 45 seconds.
const SLOW_STEP: TimeDelta = TimeDelta::milliseconds(200);
const SLOW_STEPS: u32 = 225;
const HISTORY: &str = "GET /channels/{channel}/messages";
const CHANNEL: &str = "GET /channels/{channel}";
const FORUM_POST: &str = "POST /channels/{channel}/threads";

const POSTED: &str = "✅";
const REFUSED: &str = "❌";

/// Later than the last request that was put off.
const LONG_AFTER: TimeDelta = TimeDelta::seconds(90);

/// Each fault by its name, and what history says of a post that meets it once.
fn faults() -> Vec<(&'static str, Fault, &'static str)> {
    let refused = |status, code| Fault::refusal(status, code, "As Discord says it");
    vec![
        ("dropped before", Fault::DropBefore, POSTED),
        ("dropped after", Fault::DropAfter, POSTED),
        ("performed later", put_off(), POSTED),
        ("garbled, performed", Fault::Garble, POSTED),
        ("garbled, not performed", Fault::garbled(), POSTED),
        ("429", Fault::rate_limit(0.1, false), POSTED),
        ("429 of all", Fault::rate_limit(0.1, true), POSTED),
        ("429 shared", Fault::shared_rate_limit(0.1), POSTED),
        ("500", Fault::down(500), POSTED),
        ("502", Fault::down(502), POSTED),
        ("503", Fault::down(503), POSTED),
        ("401", refused(401, 0), POSTED),
        ("50001", refused(403, 50_001), REFUSED),
        ("50013", refused(403, 50_013), REFUSED),
        ("10003", refused(404, 10_003), REFUSED),
        ("50035", refused(400, 50_035), REFUSED),
    ]
}

fn put_off() -> Fault {
    Fault::PerformLater(TimeDelta::seconds(30))
}

/// A fault of requests about #wellbeing, and not of what moderators are told.
fn in_wellbeing<'a>(garden: &'a Garden, request: &str) -> Plan<'a> {
    let wellbeing = channel(garden, "wellbeing");
    garden
        .sandbox
        .faults()
        .on(request)
        .about(wellbeing.to_string())
}

fn monday(nth: usize) -> DateTime<Utc> {
    at("2026-11-23T09:00:00Z") + TimeDelta::weeks(i64::try_from(nth).expect("a few"))
}

/// How history begins to tell of that Monday's post.
fn told(nth: usize, channel: &str, mark: &str) -> String {
    let day = monday(nth).format("%-d %B %Y");
    format!("**{day} 09:00** #{channel}\n│ {mark}")
}

/// Until nothing that was put off is left.
async fn all_is_performed(garden: &Garden) {
    garden.advance(LONG_AFTER);
    let record = garden.sandbox.record();
    let performed = garden.sandbox.until(|_world| {
        let mut all = record.all().into_iter();
        all.all(|one| one.outcome != Outcome::PutOff).then_some(())
    });
    performed.await.expect("what was put off is performed");
}

/// Lets time go by until history tells this: slowly as long as something that was put off is to be
/// performed, and a nonce or a look may run out, so that a busy machine keeps up.
async fn history_tells(garden: &Garden, words: &str) {
    let slowly = async {
        for _ in 0..SLOW_STEPS {
            if history(garden).await.contains(words) {
                return;
            }
            garden.advance(SLOW_STEP);
        }
    };
    slowly.await;
    in_time(garden, SECOND, words).await;
}

/// One Monday's post, from its due time on: it ends as `mark` says, in one message or in none.
async fn goes_by(
    garden: &Garden,
    nth: usize,
    posted_before: usize,
    name: &str,
    mark: &str,
) -> usize {
    garden.hand.move_to(monday(nth));
    history_tells(garden, &told(nth, "wellbeing", mark)).await;
    all_is_performed(garden).await;
    let posted = posts_in(garden, "wellbeing") - posted_before;
    assert_eq!(posted, usize::from(mark == POSTED), "messages after {name}");
    if mark == REFUSED {
        assert!(list(garden).await.contains("Stopped"), "after {name}");
        asked(garden, "/schedule resume schedule:1").await;
    }
    garden.sandbox.faults().clear();
    posted
}

#[tokio::test]
async fn at_the_first_attempt() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let mut posted = 0;
    for (nth, (name, fault, mark)) in faults().into_iter().enumerate() {
        in_wellbeing(&garden, POST).once(fault);
        posted += goes_by(&garden, nth, posted, name, mark).await;
    }
    assert_eq!(posted, 12);
    garden.close().await;
}

#[tokio::test]
async fn at_the_look_for_a_post_that_arrived_and_for_one_that_did_not() {
    for first in [Fault::DropAfter, Fault::DropBefore] {
        let garden = Garden::open().await;
        garden.schedule_mondays().await;
        let mut posted = 0;
        for (nth, (name, fault, _)) in faults().into_iter().enumerate() {
            in_wellbeing(&garden, POST).once(first.clone());
            // Half of them while it is asked whether the history means anything.
            let looked_at = if nth % 2 == 0 { HISTORY } else { CHANNEL };
            in_wellbeing(&garden, looked_at).once(fault);
            posted += goes_by(&garden, nth, posted, name, POSTED).await;
        }
        assert_eq!(posted, 16);
        garden.close().await;
    }
}

/// A refusal proves nothing of the request before it, which may be performed yet: it is waited for.
#[tokio::test]
async fn at_the_resend() {
    for first in [Fault::DropBefore, put_off()] {
        let garden = Garden::open().await;
        garden.schedule_mondays().await;
        let mut posted = 0;
        for (nth, (name, fault, _)) in faults().into_iter().enumerate() {
            in_wellbeing(&garden, POST).once(first.clone());
            in_wellbeing(&garden, POST).after(1).once(fault);
            posted += goes_by(&garden, nth, posted, name, POSTED).await;
        }
        assert_eq!(posted, 16);
        garden.close().await;
    }
}

#[tokio::test]
async fn refused_for_good_after_a_request_that_was_lost() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    for (nth, code) in [50_001, 50_013].into_iter().enumerate() {
        in_wellbeing(&garden, POST).once(Fault::DropBefore);
        let refused = Fault::refusal(403, code, "Missing");
        in_wellbeing(&garden, POST).after(1).always(refused);
        goes_by(&garden, nth, 0, "a refusal", REFUSED).await;
    }
    assert_eq!(
        tries(&garden, 6).await.len(),
        6,
        "lost, refused, and refused once more when nothing can come"
    );
    garden.close().await;
}

/// The bot's posts in the forum.
fn threads(world: &World) -> usize {
    moderating::threads(world, "open-garden").len()
}

#[tokio::test]
async fn in_a_forum_which_takes_no_nonce() {
    let garden = Garden::open().await;
    let create = "/schedule create channel:#open-garden when:\"mondays 9:00\" zone:Europe/London";
    asked(&garden, create).await;
    let mut posted = 0;
    let posted_in_the_end = faults().into_iter().filter(|fault| fault.2 == POSTED);
    for (nth, (name, fault, mark)) in posted_in_the_end.enumerate() {
        garden.sandbox.faults().on(FORUM_POST).once(fault);
        garden.hand.move_to(monday(nth));
        let step = TimeDelta::seconds(10);
        in_time(&garden, step, &told(nth, "open-garden", mark)).await;
        all_is_performed(&garden).await;
        posted += 1;
        assert_eq!(garden.sandbox.read(threads), posted, "threads after {name}");
    }
    garden.close().await;
}

/// The one double that can't be excluded: performed later than anyone can wait for.
#[tokio::test]
async fn in_a_forum_a_request_performed_too_late_is_seen_and_told() {
    let garden = Garden::open().await;
    let create = "/schedule create channel:#open-garden when:\"mondays 9:00\" zone:Europe/London";
    asked(&garden, create).await;
    let performed_late = Fault::PerformLater(TimeDelta::minutes(20));
    garden.sandbox.faults().on(FORUM_POST).once(performed_late);
    asked(&garden, "/settings notices channel:#potting-shed").await;
    garden.hand.move_to(monday(0));
    let step = TimeDelta::seconds(10);
    let said = in_time(&garden, step, &told(0, "open-garden", POSTED)).await;
    assert!(!said.contains("twice"), "{said}");
    assert_eq!(garden.sandbox.read(threads), 1);
    let twice = "│ ⚠️ It is there twice: Discord did late what had seemed lost. Delete whichever of the \
                 two you like.";
    // It is performed before anybody looks for it, however fast time goes by.
    while garden.sandbox.read(threads) < 2 {
        garden.advance(step);
        history(&garden).await;
        assert!(garden.sandbox.now() < monday(0) + TimeDelta::minutes(33));
    }
    in_time(&garden, TimeDelta::minutes(1), twice).await;
    let twice = notice(&garden, "a post is there twice").await;
    assert_snapshot!("twice", without_post(&twice));
    let seen = private(there(&garden).click(&twice, "I have seen to it").await);
    assert!(
        seen.as_text().contains("off the list"),
        "{}",
        seen.as_text()
    );
    let mended = notice(&garden, "Mended").await;
    assert_snapshot!("seen_to", mended.as_text());
    let late = forged(&garden, &twice, &carried(&twice, "I have seen to it")).await;
    assert!(
        late.as_text().contains("mended already"),
        "{}",
        late.as_text()
    );
    // Where nothing was lost nobody looks, and the next week's is one.
    garden.hand.move_to(monday(1));
    in_time(&garden, step, &told(1, "open-garden", POSTED)).await;
    all_is_performed(&garden).await;
    assert_eq!(garden.sandbox.read(threads), 3);
    garden.close().await;
}

#[tokio::test]
async fn where_connections_are_refused_with_the_gateway_or_without() {
    for gateway in [false, true] {
        let garden = Garden::open().await;
        garden.schedule_mondays().await;
        let sandbox = &garden.sandbox;
        sandbox.refuse_connections(gateway).expect("it is refused");
        garden.hand.move_to(monday(0));
        while !garden.log().contains("Discord can't be reached") {
            real_time(Duration::from_millis(10)).await;
        }
        assert_eq!(posts_in(&garden, "wellbeing"), 0);
        sandbox.take_connections().expect("the port is ours");
        let logs_in = sandbox.until(|_| (sandbox.gateway().connected() > 0).then_some(()));
        logs_in.await.expect("it comes back");
        in_time(&garden, SECOND, POSTED).await;
        assert_eq!(posts_in(&garden, "wellbeing"), 1);
        assert_eq!(sandbox.record().of(POST).len(), 1);
        garden.hand.move_to(monday(1));
        garden.post_in("wellbeing", 2).await;
        garden.close().await;
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the bot waits for answers on real time"
)]
async fn real_time(time: Duration) {
    tokio::time::sleep(time).await;
}

/// Ten seconds are waited for an answer: one that takes nine is heard, one that takes longer is not, and
/// its post is looked for.
#[tokio::test]
async fn an_answer_is_waited_for_ten_seconds() {
    let waiting = async |seconds| {
        let garden = Garden::open().await;
        garden.schedule_mondays().await;
        let late = Fault::AnswerLate(Duration::from_secs(seconds));
        garden.sandbox.faults().on(POST).once(late);
        garden.hand.move_to(monday(0));
        real_time(Duration::from_millis(10_500)).await;
        let looked = garden.sandbox.record().of(HISTORY).len();
        in_time(&garden, SECOND, POSTED).await;
        let looked = garden.sandbox.record().of(HISTORY).len().max(looked);
        assert_eq!(looked > 0, seconds > 10, "looked {looked} times");
        assert_eq!(posts_in(&garden, "wellbeing"), 1);
        let tries = garden.sandbox.record().of(POST);
        assert_eq!(tries.len(), 1);
        let answered = matches!(tries[0].outcome, Outcome::Answered { .. });
        assert_eq!(answered, seconds < 10, "{:?}", tries[0].outcome);
        assert!(history(&garden).await.contains(POSTED));
        garden.hand.move_to(monday(1));
        garden.post_in("wellbeing", 2).await;
        garden.close().await;
    };
    tokio::join!(waiting(1), waiting(9), waiting(11), waiting(60));
}
