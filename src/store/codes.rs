//! The texts that stand in rows for why something is as it is: a reason, and a detail of it.

use super::{Result, columns::garbled};
use crate::posting::model::{
    Failed, Missed, NoticeKind, PostOutcome, RefusedReason, ScheduleState, Skipped, StepFailure,
};

/// A reason and its detail, as two columns.
pub(super) type Coded = (&'static str, Option<String>);

const MISSING_PERMISSION: &str = "missing_permission";
const NO_MESSAGE: &str = "no_message";
const NO_CHANNEL: &str = "no_channel";
const TAG_REQUIRED: &str = "tag_required";
const TAG_GONE: &str = "tag_gone";
const THREAD_LOCKED: &str = "thread_locked";
const WRONG_KIND: &str = "wrong_kind";
const INVALID: &str = "invalid";
const UNREADABLE: &str = "unreadable";
const UNREADABLE_POST: &str = "unreadable_post";
const PAUSED: &str = "paused";
const DELETED: &str = "deleted";
const EDITED: &str = "edited";
const WANTED: &str = "wanted";
const TOO_LATE: &str = "too_late";
const SUPERSEDED: &str = "superseded";
const BLOCKED: &str = "blocked";
const OUT_OF_TIME: &str = "out_of_time";
const DOUBLED: &str = "doubled";
const NO_ARTICLE: &str = "no_article";
const REPORTED: &str = "reported";
const HELD: &str = "held";
const UNSURE: &str = "unsure";
const ACTIVE: &str = "active";

pub(super) fn of_refusal(reason: &RefusedReason) -> Coded {
    match reason {
        RefusedReason::MissingPermission(names) => (MISSING_PERMISSION, Some(names.join(", "))),
        RefusedReason::NoChannel => (NO_CHANNEL, None),
        RefusedReason::TagRequired => (TAG_REQUIRED, None),
        RefusedReason::TagGone => (TAG_GONE, None),
        RefusedReason::ThreadLocked => (THREAD_LOCKED, None),
        RefusedReason::WrongKind => (WRONG_KIND, None),
        RefusedReason::Invalid => (INVALID, None),
        RefusedReason::Unreadable => (UNREADABLE, None),
    }
}

pub(super) fn to_refusal(reason: &str, detail: Option<&str>) -> Result<RefusedReason> {
    Ok(match reason {
        MISSING_PERMISSION => RefusedReason::MissingPermission(
            detail
                .unwrap_or_default()
                .split(", ")
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
        ),
        NO_CHANNEL => RefusedReason::NoChannel,
        TAG_REQUIRED => RefusedReason::TagRequired,
        TAG_GONE => RefusedReason::TagGone,
        THREAD_LOCKED => RefusedReason::ThreadLocked,
        WRONG_KIND => RefusedReason::WrongKind,
        INVALID => RefusedReason::Invalid,
        UNREADABLE => RefusedReason::Unreadable,
        other => return Err(garbled("reason", other)),
    })
}

pub(super) fn of_skipped(why: Skipped) -> Coded {
    match why {
        Skipped::Paused => (PAUSED, None),
        Skipped::Deleted => (DELETED, None),
        Skipped::Edited => (EDITED, None),
        Skipped::Wanted => (WANTED, None),
    }
}

pub(super) fn to_skipped(reason: &str) -> Result<Skipped> {
    match reason {
        PAUSED => Ok(Skipped::Paused),
        DELETED => Ok(Skipped::Deleted),
        EDITED => Ok(Skipped::Edited),
        WANTED => Ok(Skipped::Wanted),
        other => Err(garbled("reason", other)),
    }
}

pub(super) fn of_missed(why: Missed) -> Coded {
    match why {
        Missed::TooLate { earlier: 0 } => (TOO_LATE, None),
        Missed::TooLate { earlier } => (TOO_LATE, Some(earlier.to_string())),
        Missed::Superseded => (SUPERSEDED, None),
        Missed::Blocked => (BLOCKED, None),
    }
}

pub(super) fn to_missed(reason: &str, detail: Option<&str>) -> Result<Missed> {
    Ok(match reason {
        TOO_LATE => Missed::TooLate {
            earlier: match detail {
                Some(earlier) => earlier.parse().map_err(|why| garbled("detail", why))?,
                None => 0,
            },
        },
        SUPERSEDED => Missed::Superseded,
        BLOCKED => Missed::Blocked,
        other => return Err(garbled("reason", other)),
    })
}

pub(super) fn of_failed(why: &Failed) -> Coded {
    match why {
        Failed::Refused(reason) => of_refusal(reason),
        Failed::OutOfTime => (OUT_OF_TIME, None),
        Failed::NoArticle => (NO_ARTICLE, None),
        Failed::Unreadable => (UNREADABLE_POST, None),
    }
}

pub(super) fn to_failed(reason: &str, detail: Option<&str>) -> Result<Failed> {
    match reason {
        OUT_OF_TIME => Ok(Failed::OutOfTime),
        NO_ARTICLE => Ok(Failed::NoArticle),
        UNREADABLE_POST => Ok(Failed::Unreadable),
        _ => to_refusal(reason, detail).map(Failed::Refused),
    }
}

pub(super) fn of_step(why: &StepFailure) -> Coded {
    match why {
        StepFailure::Refused(reason) => of_refusal(reason),
        StepFailure::NoMessage => (NO_MESSAGE, None),
        StepFailure::OutOfTime => (OUT_OF_TIME, None),
        StepFailure::Doubled => (DOUBLED, None),
    }
}

pub(super) fn to_step(reason: &str, detail: Option<&str>) -> Result<StepFailure> {
    match reason {
        NO_MESSAGE => Ok(StepFailure::NoMessage),
        OUT_OF_TIME => Ok(StepFailure::OutOfTime),
        DOUBLED => Ok(StepFailure::Doubled),
        _ => to_refusal(reason, detail).map(StepFailure::Refused),
    }
}

pub(super) fn of_notice(kind: &NoticeKind) -> Coded {
    match kind {
        NoticeKind::Refused(reason) => of_refusal(reason),
        NoticeKind::Unsure => (UNSURE, None),
        NoticeKind::Doubled => (DOUBLED, None),
        NoticeKind::NoArticle => (NO_ARTICLE, None),
        NoticeKind::UnreadablePost => (UNREADABLE_POST, None),
        NoticeKind::Reported { share, message } => (REPORTED, Some(format!("{share} {message}"))),
        NoticeKind::Held => (HELD, None),
    }
}

pub(super) fn to_notice(kind: &str, detail: Option<&str>) -> Result<NoticeKind> {
    match kind {
        UNSURE => Ok(NoticeKind::Unsure),
        DOUBLED => Ok(NoticeKind::Doubled),
        NO_ARTICLE => Ok(NoticeKind::NoArticle),
        UNREADABLE_POST => Ok(NoticeKind::UnreadablePost),
        REPORTED => to_reported(detail.unwrap_or_default()),
        HELD => Ok(NoticeKind::Held),
        _ => to_refusal(kind, detail).map(NoticeKind::Refused),
    }
}

fn to_reported(detail: &str) -> Result<NoticeKind> {
    let (share, message) = detail.split_once(' ').unwrap_or_default();
    match (share.parse(), message.parse()) {
        (Ok(share), Ok(message)) => Ok(NoticeKind::Reported { share, message }),
        _ => Err(garbled("a reported share", detail)),
    }
}

/// State, reason and detail of a schedule.
pub(super) fn of_schedule(
    state: &ScheduleState,
) -> (&'static str, Option<&'static str>, Option<String>) {
    match state {
        ScheduleState::Active => (ACTIVE, None, None),
        ScheduleState::Paused => (PAUSED, None, None),
        ScheduleState::Blocked(reason) => {
            let (reason, detail) = of_refusal(reason);
            (BLOCKED, Some(reason), detail)
        }
    }
}

pub(super) fn to_schedule(
    state: &str,
    reason: Option<&str>,
    detail: Option<&str>,
) -> Result<ScheduleState> {
    match state {
        ACTIVE => Ok(ScheduleState::Active),
        PAUSED => Ok(ScheduleState::Paused),
        BLOCKED => to_refusal(reason.unwrap_or_default(), detail).map(ScheduleState::Blocked),
        other => Err(garbled("state", other)),
    }
}

/// State, reason and detail of a post.
pub(super) fn of_outcome(
    outcome: &PostOutcome,
) -> (&'static str, Option<&'static str>, Option<String>) {
    let (state, coded) = match outcome {
        PostOutcome::Due => ("due", None),
        PostOutcome::Sending => ("sending", None),
        PostOutcome::Sent { .. } => ("sent", None),
        PostOutcome::Skipped(why) => ("skipped", Some(of_skipped(*why))),
        PostOutcome::Missed(why) => ("missed", Some(of_missed(*why))),
        PostOutcome::Failed(why) => ("failed", Some(of_failed(why))),
        PostOutcome::Unsure => ("unsure", None),
    };
    match coded {
        Some((reason, detail)) => (state, Some(reason), detail),
        None => (state, None, None),
    }
}
