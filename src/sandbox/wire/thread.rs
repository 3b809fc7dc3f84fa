//! What threads and forums have besides, in Discord's JSON.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{place, time};
use crate::sandbox::world::{Channel, Forum, Id, Thread, World};

/// Discord counts no further. topics/threads, "Thread Fields".
const MOST_MEMBERS_COUNTED: usize = 50;
/// The flag of a forum whose posts must bear a tag.
const REQUIRE_TAG: u64 = 1 << 4;

/// The fields of a thread, and the bot's own membership if it has joined.
pub fn fields(world: &World, channel: &Channel, thread: &Thread) -> Value {
    let mut body = json!({
        "parent_id": thread.parent, "owner_id": thread.owner,
        "message_count": thread.message_count, "total_message_sent": thread.total_message_sent,
        "member_count": thread.members.len().min(MOST_MEMBERS_COUNTED),
        "rate_limit_per_user": thread.rate_limit_per_user,
        "thread_metadata": {
            "archived": thread.is_archived(world.clock), "locked": thread.locked,
            "archive_timestamp": time(thread.archive_timestamp(world.clock)),
            "auto_archive_duration": thread.auto_archive_minutes,
            "create_timestamp": time(thread.created_at)},
    });
    if world
        .channels
        .get(&thread.parent)
        .is_some_and(|parent| parent.forum.is_some())
    {
        body["applied_tags"] = json!(thread.applied_tags);
    }
    if let Some(joined_at) = thread.members.get(&world.bot()) {
        body["member"] = member(channel.id, world.bot(), *joined_at);
    }
    body
}

/// Someone in a thread.
fn member(thread: Id, user: Id, joined_at: DateTime<Utc>) -> Value {
    json!({"id": thread, "user_id": user, "join_timestamp": time(joined_at), "flags": 0})
}

/// The fields of a forum.
pub fn forum_fields(forum: &Forum) -> Value {
    let tags = forum.tags.iter().map(|tag| {
        json!({"id": tag.id, "name": tag.name, "moderated": tag.moderated, "emoji_id": null,
            "emoji_name": tag.emoji})
    });
    json!({
        "available_tags": tags.collect::<Vec<_>>(), "default_reaction_emoji": null,
        "default_sort_order": null, "default_forum_layout": 0, "rate_limit_per_user": 0,
        "flags": if forum.requires_tag { REQUIRE_TAG } else { 0 },
    })
}

/// A list of threads, with the bot's membership of those that it has joined.
pub fn threads(world: &World, threads: &[&Channel]) -> Value {
    let bot = world.bot();
    let joined = threads.iter().filter_map(|channel| {
        let joined_at = channel.thread.as_ref()?.members.get(&bot)?;
        Some(member(channel.id, bot, *joined_at))
    });
    let listed = threads.iter().map(|channel| place::channel(world, channel));
    json!({"threads": listed.collect::<Vec<_>>(), "members": joined.collect::<Vec<_>>()})
}
