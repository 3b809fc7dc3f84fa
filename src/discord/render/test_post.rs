//! A test post: the same look as the real one, marked, with buttons that carry no post's id and without
//! *Reflect*.

use serde_json::{Value, json};
use serenity::all::CreateEmbed;

use super::{button, post};
use crate::{
    content::Library,
    discord::{
        answer::{Answer, COLOUR},
        custom_id::{CustomId, View},
        rest::ARCHIVED_AFTER,
        words::{labels, setup},
    },
    posting::{
        Preview,
        channel::Edition,
        model::{ChannelKind, Schedule},
    },
};

/// The whole message as Discord's JSON, without a nonce; for a forum, the thread that opens with it.
/// `None` if the library lost what the preview was made of.
#[must_use]
pub fn test_post(library: &Library, schedule: &Schedule, preview: &Preview) -> Option<Value> {
    let article = library.article(&preview.article)?;
    let (_, practice) = library.practice(&preview.practice)?;
    let edition = Edition {
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
    };
    let mut buttons = Vec::new();
    if post::has_practice(schedule.manner.what) {
        let practice = CustomId::Practice {
            slug: practice.slug.clone(),
            view: View::Step(0),
            post: None,
        };
        buttons.push(button(&practice, labels::PRACTICE));
    }
    let reading = CustomId::Article {
        slug: article.slug.clone(),
        page: 0,
        post: None,
    };
    buttons.push(button(&reading, labels::READ_THE_ARTICLE));
    let marked = CreateEmbed::new()
        .description(setup::THIS_IS_A_TEST)
        .colour(COLOUR);
    let test = Answer::embed(marked).and_embed(post::embed(&edition));
    let message = test.buttons(buttons).into_post();
    if schedule.manner.kind != ChannelKind::Forum {
        return Some(message);
    }
    let tags = schedule.manner.tags.iter();
    let tags: Vec<String> = tags.map(ToString::to_string).collect();
    Some(json!({
        "name": setup::test_title(&preview.composed.title),
        "applied_tags": tags,
        "auto_archive_duration": ARCHIVED_AFTER,
        "message": message,
    }))
}
