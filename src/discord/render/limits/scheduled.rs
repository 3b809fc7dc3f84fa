//! Schedules fit Discord, however many and troubled they are.

use super::*;

/// A server's most troubled schedule: blocked, with the longest of everything.
pub(super) fn troubled() -> Schedule {
    let at = "2026-11-22T12:00:00Z".parse().expect("an instant");
    let zone = chrono_tz::America::Argentina::ComodRivadavia;
    let rule = Recurrence::parse("0 0-23 1-31/2 1,3,5,7,9,11 1-6", at, zone).expect("a rule");
    let names = [
        "View Channel",
        "Send Messages",
        "Embed Links",
        "Read Message History",
    ];
    let topic = |nth: u32| format!("{nth:032}").parse().expect("a topic");
    Schedule {
        id: "AAECAwQFBgcICQoLDA0ODw".parse().expect("an id"),
        guild: GuildId::new(u64::MAX),
        channel: ChannelId::new(u64::MAX),
        rule,
        zone,
        topics: Topics::new((0..200).map(topic)),
        state: ScheduleState::Blocked(RefusedReason::MissingPermission(
            names.map(str::to_owned).to_vec(),
        )),
        after_at: at,
        next_due_at: None,
        catch_up: chrono::TimeDelta::hours(72),
        created_at: at,
        manner: Manner {
            kind: ChannelKind::Announcement,
            what: What::Affirmations,
            mention: Some(RoleId::new(u64::MAX)),
            thread: true,
            quiet: true,
            tags: Vec::new(),
        },
        resting_until: None,
        revision: 0,
    }
}

#[test]
fn schedules_fit_however_many_and_troubled_they_are() {
    let at = "2026-11-22T12:00:00Z".parse().expect("an instant");
    let schedule = troubled();
    let ScheduleState::Blocked(reason) = schedule.state.clone() else {
        panic!("it is blocked");
    };
    let notice = Notice {
        id: "AAECAwQFBgcICQoLDA0ODw".parse().expect("an id"),
        kind: NoticeKind::Refused(reason),
        guild: schedule.guild,
        channel: schedule.channel,
        schedule: schedule.id,
        post: PostId::of(schedule.id, at),
        opened_at: at,
    };
    let schedules = vec![schedule.clone(); 250];
    let notices = vec![notice; 250];
    for page in [0, 49, 50] {
        check(schedules::list(&schedules, &[], &notices, at, page));
    }
    let lost = UnreadableSchedule {
        id: schedule.id,
        guild: schedule.guild,
        channel: schedule.channel,
        due_at: None,
        why: String::new(),
    };
    let lost = vec![lost; 250];
    let next_due_at = schedule.upcoming(at).next();
    let active = Schedule {
        state: ScheduleState::Active,
        next_due_at,
        resting_until: Some(at + chrono::TimeDelta::days(1)),
        ..schedule.clone()
    };
    check(schedules::list(
        &vec![active.clone(); 250],
        &lost,
        &notices,
        at,
        0,
    ));
    check(schedules::sure_delete(&active, at));
    assert!(
        text::length(&schedules::choice(250, &active, Some("this channel"))) > CHOICE,
        "so it is cut"
    );
    check(schedule::edited(&schedule, &active, at));
    let tag = |id| Tag {
        id: TagId::new(u64::MAX - id),
        name: "t".repeat(20),
        moderated: false,
    };
    let tags: Vec<Tag> = (0..20).map(tag).collect();
    check(schedule::ask_tags("Which?", &active, &tags));
    let library = Library::embedded().expect("our library has no fault");
    let mut borne = active.clone();
    borne.manner.tags = tags.iter().take(5).map(|tag| tag.id).collect();
    for shown in [&borne, &troubled()] {
        check(schedule::shown(shown, at, &library, &tags, None));
    }
    let made = schedules::created(&active, at, &library, None);
    check(made.and(largest_post(&largest())));
}

#[test]
fn what_is_missing_fits_however_much_it_is() {
    use crate::discord::{
        checking::{Checked, Finding},
        permissions::needed,
    };
    let mut schedule = troubled();
    schedule.manner.mention = Some(RoleId::new(1));
    schedule.manner.thread = true;
    let lacking = needed(&schedule.manner, false);
    let found = Finding::Lacks(schedule.manner.kind, lacking);
    let checked = Checked {
        notices: Some((schedule.channel, found)),
        schedules: vec![(schedule, found); 250],
    };
    for page in [0, 49, 50] {
        check(super::check::check(&checked, page));
    }
}
