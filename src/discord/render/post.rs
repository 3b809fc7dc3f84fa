//! The weekly post: what is frozen in its row, and what a preview shows.

use chrono::NaiveDate;
use serde_json::{Value, json};
use serenity::all::{CreateButton, CreateEmbed, CreateEmbedFooter, MessageFlags};

use super::{button, main_button, text};
use crate::{
    calendar::IsoWeek,
    discord::{
        answer::{Answer, nobody},
        custom_id::{CustomId, Source, View},
        rest::ARCHIVED_AFTER,
        words::{labels, post},
    },
    posting::{
        channel::{Composed, Edition},
        model::{ChannelKind, Step, What},
    },
};

/// What Discord lets a thread be called.
const TITLE: usize = 100;

/// The post as it goes out. Each of its buttons carries its id, so that it is recognised for ever.
pub fn message(edition: &Edition<'_>) -> Answer {
    Answer::embed(embed(edition)).buttons(buttons(edition))
}

pub(super) fn has_practice(what: What) -> bool {
    matches!(what, What::Week | What::Practice)
}

fn buttons(edition: &Edition<'_>) -> Vec<CreateButton> {
    let what = edition.manner.what;
    let reflect = what.asks().then(|| {
        let reflect = CustomId::Reflect(Source::Post(edition.post));
        main_button(&reflect, labels::REFLECT)
    });
    let practice = has_practice(what).then(|| {
        let practice = CustomId::Practice {
            slug: edition.practice.slug.clone(),
            view: View::Step(0),
            post: Some(edition.post),
        };
        button(&practice, labels::PRACTICE)
    });
    let article = CustomId::Article {
        slug: edition.article.slug.clone(),
        page: 0,
        post: Some(edition.post),
    };
    let article = button(&article, labels::READ_THE_ARTICLE);
    reflect
        .into_iter()
        .chain(practice)
        .chain([article])
        .collect()
}

pub(super) fn embed(edition: &Edition<'_>) -> CreateEmbed {
    let what = edition.manner.what;
    let mut embed = CreateEmbed::new().title(text::plain(&edition.article.title));
    let mut blocks = Vec::new();
    if let Some(note) = &edition.article.content_note {
        blocks.push(format!("**{}**\n{}", post::CONTENT_NOTE, text::plain(note)));
    }
    if matches!(what, What::Week | What::Affirmations) {
        let affirmations = edition.affirmations.iter();
        let affirmations: Vec<String> = affirmations.map(|said| format!("🌻 {said}")).collect();
        blocks.push(format!(
            "**{}**\n{}",
            post::AFFIRMATIONS,
            affirmations.join("\n")
        ));
    }
    if !blocks.is_empty() {
        embed = embed.description(blocks.join("\n\n"));
    }
    if has_practice(what) {
        embed = embed.field(
            post::practice(&text::plain(&edition.practice.name)),
            text::numbered(&edition.practice.steps),
            false,
        );
    }
    if what.asks() {
        embed = embed
            .field(post::PROMPT, edition.prompt, false)
            .footer(CreateEmbedFooter::new(post::REPLIES));
    }
    embed
}

/// What a thread of it is called: for the week, in the zone of its schedule's times.
fn title(edition: &Edition<'_>) -> String {
    let day = edition.due_at.with_timezone(&edition.zone).date_naive();
    let monday = IsoWeek::of(edition.due_at, edition.zone).monday();
    let monday: NaiveDate = monday.unwrap_or(day);
    let title = post::title(edition.manner.what, monday, &edition.article.title);
    text::cut(&title, TITLE)
}

/// The post as moderators see it before it goes out: whom it pings and what its thread is called, then
/// the very message. It pings nobody yet.
pub fn preview(edition: &Edition<'_>) -> Answer {
    let manner = edition.manner;
    let mut about = Vec::new();
    if manner.kind == ChannelKind::Forum || manner.follow().contains(&Step::Thread) {
        about.push(post::called(&text::plain(&title(edition))));
    }
    about.extend(manner.mention.map(post::mention));
    if about.is_empty() {
        return message(edition);
    }
    Answer::said(about.join("\n")).and(message(edition))
}

