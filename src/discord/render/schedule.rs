//! One schedule, in full: as it was made, as it was edited, as it is, and which tags it wants.

use chrono::{DateTime, Utc};
use serenity::all::{CreateEmbed, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption};

use super::{
    CHOICE,
    history::outcome,
    schedules::{TIMES_OF_ONE, lines, state, times, told},
    text,
};
use crate::{
    content::Library,
    discord::{
        answer::Answer,
        custom_id::{CustomId, Mending},
        permissions::Tag,
        words::{
            editing::{self, Part},
            manner, schedules,
        },
    },
    posting::model::{ChannelKind, NoticeId, Post, Schedule, ScheduleState, UnreadablePost},
};

/// The most tags that Discord lets a forum's post bear, and that a forum can have.
pub const TAGS_OF_A_POST: usize = 5;
const TAGS_OF_A_FORUM: usize = 20;

/// What differs between a schedule before and after it was edited.
#[must_use]
pub fn differing(before: &Schedule, after: &Schedule) -> Vec<Part> {
    let (was, is) = (&before.manner, &after.manner);
    [
        (Part::When, before.rule != after.rule),
        (Part::Zone, before.zone != after.zone),
        (Part::Channel, before.channel != after.channel),
        (Part::Topics, before.topics != after.topics),
        (Part::What, was.what != is.what),
        (Part::Mention, was.mention != is.mention),
        (Part::Thread, was.thread != is.thread),
        (Part::Quiet, was.quiet != is.quiet),
        (Part::CatchUp, before.catch_up != after.catch_up),
        (Part::Tags, was.tags != is.tags),
    ]
    .into_iter()
    .filter_map(|(part, differs)| differs.then_some(part))
    .collect()
}

/// A schedule that was just edited.
pub fn edited(before: &Schedule, after: &Schedule, now: DateTime<Utc>) -> Answer {
    let mut said = vec![editing::changed(&differing(before, after))];
    if before.manner.thread && !after.manner.thread && before.channel != after.channel {
        said.push(editing::THREAD_DROPPED.to_owned());
    }
    let embed = CreateEmbed::new()
        .title(editing::EDITED)
        .description(format!(
            "{}\n\n{}",
            said.join("\n"),
            lines(after, now).join("\n")
        ));
    Answer::embed(with_times(embed, after))
}

/// All about a schedule. `tags` are those of its forum.
pub fn shown(
    schedule: &Schedule,
    now: DateTime<Utc>,
    library: &Library,
    tags: &[Tag],
    last: Option<&Result<Post, UnreadablePost>>,
) -> Answer {
    let mut lines = told(schedule);
    if schedule.manner.kind == ChannelKind::Announcement {
        lines.push(manner::PUBLISHED.to_owned());
    }
    let borne = tags
        .iter()
        .filter(|tag| schedule.manner.tags.contains(&tag.id));
    let borne: Vec<String> = borne.map(|tag| text::plain(&tag.name)).collect();
    if !borne.is_empty() {
        lines.push(manner::tags(&borne));
    }
    lines.push(manner::catch_up(schedule.catch_up));
    lines.extend(state(schedule, now));
    if let ScheduleState::Blocked(reason) = &schedule.state {
        lines.push(schedules::to_do(reason).to_owned());
    }
    let embed = CreateEmbed::new()
        .title(editing::SHOWN)
        .description(lines.join("\n"));
    let mut embed = with_times(embed, schedule);
    if let Some(last) = last {
        embed = embed.field(editing::LAST_POST, outcome(library, last), false);
    }
    Answer::embed(embed)
}

fn with_times(embed: CreateEmbed, schedule: &Schedule) -> CreateEmbed {
    let times = times(schedule, TIMES_OF_ONE);
    if times.is_empty() {
        return embed;
    }
    embed.field(schedules::NEXT_FIVE, times.join("\n"), false)
}

/// A question for the tags that a forum's schedule is to give its posts.
pub fn ask_tags(sentence: &str, schedule: &Schedule, tags: &[Tag]) -> Answer {
    ask_tags_for(None, sentence, schedule, tags)
}

/// The same; with a notice, the post that was refused goes out with the tags, too.
pub fn ask_tags_for(
    notice: Option<NoticeId>,
    sentence: &str,
    schedule: &Schedule,
    tags: &[Tag],
) -> Answer {
    let told = told(schedule).join("\n");
    Answer::said(format!("{sentence}\n\n{told}")).and(menu(notice, schedule, tags))
}

/// The same below an answer that has told of the schedule.
pub fn ask_tags_below(schedule: &Schedule, tags: &[Tag]) -> Answer {
    Answer::said(editing::TAG_NEEDED).and(menu(None, schedule, tags))
}

fn menu(notice: Option<NoticeId>, schedule: &Schedule, tags: &[Tag]) -> Answer {
    let options: Vec<CreateSelectMenuOption> = tags
        .iter()
        .take(TAGS_OF_A_FORUM)
        .map(|tag| CreateSelectMenuOption::new(text::cut(&tag.name, CHOICE), tag.id.to_string()))
        .collect();
    let most = options.len().min(TAGS_OF_A_POST);
    let id = match notice {
        Some(notice) => CustomId::Mending(Mending::Tags(notice)),
        None => CustomId::Tags {
            schedule: schedule.id,
        },
    };
    let menu = CreateSelectMenu::new(id.encode(), CreateSelectMenuKind::String { options })
        .placeholder(editing::CHOOSE_TAGS)
        .min_values(1)
        .max_values(u8::try_from(most).unwrap_or(1));
    Answer::default().menu(menu)
}
