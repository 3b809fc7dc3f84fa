//! One post: asked about before it is posted now or removed.

use super::{button, grave_button, main_button, schedules};
use crate::{
    content::Library,
    discord::{
        answer::Answer,
        custom_id::{Acting, CustomId},
        words::{acting as words, labels},
    },
    posting::{
        Preview,
        model::{Post, Schedule, ScheduleId},
    },
};

/// Whether this very post is to go out now.
pub fn sure_post_now(library: &Library, schedule: &Schedule, preview: &Preview) -> Answer {
    let now = CustomId::Acting(Acting::PostNow {
        schedule: schedule.id,
        due_at: preview.due_at,
    });
    let sentence = words::sure_post_now(preview.due_at, schedule.channel);
    Answer::said(sentence)
        .and(schedules::the_post(library, schedule, preview))
        .buttons(vec![main_button(&now, labels::POST_IT_NOW)])
}

/// Whether a post is really to be removed.
pub fn sure_remove(post: &Post, page: u32, schedule: Option<ScheduleId>) -> Answer {
    let link = super::history::link(post);
    let sentence = words::sure_remove(post.due_at, post.channel, link.as_deref());
    let yes = CustomId::Acting(Acting::Remove(post.id));
    Answer::said(sentence).buttons(vec![
        grave_button(&yes, labels::YES_REMOVE_IT),
        button(&CustomId::History { page, schedule }, labels::KEEP),
    ])
}
