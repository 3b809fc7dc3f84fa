//! Schedules and what became of their posts, as moderators see them.

use chrono::{DateTime, Utc};
use serenity::all::CreateEmbed;

use super::{button, grave_button, post, text, turning};
use crate::{
    content::Library,
    discord::{
        answer::Answer,
        custom_id::CustomId,
        words::{follow_ups, history, labels, manner, schedules},
    },
    posting::{
        Preview,
        channel::Edition,
        model::{Notice, Post, PostOutcome, Schedule, ScheduleId, ScheduleState, What},
        schedules::{CATCH_UP, HistoryPage},
    },
    store::ids::GuildId,
};

/// Schedules on one page of the list.
const LISTED: usize = 5;
/// Times of each that the list shows, and that a new schedule is answered with.
const TIMES_LISTED: usize = 2;
pub(super) const TIMES_OF_ONE: usize = 5;
/// Notices that are shown at once.
const NOTICES: usize = 5;
/// Characters that a schedule's times and topics may take up.
const RULE: usize = 150;
const TOPICS: usize = 200;
/// Characters of a channel's name in a choice, which has a hundred for everything.
const PLACE: usize = 30;

/// A schedule in a few lines.
pub(super) fn lines(schedule: &Schedule) -> Vec<String> {
    let mut lines = told(schedule);
    if schedule.catch_up != CATCH_UP {
        lines.push(manner::catch_up(schedule.catch_up));
    }
    lines.extend(schedules::state(&schedule.state));
    lines
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
pub(super) fn times(schedule: &Schedule, now: DateTime<Utc>, count: usize) -> Vec<String> {
    if schedule.state != ScheduleState::Active {
        return Vec::new();
    }
    let times: Vec<String> = schedule
        .upcoming(now)
        .take(count)
        .map(schedules::time)
        .collect();
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
    let mut next = times(schedule, now, TIMES_OF_ONE).join("\n");
    let post = preview.map(|preview| the_post(library, schedule, preview));
    if post.is_some() {
        next = format!("{next}\n\n{}", schedules::PREVIEW_BELOW);
    }
    let embed = CreateEmbed::new()
        .title(schedules::PLANNED)
        .description(lines(schedule).join("\n"))
        .field(schedules::NEXT_FIVE, next, false);
    Answer::embed(embed).and(post.unwrap_or_default())
}

/// The very post that goes out next.
pub fn preview(library: &Library, schedule: &Schedule, preview: Option<&Preview>) -> Answer {
    let Some(preview) = preview else {
        return Answer::said(schedules::NOTHING_TO_PREVIEW);
    };
    let said = match schedule.state {
        ScheduleState::Active => schedules::preview(preview.due_at),
        ScheduleState::Paused | ScheduleState::Blocked(_) => schedules::PREVIEW_PAUSED.to_owned(),
    };
    Answer::said(said).and(the_post(library, schedule, preview))
}

/// The post as it will be composed, of the same parts.
fn the_post(library: &Library, schedule: &Schedule, preview: &Preview) -> Answer {
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
    let mut lines = lines(schedule);
    lines.extend(times(schedule, now, TIMES_OF_ONE));
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

/// What needs attention, if anything does.
fn attention(notices: &[Notice]) -> Option<CreateEmbed> {
    let mut lines: Vec<String> = notices
        .iter()
        .take(NOTICES)
        .map(|notice| schedules::notice(&notice.kind, notice.channel))
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

/// A page of a server's schedules, what needs attention first.
pub fn list(schedules: &[Schedule], notices: &[Notice], now: DateTime<Utc>, page: u32) -> Answer {
    let mut answer = Answer::default();
    if let Some(embed) = attention(notices) {
        answer = answer.and_embed(embed);
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
            let mut lines = lines(schedule);
            lines[0] = format!("**{}.** {}", nth + 1, lines[0]);
            lines.extend(times(schedule, now, TIMES_LISTED));
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
    answer
        .and_embed(embed)
        .buttons(turning(page, pages, |page| CustomId::Schedules { page }))
}

/// A page of what became of posts, what needs attention first.
pub fn history(
    library: &Library,
    past: &HistoryPage,
    notices: &[Notice],
    schedule: Option<ScheduleId>,
) -> Answer {
    let mut answer = Answer::default();
    if let Some(embed) = attention(notices) {
        answer = answer.and_embed(embed);
    }
    let shown: Vec<String> = past
        .posts
        .iter()
        .map(|post| outcome(library, post))
        .collect();
    let embed = if shown.is_empty() {
        CreateEmbed::new().description(history::NO_HISTORY)
    } else {
        CreateEmbed::new()
            .title(history::HISTORY)
            .description(shown.join("\n\n"))
    };
    let turned = |page| CustomId::History { page, schedule };
    answer
        .and_embed(embed)
        .buttons(turning(past.page, past.pages, turned))
}

pub(super) fn outcome(library: &Library, post: &Post) -> String {
    let link = match &post.outcome {
        PostOutcome::Sent {
            message: Some(message),
            ..
        } => Some(link(post.guild, post, *message)),
        _ => None,
    };
    let mut lines = vec![
        format!(
            "**{}** {}",
            text::day_and_time(post.due_at),
            schedules::channel(post.channel)
        ),
        history::outcome(&post.outcome, link.as_deref()),
    ];
    lines.extend(post.undone.iter().filter_map(follow_ups::undone));
    let article = post.article.as_ref().and_then(|slug| library.article(slug));
    lines.extend(article.map(|article| text::plain(&article.title)));
    lines.join("\n")
}

fn link(guild: GuildId, post: &Post, message: crate::store::ids::MessageId) -> String {
    format!(
        "https://discord.com/channels/{guild}/{}/{message}",
        post.channel
    )
}