/// The whole message as Discord's JSON, without its nonce; for a forum, the thread that opens with it.
#[must_use]
pub fn weekly_post(edition: &Edition<'_>) -> Composed {
    let (manner, title) = (edition.manner, title(edition));
    let mut message = message(edition).into_post();
    if let Some(role) = manner.mention {
        message["content"] = json!(post::mention(role));
        let only = nobody().roles([serenity::all::RoleId::new(role.get())]);
        message["allowed_mentions"] = json!(only);
    }
    if manner.quiet {
        message["flags"] = json!(MessageFlags::SUPPRESS_NOTIFICATIONS.bits());
    }
    let body = match manner.kind {
        ChannelKind::Forum => opening(edition, &title, &message),
        ChannelKind::Text | ChannelKind::Announcement | ChannelKind::Thread => message,
    };
    Composed {
        body: body.to_string(),
        title,
    }
}

/// A thread in a forum, and the message that opens it.
fn opening(edition: &Edition<'_>, title: &str, message: &Value) -> Value {
    let tags = edition.manner.tags.iter();
    let tags: Vec<String> = tags.map(ToString::to_string).collect();
    json!({
        "name": title,
        "applied_tags": tags,
        "auto_archive_duration": ARCHIVED_AFTER,
        "message": message,
    })
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::{
        content::Library,
        posting::model::Manner,
        store::ids::{GuildId, RoleId, TagId},
    };

    fn composed(manner: &Manner, due_at: &str, zone: chrono_tz::Tz) -> Composed {
        let library = Library::embedded().expect("our library has no fault");
        let slug = "grounding-with-dull-facts".parse().expect("a slug");
        let article = library.article(&slug).expect("an article with a note");
        weekly_post(&Edition {
            post: "AAECAwQFBgcICQoLDA0ODw".parse().expect("an id"),
            schedule: "AAECAwQFBgcICQoLDA0ODw".parse().expect("an id"),
            guild: GuildId::new(1),
            due_at: due_at.parse().expect("an instant"),
            zone,
            manner,
            article,
            practice: &article.practices[0],
            prompt: &article.prompts[0],
            affirmations: &article.affirmations,
        })
    }

    fn body(manner: &Manner) -> Value {
        let composed = composed(manner, "2026-11-23T09:00:00Z", chrono_tz::Europe::Berlin);
        serde_json::from_str(&composed.body).expect("JSON")
    }

    fn of(what: What) -> Manner {
        Manner {
            what,
            ..Manner::default()
        }
    }

    #[test]
    fn each_part_of_the_week_is_a_good_post_by_itself() {
        for what in What::ALL {
            let body = serde_json::to_string_pretty(&body(&of(*what))).expect("JSON");
            assert_snapshot!(format!("post_{what}"), body);
        }
    }

    #[test]
    fn a_forums_post_is_a_thread_with_its_tags_and_the_message_within() {
        let forum = Manner {
            kind: ChannelKind::Forum,
            mention: Some(RoleId::new(77)),
            quiet: true,
            tags: vec![TagId::new(8), TagId::new(9)],
            ..of(What::Prompt)
        };
        let body = serde_json::to_string_pretty(&body(&forum)).expect("JSON");
        assert_snapshot!("post_forum", body);
    }

    #[test]
    fn one_role_is_pinged_and_nobody_else() {
        let plain = body(&Manner::default());
        assert_eq!(plain["allowed_mentions"]["parse"], json!([]));
        assert!(plain.get("content").is_none() && plain.get("flags").is_none());
        let pings = Manner {
            mention: Some(RoleId::new(77)),
            ..Manner::default()
        };
        let body = body(&pings);
        assert_eq!(body["content"], "<@&77>");
        let only = json!({"parse": [], "users": [], "roles": ["77"]});
        assert_eq!(body["allowed_mentions"], only);
    }

    #[test]
    fn a_quiet_post_says_so_to_discord() {
        let quiet = Manner {
            quiet: true,
            ..Manner::default()
        };
        assert_eq!(body(&quiet)["flags"], 1 << 12);
    }

    #[test]
    fn the_title_names_the_monday_of_the_week_in_the_schedules_zone() {
        let title = |at, zone| composed(&Manner::default(), at, zone).title;
        // Monday in Auckland, still Sunday in London.
        let at = "2026-11-22T20:00:00Z";
        assert!(title(at, chrono_tz::Pacific::Auckland).starts_with("Week of 23 November: "));
        assert!(title(at, chrono_tz::Europe::London).starts_with("Week of 16 November: "));
        let new_year = title("2027-01-01T12:00:00Z", chrono_tz::Tz::UTC);
        assert!(new_year.starts_with("Week of 28 December: "), "{new_year}");
    }
}
