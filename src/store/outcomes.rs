//! What became of posts in a writing transaction: told to the log and the tally once it is committed,
//! and to nobody if it is not.

use chrono::TimeDelta;

use super::{Result, Store, Writing, codes, columns::count};
use crate::{
    posting::model::{Counts, Ending, PostId, PostOutcome},
    tally::Tally,
};

/// What is told of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// An attempt at it ended.
    Attempt(&'static str),
    /// It is in the channel.
    Sent {
        post: PostId,
        late: TimeDelta,
        attempts: i64,
    },
    /// Its message is gone.
    Removed { post: PostId },
    /// It waits, or is not going to be sent, or nobody can tell.
    Became { post: PostId, outcome: PostOutcome },
}

impl Told {
    /// How an attempt ended.
    pub(super) fn attempt(ending: &Ending) -> Self {
        Self::Attempt(match ending {
            Ending::Sent { .. } => "sent",
            Ending::Again {
                counts: Counts::No, ..
            }
            | Ending::Wait {
                counts: Counts::No, ..
            } => "no permit",
            Ending::Again { .. } => "again",
            Ending::Wait { .. } => "wait",
            Ending::Refused { .. } => "refused",
            Ending::Unsure { .. } => "unsure",
            Ending::Closed(_) => "closed",
        })
    }

    pub(super) fn tell(self, tally: &Tally) {
        match self {
            Self::Attempt(ending) => tally.attempt(ending),
            Self::Sent {
                post,
                late,
                attempts,
            } => {
                tally.post("sent");
                tally.late(late);
                let late_seconds = late.as_seconds_f64();
                tracing::info!(parent: &post.span(), late_seconds, attempts, "a post was sent");
            }
            Self::Removed { post } => {
                tally.post("removed");
                tracing::info!(parent: &post.span(), "a post's message is gone");
            }
            Self::Became { post, outcome } => became(post, &outcome, tally),
        }
    }
}

fn became(post: PostId, outcome: &PostOutcome, tally: &Tally) {
    let span = post.span();
    let (state, reason, detail) = codes::of_outcome(outcome);
    match outcome {
        PostOutcome::Due => return tracing::debug!(parent: &span, "a post was planned"),
        PostOutcome::Sending | PostOutcome::Sent { .. } => return,
        PostOutcome::Skipped(_) => {
            tracing::info!(parent: &span, reason, "a post was skipped");
        }
        PostOutcome::Missed(_) => {
            tracing::info!(parent: &span, reason, earlier = detail, "a post was missed");
        }
        PostOutcome::Failed(_) => {
            tracing::info!(parent: &span, reason, detail, "a post failed");
        }
        PostOutcome::Unsure => {
            tracing::info!(parent: &span, "nobody can tell whether a post is in its channel");
        }
    }
    tally.post(state);
}

impl Writing {
    /// Has this told once the transaction is committed.
    pub(super) fn tell(&mut self, told: Told) {
        self.told.push(told);
    }
}

/// The posts that are still to come to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Those that wait to be sent.
    pub due: u32,
    /// Those on their way, or of which an answer is still to be found out.
    pub sending: u32,
}

impl Store {
    /// How many posts are still to come to something. What it costs follows these, never how many posts
    /// there were.
    ///
    /// # Errors
    ///
    /// If the database can't answer.
    pub async fn queue(&self) -> Result<Queue> {
        let row = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM posts WHERE state = 'due'),
                 (SELECT COUNT(*) FROM posts WHERE state = 'sending')",
        )
        .fetch_one(self.reading())
        .await?;
        Ok(Queue {
            due: count(&row, 0)?,
            sending: count(&row, 1)?,
        })
    }
}
