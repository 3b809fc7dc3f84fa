//! What Discord's settings call each permission, and those that only a name or a rule here needs.
//! <https://docs.discord.com/developers/topics/permissions>, "Bitwise Permission Flags"; the words are the
//! client's own, which differ from the flags' (that page, the note below the table).

use super::Permissions;

/// By bit. Bit 47 has no meaning yet.
const NAMES: [(u32, &str); 52] = [
    (0, "Create Invite"),
    (1, "Kick Members"),
    (2, "Ban Members"),
    (3, "Administrator"),
    (4, "Manage Channels"),
    (5, "Manage Server"),
    (6, "Add Reactions"),
    (7, "View Audit Log"),
    (8, "Priority Speaker"),
    (9, "Video"),
    (10, "View Channel"),
    (11, "Send Messages"),
    (12, "Send Text-to-Speech Messages"),
    (13, "Manage Messages"),
    (14, "Embed Links"),
    (15, "Attach Files"),
    (16, "Read Message History"),
    (17, "Mention @everyone, @here, and All Roles"),
    (18, "Use External Emoji"),
    (19, "View Server Insights"),
    (20, "Connect"),
    (21, "Speak"),
    (22, "Mute Members"),
    (23, "Deafen Members"),
    (24, "Move Members"),
    (25, "Use Voice Activity"),
    (26, "Change Nickname"),
    (27, "Manage Nicknames"),
    (28, "Manage Roles"),
    (29, "Manage Webhooks"),
    (30, "Manage Expressions"),
    (31, "Use Application Commands"),
    (32, "Request to Speak"),
    (33, "Manage Events"),
    (34, "Manage Threads"),
    (35, "Create Public Threads"),
    (36, "Create Private Threads"),
    (37, "Use External Stickers"),
    (38, "Send Messages in Threads"),
    (39, "Use Activities"),
    (40, "Timeout Members"),
    (41, "View Creator Monetization Analytics"),
    (42, "Use Soundboard"),
    (43, "Create Expressions"),
    (44, "Create Events"),
    (45, "Use External Sounds"),
    (46, "Send Voice Messages"),
    (48, "Set Voice Channel Status"),
    (49, "Create Polls"),
    (50, "Use External Apps"),
    (51, "Pin Messages"),
    (52, "Bypass Slowmode"),
];

impl Permissions {
    /// Use External Emoji.
    pub const USE_EXTERNAL_EMOJIS: Self = Self::from_bits(1 << 18);
    /// Use External Apps: an app of one's own answers for all to see.
    pub const USE_EXTERNAL_APPS: Self = Self::from_bits(1 << 50);

    /// Their names in Discord's settings, joined: "Send Messages and Embed Links".
    #[must_use]
    pub fn names(self) -> String {
        let held = |bit: u32| self.contain(Self::from_bits(1 << bit));
        let names = NAMES.iter().filter(|(bit, _)| held(*bit));
        let mut names: Vec<_> = names.map(|(_, name)| *name).collect();
        match names.pop() {
            None => "no permission".to_owned(),
            Some(last) if names.is_empty() => last.to_owned(),
            Some(last) => format!("{} and {last}", names.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_are_called_what_discord_calls_them() {
        let embed = Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
        for (permissions, names) in [
            (Permissions::NONE, "no permission"),
            (Permissions::MANAGE_MESSAGES, "Manage Messages"),
            (Permissions::from_bits(1 << 52), "Bypass Slowmode"),
            (embed, "Send Messages and Embed Links"),
            (
                embed | Permissions::VIEW_CHANNEL,
                "View Channel, Send Messages and Embed Links",
            ),
        ] {
            assert_eq!(permissions.names(), names);
        }
    }

    #[test]
    fn every_permission_has_one_name() {
        let all = NAMES.iter().fold(0, |all, (bit, _)| all | 1_u64 << bit);
        assert_eq!(all, Permissions::ALL.bits() & !(1 << 47));
        let mut names: Vec<_> = NAMES.iter().map(|(_, name)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), NAMES.len());
    }
}
