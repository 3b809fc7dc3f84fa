//! What became of posts, page by page, and the menu to remove one.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serenity::all::{CreateEmbed, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption};

use super::{CHOICE, schedules::attention, text, turning};
use crate::{
    content::Library,
    discord::{
        answer::Answer,
        custom_id::{Acting, CustomId},
        words::{follow_ups, history as words, labels, schedules},
    },
    posting::{
        model::{ChannelKind, Notice, Post, PostOutcome, ScheduleId, UnreadablePost},
        schedules::HistoryPage,
    },
    store::ids::ChannelId,
};

/// A page of what became of posts, what needs attention first. Menus can't show each reader's time, so
/// the one here shows the server's.
pub fn history(
    library: &Library,
    past: &HistoryPage,
    notices: &[Notice],
    schedule: Option<ScheduleId>,
    zone: Tz,
) -> Answer {
    let mut answer = Answer::default();
    if let Some(embed) = attention(notices) {
        answer = answer.and_embed(embed);
    }
    let posts = past.posts.iter();
    let shown: Vec<String> = posts.map(|post| outcome(library, post)).collect();
    let embed = if shown.is_empty() {
        CreateEmbed::new().description(words::NONE)
    } else {
        CreateEmbed::new()
            .title(words::TITLE)
            .description(shown.join("\n\n"))
    };
    answer = answer.and_embed(embed);
    if let Some(menu) = removable(library, past, schedule, zone) {
        answer = answer.menu(menu);
    }
    let turned = |page| CustomId::History { page, schedule };
    answer.buttons(turning(past.page, past.pages, turned))
}

fn heading(due_at: DateTime<Utc>, channel: ChannelId) -> String {
    let when = text::day_and_time(due_at);
    format!("**{when}** {}", schedules::channel(channel))
}

pub(super) fn outcome(library: &Library, post: &Result<Post, UnreadablePost>) -> String {
    match post {
        Ok(post) => told(library, post),
        Err(lost) => {
            let heading = heading(lost.due_at, lost.channel);
            format!("{heading}\n{}", words::UNREADABLE)
        }
    }
}

fn told(library: &Library, post: &Post) -> String {
    let mut heading = heading(post.due_at, post.channel);
    if let Some(part) = words::part(post.what) {
        heading = format!("{heading} · {part}");
    }
    let mut lines = vec![
        heading,
        words::outcome(&post.outcome, post.due_at, link(post).as_deref()),
    ];
    lines.extend(post.undone.iter().filter_map(follow_ups::undone));
    lines.extend(title(library, post).map(|title| text::plain(&title)));
    lines.join("\n")
}

fn title(library: &Library, post: &Post) -> Option<String> {
    let article = post.article.as_ref()?;
    Some(library.article(article)?.title.clone())
}

/// Where a post's message is. A forum's post is a thread of its own, which has the id of its first
/// message.
pub fn link(post: &Post) -> Option<String> {
    let PostOutcome::Sent {
        message: Some(message),
        removed_at: None,
        ..
    } = &post.outcome
    else {
        return None;
    };
    let guild = post.guild;
    Some(match post.kind {
        ChannelKind::Forum => format!("https://discord.com/channels/{guild}/{message}/{message}"),
        _ => format!(
            "https://discord.com/channels/{guild}/{}/{message}",
            post.channel
        ),
    })
}

/// The posts of the page that are in their channels, to choose from.
fn removable(
    library: &Library,
    past: &HistoryPage,
    schedule: Option<ScheduleId>,
    zone: Tz,
) -> Option<CreateSelectMenu> {
    let posts = past.posts.iter().flatten();
    let there = posts.filter(|post| link(post).is_some());
    let options: Vec<CreateSelectMenuOption> = there
        .map(|post| {
            let label = words::choice(post.due_at.with_timezone(&zone));
            let option = CreateSelectMenuOption::new(label, post.id.to_string());
            match title(library, post) {
                Some(title) => option.description(text::cut(&text::unmarked(&title), CHOICE)),
                None => option,
            }
        })
        .collect();
    if options.is_empty() {
        return None;
    }
    let id = CustomId::Acting(Acting::Removable {
        page: past.page,
        schedule,
    });
    let menu = CreateSelectMenu::new(id.encode(), CreateSelectMenuKind::String { options });
    Some(menu.placeholder(labels::REMOVE_THIS_POST))
}
