//! A page of history, with the longest of everything.

use super::*;
use crate::{
    posting::{
        model::{Post, PostOutcome},
        schedules::HistoryPage,
    },
    store::ids::MessageId,
};

#[test]
fn history_fits_however_long_its_titles_are() {
    let schedule = scheduled::troubled();
    let library = Library::embedded().expect("our library has no fault");
    let titles = library.articles().iter();
    let longest = titles.max_by_key(|article| text::length(&article.title));
    let at = "2026-11-22T12:00:00Z".parse().expect("an instant");
    let post = Post {
        id: PostId::of(schedule.id, at),
        schedule: schedule.id,
        guild: schedule.guild,
        channel: schedule.channel,
        kind: ChannelKind::Forum,
        what: What::Affirmations,
        due_at: at,
        article: longest.map(|article| article.slug.clone()),
        prompt: None,
        undone: Vec::new(),
        outcome: PostOutcome::Sent {
            message: Some(MessageId::new(u64::MAX)),
            at: at + chrono::TimeDelta::hours(11),
            removed_at: None,
        },
    };
    let posts = (0..10).map(|nth| Post {
        id: PostId::of(schedule.id, at + chrono::TimeDelta::hours(nth)),
        ..post.clone()
    });
    let page = HistoryPage {
        posts: posts.map(Ok).collect(),
        page: 4,
        pages: 9,
        total: 90,
    };
    let zone = chrono_tz::Europe::London;
    check(history::history(
        &library,
        &page,
        &[],
        Some(schedule.id),
        zone,
    ));
    check(acting::sure_remove(&post, u32::MAX, Some(schedule.id)));
}
