//! How long people wait: from the receipt of a command, a press or a form until its first answer is sent.
//! Whoever sends one says so here, wherever that is.

use std::{cell::Cell, sync::atomic::Ordering};

use serenity::all::{FullEvent, Interaction};
use tokio::time::Instant;

use super::Context;
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

/// What is sent to answer an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    /// The first answer, or that one comes.
    Answer,
    /// A change of it.
    Edit,
    /// Another message after it.
    FollowUp,
}

impl Sending {
    /// What a command sends next.
    #[must_use]
    pub fn next_of(ctx: Context<'_>) -> Self {
        if ctx.has_sent_initial_response.load(Ordering::SeqCst) {
            Self::FollowUp
        } else {
            Self::Answer
        }
    }

    fn route(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Edit => "edit answer",
            Self::FollowUp => "follow-up",
        }
    }

    /// Discord's status when it takes it (interactions/receiving-and-responding).
    fn taken(self) -> u16 {
        match self {
            Self::Answer => 204,
            Self::Edit | Self::FollowUp => 200,
        }
    }
}

/// Notes how the sending of an answer ended, and that people have their first one if Discord took it.
pub fn sent<T>(sending: Sending, sent: &serenity::Result<T>) {
    // Nobody waits where nobody counts.
    let _ = WAITING.try_with(|waiting| {
        let status = match sent {
            Ok(_) => Some(sending.taken()),
            Err(serenity::Error::Http(error)) => error.status_code().map(|status| status.as_u16()),
            Err(_) => None,
        };
        waiting.tally.answer(sending.route(), status);
        if sent.is_ok() && !waiting.answered.replace(true) {
            waiting
                .tally
                .first_answer(waiting.kind, waiting.since.elapsed());
        }
    });
}
