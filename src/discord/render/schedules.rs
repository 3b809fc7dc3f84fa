//! Schedules and what became of their posts, as moderators see them.

use chrono::{DateTime, Utc};
use serenity::all::CreateEmbed;

use super::{button, grave_button, notices::buttons, post, text, turning};
use crate::{
    content::Library,
    discord::{
        answer::Answer,
        custom_id::CustomId,
        words::{acting, labels, manner, schedules},
    },
    posting::{
        Preview,
        channel::Edition,
        model::{Notice, Schedule, ScheduleState, UnreadableSchedule, What},
        schedules::CATCH_UP,
    },
};

/// Schedules on one page of the list.
const LISTED: usize = 5;
/// Times of each that the list shows, and that a new schedule is answered with.
const TIMES_LISTED: usize = 2;
pub(super) const TIMES_OF_ONE: usize = 5;
/// Notices that are shown at once.
pub const NOTICES: usize = 5;
/// Characters that a schedule's times and topics may take up.
const RULE: usize = 150;
const TOPICS: usize = 200;
/// Characters of a channel's name in a choice, which has a hundred for everything.
const PLACE: usize = 30;

/// A schedule in a few lines.
pub(super) fn lines(schedule: &Schedule, now: DateTime<Utc>) -> Vec<String> {
    let mut lines = told(schedule);
    if schedule.catch_up != CATCH_UP {
        lines.push(manner::catch_up(schedule.catch_up));
    }
    lines.extend(state(schedule, now));
    lines
}

/// Whether it posts, if there is something to say about it.
pub(super) fn state(schedule: &Schedule, now: DateTime<Utc>) -> Option<String> {
    let resting = schedule.rests_until(now).map(acting::resting);
    schedules::state(&schedule.state).or(resting)
}

/// Where, when, of what and how it posts.
pub(super) fn told(schedule: &Schedule) -> Vec<String> {
    let mut lines = vec![
        manner::place(schedule.channel, schedule.manner.kind),
        rule(schedule),
        topics(schedule),
    ];
    lines.extend(manner::lines(&schedule.manner));
    lines
}

/// A schedule in one line: where and when.
pub fn line(schedule: &Schedule) -> String {
    let channel = schedules::channel(schedule.channel);
    format!("{channel} {}", rule(schedule))
}

fn rule(schedule: &Schedule) -> String {
    let rule = text::cut(&schedule.rule.in_words(), RULE);
    schedules::rule(&rule, schedule.zone.name())
}

fn topics(schedule: &Schedule) -> String {
    let topics = schedule.topics.as_slice().iter();
    let topics: Vec<&str> = topics.map(crate::content::Topic::as_str).collect();
    text::cut(&schedules::topics(&topics), TOPICS)
}

/// How a schedule is called in a choice. `place` tells it from those in other channels.
#[must_use]
pub fn choice(number: usize, schedule: &Schedule, place: Option<&str>) -> String {
    let place = place.map(|place| text::cut(place, PLACE));
    let what = schedule.manner.what;
    let about = [
        Some(rule(schedule)),
        place,
        (what != What::Week).then(|| manner::what(what).to_owned()),
        Some(topics(schedule)),
    ];
    let about: Vec<String> = about.into_iter().flatten().collect();
    schedules::choice(number, &about)
}

/// The next times of a schedule that posts: none of a paused one.
pub(super) fn times(schedule: &Schedule, count: usize) -> Vec<String> {
    if schedule.state != ScheduleState::Active {
        return Vec::new();
    }
    // A time before that is done with: skipped, posted ahead, or inside a pause.
    let next = schedule.next_due_at;
    let after = next.into_iter().flat_map(|next| schedule.upcoming(next));
    let times = next.into_iter().chain(after).take(count);
    let times: Vec<String> = times.map(schedules::time).collect();
    if times.is_empty() {
        vec![schedules::NO_MORE_TIMES.to_owned()]
    } else {
        times
    }
}

/// A schedule that was just made, and what it posts first.
pub fn created(
    schedule: &Schedule,
    now: DateTime<Utc>,
    library: &Library,
    preview: Option<&Preview>,
) -> Answer {
    let mut next = times(schedule, TIMES_OF_ONE).join("\n");
    let post = preview.map(|preview| the_post(library, schedule, preview));
    if post.is_some() {
        next = format!("{next}\n\n{}", schedules::PREVIEW_BELOW);
    }
    let embed = CreateEmbed::new()
        .title(schedules::PLANNED)
        .description(lines(schedule, now).join("\n"))
        .field(schedules::NEXT_FIVE, next, false);
    Answer::embed(embed).and(post.unwrap_or_default())
}

/// The very post that goes out next.
pub fn preview(
    library: &Library,
    schedule: &Schedule,
    preview: Option<&Preview>,
    now: DateTime<Utc>,
) -> Answer {
    let Some(preview) = preview else {
        return Answer::said(schedules::NOTHING_TO_PREVIEW);
    };
    let said = match schedule.state {
        ScheduleState::Active => match schedule.rests_until(now) {
            Some(until) => acting::preview_after(until, preview.due_at),
            None => schedules::preview(preview.due_at),
        },
        ScheduleState::Paused | ScheduleState::Blocked(_) => schedules::PREVIEW_PAUSED.to_owned(),
    };
    Answer::said(said).and(the_post(library, schedule, preview))
}

