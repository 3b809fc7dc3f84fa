//! Two moderators at one schedule at once: both commands are on their way together, both answers make
//! sense, and what is then so is what one of the two orders would have made.

use sunflower::sandbox::driver::{Member, PATIENCE, Shown};

use tokio::time::timeout;

use crate::{
    garden::{Garden, shown},
    looking::with_sage,
    moderating::{asked, history, list, posts_in},
};

/// How often each pair meets: now one comes first and now the other, and each time later after them.
const ROUNDS: usize = 4;
/// How many turns everyone else gets meanwhile, for each step later.
const TURNS: usize = 20;
const GONE: &str = "There is no such schedule here.";

/// What a moderator does: a command, or a button of its answer, which was asked for before.
#[derive(Clone, Copy)]
enum Does {
    Sends(&'static str),
    Presses(&'static str, &'static str),
}
use Does::{Presses, Sends};

const DELETES: Does = Presses("/schedule delete schedule:1", "Yes, delete it");

impl Does {
    async fn prepared(self, member: &Member) -> Option<Shown> {
        match self {
            Sends(_) => None,
            Presses(command, _) => Some(shown(member.slash(command).await)),
        }
    }

    async fn by(self, member: &Member, prepared: Option<&Shown>) -> String {
        let seen = match (self, prepared) {
            (Sends(command) | Presses(command, _), None) => member.slash(command).await,
            (Presses(_, button) | Sends(button), Some(on)) => member.click(on, button).await,
        };
        let shown = shown(seen);
        assert!(shown.is_private(), "{}", shown.as_text());
        shown.as_text().to_owned()
    }
}

/// What both were told, what the list says then, and how many posts came of it.
struct Met {
    rowan: String,
    sage: String,
    list: String,
    posts: usize,
}

async fn later<T>(steps: usize, doing: impl Future<Output = T>) -> T {
    for _ in 0..steps * TURNS {
        tokio::task::yield_now().await;
    }
    doing.await
}

/// Both at once, several times, each time at a new schedule: Mondays at nine in #wellbeing.
async fn meet(rowan: Does, sage: Does, check: impl Fn(&Met)) {
    let garden = Garden::open_with(with_sage).await;
    let (first, second) = (garden.moderator(), garden.sandbox.member("sage"));
    for round in 0..ROUNDS {
        garden.schedule_mondays().await;
        let before = posts_in(&garden, "wellbeing");
        let (mine, theirs) = (rowan.prepared(&first).await, sage.prepared(&second).await);
        let (told, also) = tokio::join!(
            later(
                if round % 2 == 0 { 0 } else { round },
                rowan.by(&first, mine.as_ref())
            ),
            later(
                if round % 2 == 0 { round } else { 0 },
                sage.by(&second, theirs.as_ref())
            )
        );
        let settled = async { while history(&garden).await.contains("🕓") {} };
        let settled = timeout(PATIENCE, settled).await;
        assert!(settled.is_ok(), "on its way for ever:\n{}", garden.log());
        let met = Met {
            rowan: told,
            sage: also,
            list: list(&garden).await,
            posts: posts_in(&garden, "wellbeing") - before,
        };
        check(&met);
        if met.list.contains("**1.**") {
            let sure = asked(&garden, "/schedule delete schedule:1").await;
            shown(first.click(&sure, "Yes, delete it").await);
        }
    }
    garden.close().await;
}

#[tokio::test]
async fn both_pause_and_it_is_paused() {
    let pause = Sends("/schedule pause schedule:1");
    meet(pause, pause, |met| {
        for said in [&met.rowan, &met.sage] {
            assert!(said.contains("Paused."), "{said}");
        }
        assert!(met.list.contains("⏸️ Paused"), "{}", met.list);
    })
    .await;
}

#[tokio::test]
async fn one_pauses_and_one_resumes_and_it_is_one_of_both() {
    let (pause, resume) = (
        Sends("/schedule pause schedule:1"),
        Sends("/schedule resume schedule:1"),
    );
    meet(pause, resume, |met| {
        assert!(met.rowan.contains("Paused."), "{}", met.rowan);
        assert!(met.sage.contains("Resumed"), "{}", met.sage);
        let paused = met.list.contains("⏸️ Paused");
        let posts = met.list.contains("Monday, 23 November 2026 09:00");
        assert!(paused != posts, "one of both: {}", met.list);
    })
    .await;
}

#[tokio::test]
async fn one_deletes_and_one_pauses_and_it_is_gone() {
    meet(DELETES, Sends("/schedule pause schedule:1"), |met| {
        assert!(
            met.rowan.contains("The schedule is deleted."),
            "{}",
            met.rowan
        );
        let either = met.sage.contains("Paused.") || met.sage.contains(GONE);
        assert!(either, "{}", met.sage);
        assert!(met.list.contains("no schedule here yet"), "{}", met.list);
    })
    .await;
}

#[tokio::test]
async fn both_delete_and_one_is_told_that_it_is_gone() {
    meet(DELETES, DELETES, |met| {
        let said = [&met.rowan, &met.sage];
        let deleted = said
            .iter()
            .filter(|said| said.contains("The schedule is deleted."));
        let gone = said.iter().filter(|said| said.contains(GONE));
        assert_eq!((deleted.count(), gone.count()), (1, 1), "{said:?}");
        assert!(met.list.contains("no schedule here yet"), "{}", met.list);
    })
    .await;
}

const EDITS_WHEN: Does = Sends("/schedule edit schedule:1 when:tuesdays 10:00");
const EDITS_TOPICS: Does = Sends("/schedule edit schedule:1 topics:rest");

#[tokio::test]
async fn each_edits_another_part_and_neither_edit_is_lost() {
    meet(EDITS_WHEN, EDITS_TOPICS, |met| {
        assert!(met.rowan.contains("Changed: when"), "{}", met.rowan);
        assert!(met.sage.contains("Changed: topics"), "{}", met.sage);
        let both = ["Tuesdays at 10:00", "From: rest"];
        assert!(
            both.iter().all(|part| met.list.contains(part)),
            "{}",
            met.list
        );
        // Whoever came second was shown what the first had made of it.
        let seen = [&met.rowan, &met.sage].into_iter();
        let whole = seen.filter(|said| both.iter().all(|part| said.contains(part)));
        assert!(whole.count() >= 1, "{}\n{}", met.rowan, met.sage);
    })
    .await;
}

#[tokio::test]
async fn both_edit_the_times_and_one_of_them_is_kept_whole() {
    let other = Sends("/schedule edit schedule:1 when:fridays 18:30 zone:Asia/Tokyo");
    meet(EDITS_WHEN, other, |met| {
        assert!(met.rowan.contains("Tuesdays at 10:00"), "{}", met.rowan);
        assert!(
            met.sage.contains("Fridays at 18:30 (Asia/Tokyo)"),
            "{}",
            met.sage
        );
        // Sage's zone is a part of its own: Rowan's edit leaves it as it finds it.
        let rowans = met.list.contains("Tuesdays at 10:00");
        let sages = met.list.contains("Fridays at 18:30 (Asia/Tokyo)");
        assert!(rowans != sages, "{}", met.list);
    })
    .await;
}

#[tokio::test]
async fn one_edits_and_one_deletes_and_it_is_gone() {
    meet(EDITS_WHEN, DELETES, |met| {
        let either = met.rowan.contains("Changed: when") || met.rowan.contains(GONE);
        assert!(either, "{}", met.rowan);
        assert!(
            met.sage.contains("The schedule is deleted."),
            "{}",
            met.sage
        );
        assert!(met.list.contains("no schedule here yet"), "{}", met.list);
    })
    .await;
}

#[tokio::test]
async fn one_edits_and_one_pauses_and_both_are_so() {
    meet(EDITS_WHEN, Sends("/schedule pause schedule:1"), |met| {
        assert!(met.rowan.contains("Changed: when"), "{}", met.rowan);
        assert!(met.sage.contains("Paused."), "{}", met.sage);
        let both = ["Tuesdays at 10:00", "⏸️ Paused"];
        assert!(
            both.iter().all(|part| met.list.contains(part)),
            "{}",
            met.list
        );
    })
    .await;
}

const POSTS_NOW: Does = Presses("/schedule post-now schedule:1", "Post it now");
const SKIPS: Does = Sends("/schedule skip schedule:1");
const GOES_OUT: &str = "The post of Monday, 23 November 2026 09:00 goes out";

#[tokio::test]
async fn both_post_it_now_and_it_is_posted_once() {
    meet(POSTS_NOW, POSTS_NOW, |met| {
        let said = [&met.rowan, &met.sage];
        assert!(said.iter().any(|said| said.contains(GOES_OUT)), "{said:?}");
        let makes_sense = ["goes out", "on its way already", "out already"];
        for said in said {
            assert!(
                makes_sense.iter().any(|words| said.contains(words)),
                "{said}"
            );
        }
        assert_eq!(met.posts, 1);
        assert!(
            met.list.contains("Monday, 30 November 2026 09:00"),
            "{}",
            met.list
        );
    })
    .await;
}

#[tokio::test]
async fn one_pauses_and_one_posts_it_now_and_no_more_than_that_goes_out() {
    meet(Sends("/schedule pause schedule:1"), POSTS_NOW, |met| {
        assert!(met.rowan.contains("Paused."), "{}", met.rowan);
        assert!(met.list.contains("⏸️ Paused"), "{}", met.list);
        if met.sage.contains(GOES_OUT) {
            assert!(met.posts <= 1, "{}", met.posts);
        } else {
            assert!(met.sage.contains("This schedule is paused"), "{}", met.sage);
            assert_eq!(met.posts, 0);
        }
    })
    .await;
}

#[tokio::test]
async fn one_skips_it_and_one_posts_it_now_and_what_was_skipped_is_not_posted() {
    meet(SKIPS, POSTS_NOW, |met| {
        let skipped = |day| format!("Skipped the post of Monday, {day} November 2026 09:00");
        let goes_out = met.sage.contains(GOES_OUT);
        assert!(
            goes_out || met.sage.contains("skipped meanwhile"),
            "{}",
            met.sage
        );
        if met.rowan.contains(&skipped(23)) {
            // Sage's may have been on its way to be sent when it was skipped.
            assert_eq!(met.posts, 0);
        } else {
            assert!(met.rowan.contains(&skipped(30)), "{}", met.rowan);
            assert_eq!((goes_out, met.posts), (true, 1));
        }
    })
    .await;
}

#[tokio::test]
async fn both_skip_and_each_skips_another_one() {
    meet(SKIPS, SKIPS, |met| {
        let both = format!("{}{}", met.rowan, met.sage);
        for day in ["23", "30"] {
            let skipped = format!("Skipped the post of Monday, {day} November");
            assert_eq!(both.matches(&skipped).count(), 1, "{both}");
        }
        assert!(met.list.contains("Monday, 7 December 2026"), "{}", met.list);
        assert_eq!(met.posts, 0);
    })
    .await;
}

#[tokio::test]
async fn one_edits_and_one_posts_it_now_and_it_goes_out_if_that_was_said() {
    meet(EDITS_WHEN, POSTS_NOW, |met| {
        assert!(met.rowan.contains("Changed: when"), "{}", met.rowan);
        assert!(met.list.contains("Tuesdays at 10:00"), "{}", met.list);
        let posted = met.sage.contains(GOES_OUT);
        let moved = met.sage.contains("That is not the next post any more");
        assert!(posted != moved, "{}", met.sage);
        assert_eq!(met.posts, usize::from(posted));
    })
    .await;
}

#[tokio::test]
async fn one_deletes_and_one_posts_it_now_and_nothing_is_left_to_post() {
    meet(DELETES, POSTS_NOW, |met| {
        assert!(
            met.rowan.contains("The schedule is deleted."),
            "{}",
            met.rowan
        );
        assert!(met.list.contains("no schedule here yet"), "{}", met.list);
        if met.sage.contains(GOES_OUT) {
            assert!(met.posts <= 1, "{}", met.posts);
        } else {
            assert!(met.sage.contains(GONE), "{}", met.sage);
            assert_eq!(met.posts, 0);
        }
    })
    .await;
}
