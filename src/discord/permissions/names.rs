//! Permissions as people find them in a channel's settings.

use serenity::all::Permissions;

use crate::posting::model::ChannelKind;

/// Those that posts, moderators and servers are asked about, in the order of Discord's settings.
const NAMES: [(Permissions, &str); 14] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::MANAGE_CHANNELS, "Manage Channels"),
    (Permissions::MANAGE_GUILD, "Manage Server"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (
        Permissions::SEND_MESSAGES_IN_THREADS,
        "Send Messages in Threads",
    ),
    (Permissions::CREATE_PUBLIC_THREADS, "Create Public Threads"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::ATTACH_FILES, "Attach Files"),
    (Permissions::ADD_REACTIONS, "Add Reactions"),
    (
        Permissions::MENTION_EVERYONE,
        "Mention @everyone, @here, and All Roles",
    ),
    (Permissions::MANAGE_MESSAGES, "Manage Messages"),
    (Permissions::MANAGE_THREADS, "Manage Threads"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
    (
        Permissions::USE_APPLICATION_COMMANDS,
        "Use Application Commands",
    ),
];

/// What a forum's settings call differently.
const IN_FORUM: [(Permissions, &str); 3] = [
    (Permissions::SEND_MESSAGES, "Create Posts"),
    (
        Permissions::SEND_MESSAGES_IN_THREADS,
        "Send Messages in Posts",
    ),
    (Permissions::MANAGE_THREADS, "Manage Posts"),
];

/// Permissions by Discord's own names, as most channels' settings have them.
#[must_use]
pub fn names(permissions: Permissions) -> Vec<&'static str> {
    names_in(ChannelKind::Text, permissions)
}

/// Permissions by Discord's own names, as the settings of such a channel have them.
#[must_use]
pub fn names_in(kind: ChannelKind, permissions: Permissions) -> Vec<&'static str> {
    let own: &[(Permissions, &str)] = if kind == ChannelKind::Forum {
        &IN_FORUM
    } else {
        &[]
    };
    NAMES
        .into_iter()
        .filter(|(permission, _)| permissions.contains(*permission))
        .map(|(permission, name)| {
            let other = own.iter().find(|(of, _)| *of == permission);
            other.map_or(name, |(_, name)| *name)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forum_calls_sending_by_another_name() {
        let both = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
        assert_eq!(names(both), ["View Channel", "Send Messages"]);
        assert_eq!(
            names_in(ChannelKind::Forum, both),
            ["View Channel", "Create Posts"]
        );
        assert_eq!(
            names_in(ChannelKind::Announcement, both),
            names(both),
            "and no other kind does"
        );
    }

    #[test]
    fn each_is_named_once() {
        for (index, (permission, _)) in NAMES.iter().enumerate() {
            assert_eq!(names(*permission).len(), 1, "{index}");
        }
    }
}
