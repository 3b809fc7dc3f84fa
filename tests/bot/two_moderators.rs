//! Two moderators at one schedule at once: both commands are on their way together, both answers make
//! sense, and what is then so is what one of the two orders would have made.

use sunflower::sandbox::{
    driver::{Member, Shown},
    world::World,
};

use crate::{
    garden::{Garden, shown},
    moderating::{asked, list},
};

/// How often each pair meets, since who comes first is left to chance.
const ROUNDS: usize = 8;
const GONE: &str = "There is no such schedule any more.";

/// A second moderator, Sage, beside Rowan.
fn with_sage(world: &mut World) {
    let garden = world.guild("The Quiet Garden").expect("the server");
    let mut roles = garden.roles.values();
    let moderators = roles.find(|role| role.name == "Moderators");
    let (garden, moderators) = (garden.id, moderators.expect("the role").id);
    let sage = world.add_user("sage", "Sage");
    world.add_member(garden, sage, &[moderators]);
}

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

/// What both were told, and what the list says then.
struct Met {
    rowan: String,
    sage: String,
    list: String,
}

/// Both at once, several times, each time at a new schedule: Mondays at nine in #wellbeing.
async fn meet(rowan: Does, sage: Does, check: impl Fn(&Met)) {
    let garden = Garden::open_with(with_sage).await;
    let (first, second) = (garden.moderator(), garden.sandbox.member("sage"));
    for _ in 0..ROUNDS {
        garden.schedule_mondays().await;
        let (mine, theirs) = (rowan.prepared(&first).await, sage.prepared(&second).await);
        let (told, also) = tokio::join!(
            rowan.by(&first, mine.as_ref()),
            sage.by(&second, theirs.as_ref())
        );
        let list = list(&garden).await;
        let met = Met {
            rowan: told,
            sage: also,
            list,
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
