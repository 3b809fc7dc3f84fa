//! Notices, with the longest of everything.

use super::*;
use crate::{
    posting::model::{Hearer, TellStep, Telling, Unheard},
    store::ids::{MessageId, ShareId},
};

#[test]
fn what_needs_moderators_fits_wherever_they_read_it() {
    let schedule = scheduled::troubled();
    let ScheduleState::Blocked(reason) = schedule.state.clone() else {
        panic!("it is blocked");
    };
    let at = "2026-11-22T12:00:00Z".parse().expect("an instant");
    for kind in [
        NoticeKind::Refused(reason),
        NoticeKind::Refused(RefusedReason::Unreadable),
        NoticeKind::Unsure,
        NoticeKind::Doubled,
        NoticeKind::NoArticle,
        NoticeKind::UnreadablePost,
        NoticeKind::Reported {
            share: ShareId::random(),
            message: MessageId::new(u64::MAX),
        },
        NoticeKind::Held,
    ] {
        let notice = Notice {
            id: "AAECAwQFBgcICQoLDA0ODw".parse().expect("an id"),
            kind,
            guild: schedule.guild,
            channel: schedule.channel,
            schedule: schedule.id,
            post: PostId::of(schedule.id, at),
            opened_at: at,
        };
        let telling = Telling {
            notice: notice.clone(),
            due_at: Some(at),
            maker: None,
            step: TellStep::Tell {
                to: Hearer::Channel(schedule.channel),
                since: None,
            },
            attempt: 1,
        };
        check(notices::told(&telling));
        check(notices::told_alone(&telling, &"_".repeat(100)));
        check(notices::mended(&telling));
        let one = Unheard {
            notice: notice.clone(),
            due_at: Some(at),
        };
        let first = notices::first(&[one.clone(), one.clone(), one]);
        assert!(first.length() < 1500, "there is room below it");
        check(first);
        check(notices::ask_where(notice.id, &schedule));
        check(schedules::list(
            std::slice::from_ref(&schedule),
            &[],
            &[notice],
            at,
            0,
        ));
    }
}
