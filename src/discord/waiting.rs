//! How long people wait: from the receipt of a command, a press or a form until its first answer is sent.
//! Whoever sends one says so here, wherever that is.

use std::cell::Cell;

use serenity::all::{FullEvent, Interaction};
use tokio::time::Instant;

use crate::tally::Tally;

tokio::task_local! {
    /// Who waits for the handler that runs, until they have their answer.
    static WAITING: Waiting;
}

struct Waiting {
    kind: &'static str,
    since: Instant,
    tally: Tally,
    answered: Cell<bool>,
}

/// What of an event people wait for an answer to; suggestions while they type are none.
pub fn kind(event: &FullEvent) -> Option<&'static str> {
    let FullEvent::InteractionCreate { interaction } = event else {
        return None;
    };
    match interaction {
        Interaction::Command(_) => Some("command"),
        Interaction::Component(_) => Some("press"),
        Interaction::Modal(_) => Some("form"),
        _ => None,
    }
}

/// Does the work for an event that has just come. If people wait for an answer, it counts how long the
/// first one took, or that there was none.
pub async fn counted(tally: &Tally, kind: Option<&'static str>, work: impl Future<Output = ()>) {
    let Some(kind) = kind.filter(|_| tally.counts()) else {
        return work.await;
    };
    let waiting = Waiting {
        kind,
        since: Instant::now(),
        tally: tally.clone(),
        answered: Cell::new(false),
    };
    let work = async {
        work.await;
        WAITING.with(|waiting| {
            if !waiting.answered.get() {
                waiting.tally.unanswered(waiting.kind);
            }
        });
    };
    WAITING.scope(waiting, work).await;
}

/// Notes that an answer was sent. Only the first counts.
pub fn answered() {
    // Nobody waits where nobody counts.
    let _ = WAITING.try_with(|waiting| {
        if !waiting.answered.replace(true) {
            waiting
                .tally
                .first_answer(waiting.kind, waiting.since.elapsed());
        }
    });
}