/// The post as it will be composed, of the same parts.
pub fn the_post(library: &Library, schedule: &Schedule, preview: &Preview) -> Answer {
    let article = library.article(&preview.article);
    let practice = library.practice(&preview.practice);
    let (Some(article), Some((_, practice))) = (article, practice) else {
        return Answer::default();
    };
    post::preview(&Edition {
        post: preview.post,
        schedule: schedule.id,
        guild: schedule.guild,
        due_at: preview.due_at,
        zone: schedule.zone,
        manner: &schedule.manner,
        article,
        practice,
        prompt: &preview.prompt,
        affirmations: &article.affirmations,
    })
}

/// A sentence about a schedule, and the schedule.
pub fn said_of(sentence: &str, schedule: &Schedule, now: DateTime<Utc>) -> Answer {
    let mut lines = lines(schedule, now);
    lines.extend(times(schedule, TIMES_OF_ONE));
    Answer::said(format!("{sentence}\n\n{}", lines.join("\n")))
}

/// Whether a schedule is really to be deleted.
pub fn sure_delete(schedule: &Schedule, now: DateTime<Utc>) -> Answer {
    let yes = CustomId::DeleteSchedule {
        id: schedule.id,
        sure: true,
    };
    said_of(schedules::SURE_DELETE, schedule, now).buttons(vec![
        grave_button(&yes, labels::YES_DELETE_IT),
        button(&CustomId::Schedules { page: 0 }, labels::KEEP),
    ])
}

/// Whether a schedule is really to be deleted of which little is known.
pub fn sure_delete_unreadable(unreadable: &UnreadableSchedule) -> Answer {
    let yes = CustomId::DeleteSchedule {
        id: unreadable.id,
        sure: true,
    };
    let what = schedules::unreadable(unreadable.channel);
    Answer::said(format!("{}\n\n{what}", schedules::SURE_DELETE)).buttons(vec![
        grave_button(&yes, labels::YES_DELETE_IT),
        button(&CustomId::Schedules { page: 0 }, labels::KEEP),
    ])
}

/// The schedules that can't be read any more, if there are such.
fn lost(unreadable: &[UnreadableSchedule]) -> Option<CreateEmbed> {
    let shown = unreadable.iter().take(NOTICES);
    let mut lines: Vec<String> = shown
        .map(|one| schedules::unreadable(one.channel))
        .collect();
    if unreadable.len() > NOTICES {
        lines.push(schedules::more(unreadable.len() - NOTICES));
    }
    if lines.is_empty() {
        return None;
    }
    lines.push(schedules::DELETE_UNREADABLE.to_owned());
    Some(CreateEmbed::new().description(lines.join("\n")))
}

/// What needs attention, if anything does.
pub fn attention(notices: &[Notice]) -> Option<CreateEmbed> {
    let mut lines: Vec<String> = notices
        .iter()
        .take(NOTICES)
        .map(schedules::notice)
        .collect();
    if lines.is_empty() {
        return None;
    }
    if notices.len() > NOTICES {
        lines.push(schedules::more(notices.len() - NOTICES));
    }
    let embed = CreateEmbed::new()
        .title(schedules::ATTENTION)
        .description(lines.join("\n\n"));
    Some(embed)
}

/// Puts those notices first about which something can be done here and now.
pub fn put_mendable_first(notices: &mut [Notice]) {
    notices.sort_by_key(|notice| buttons(notice).is_empty());
}

/// A page of a server's schedules, what needs attention first.
pub fn list(
    schedules: &[Schedule],
    unreadable: &[UnreadableSchedule],
    notices: &[Notice],
    now: DateTime<Utc>,
    page: u32,
) -> Answer {
    let mut answer = Answer::default();
    if let Some(embed) = attention(notices) {
        answer = answer.and_embed(embed);
    }
    let first = notices.first().map(buttons).unwrap_or_default();
    if notices.len() > 1 && !first.is_empty() {
        answer = answer.and_embed(CreateEmbed::new().description(schedules::FIRST_OF_THESE));
    }
    let pages = schedules.len().div_ceil(LISTED);
    let page = (page as usize).min(pages.saturating_sub(1));
    let shown = schedules
        .iter()
        .enumerate()
        .skip(page * LISTED)
        .take(LISTED);
    let shown: Vec<String> = shown
        .map(|(nth, schedule)| {
            let mut lines = lines(schedule, now);
            lines[0] = format!("**{}.** {}", nth + 1, lines[0]);
            lines.extend(times(schedule, TIMES_LISTED));
            lines.join("\n")
        })
        .collect();
    let embed = if shown.is_empty() {
        CreateEmbed::new().description(schedules::NONE)
    } else {
        CreateEmbed::new()
            .title(schedules::LIST)
            .description(shown.join("\n\n"))
    };
    let [page, pages] = [page, pages].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    answer = answer.and_embed(embed);
    if let Some(embed) = lost(unreadable) {
        answer = answer.and_embed(embed);
    }
    answer = answer.buttons(first);
    answer.buttons(turning(page, pages, |page| CustomId::Schedules { page }))
}
