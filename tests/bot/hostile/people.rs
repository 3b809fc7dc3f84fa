//! Who does it, and where.

use sunflower::sandbox::driver::Member;

use crate::garden::Garden;

/// They have agreed that what they write is kept.
pub const AGREED: [&str; 2] = ["maya", "ines"];
/// They never do, and nothing of theirs is stored: a member, and a visitor who only reads.
pub const NEVER: [&str; 2] = ["theo", "wren"];
/// Nor do these. That they made a schedule is stored.
pub const MODERATORS: [&str; 2] = ["rowan", "garden_keeper"];

pub const ALL: [&str; 6] = ["maya", "theo", "rowan", "wren", "garden_keeper", "ines"];

/// A channel, another, a thread, and direct messages.
pub const PLACES: [Option<&str>; 4] = [
    Some("wellbeing"),
    Some("general"),
    Some("compost corner"),
    None,
];

/// Somebody somewhere.
pub fn member(garden: &Garden, name: &str, place: Option<&str>) -> Member {
    let member = garden.sandbox.member(name);
    match place {
        Some(channel) => member.in_channel(channel),
        None => member.in_dm(),
    }
}

/// Whether pressing this would be agreeing by somebody who never does. That is no attack, and is left out.
pub fn would_agree(name: &str, custom_id: &str) -> bool {
    !AGREED.contains(&name) && custom_id.starts_with("agree")
}
