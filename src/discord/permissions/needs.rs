//! What a schedule's posts take, by their manner: of the bot, and of the moderator for whom it posts.

use serenity::all::Permissions;

use crate::posting::model::{ChannelKind, Manner, Step};

/// What the invite link asks for: what the plainest weekly post needs, the signs that answer replies, and
/// the thread in which members share.
pub const INVITED: Permissions = TO_POST
    .union(Permissions::ADD_REACTIONS)
    .union(TO_SHOW_SHARES);

/// What it takes to show in a post's thread what members share, and to open that thread.
const TO_SHOW_SHARES: Permissions =
    Permissions::SEND_MESSAGES_IN_THREADS.union(Permissions::CREATE_PUBLIC_THREADS);

/// What the plainest weekly post needs.
const TO_POST: Permissions = TO_READ_HISTORY
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS);

/// What has to be held for the history to prove that a message is not there: without the second
/// Discord answers an empty list, not an error.
pub const TO_READ_HISTORY: Permissions =
    Permissions::VIEW_CHANNEL.union(Permissions::READ_MESSAGE_HISTORY);

/// What the bot needs where it posts in this manner. `role_mentionable` tells of the role that is
/// pinged, if one is.
#[must_use]
pub fn needed(manner: &Manner, role_mentionable: bool) -> Permissions {
    TO_READ_HISTORY | Permissions::EMBED_LINKS | lent(manner, role_mentionable)
}

/// What a moderator needs there themselves: the bot lends nobody its powers.
#[must_use]
pub fn needed_of_member(manner: &Manner, role_mentionable: bool) -> Permissions {
    Permissions::VIEW_CHANNEL | lent(manner, role_mentionable)
}

fn lent(manner: &Manner, role_mentionable: bool) -> Permissions {
    let mut lent = match manner.kind {
        ChannelKind::Text | ChannelKind::Announcement | ChannelKind::Forum => {
            Permissions::SEND_MESSAGES
        }
        ChannelKind::Thread => Permissions::SEND_MESSAGES_IN_THREADS,
    };
    if manner.follow().contains(&Step::Thread) {
        lent |= Permissions::CREATE_PUBLIC_THREADS;
    }
    if manner.mention.is_some() && !role_mentionable {
        lent |= Permissions::MENTION_EVERYONE;
    }
    lent
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{discord::permissions::names_in, store::ids::RoleId};

    fn of_bot(manner: &Manner) -> Vec<&'static str> {
        names_in(manner.kind, needed(manner, false))
    }

    fn of_member(manner: &Manner) -> Vec<&'static str> {
        names_in(manner.kind, needed_of_member(manner, false))
    }

    fn manner(kind: ChannelKind) -> Manner {
        Manner {
            kind,
            ..Manner::default()
        }
    }

    #[test]
    fn the_invite_link_asks_for_what_the_plain_post_needs_and_for_what_members_do_with_it() {
        assert_eq!(needed(&Manner::default(), false), TO_POST);
        assert_eq!(
            names_in(ChannelKind::Text, INVITED - TO_POST),
            [
                "Send Messages in Threads",
                "Create Public Threads",
                "Add Reactions"
            ]
        );
        assert_eq!(
            of_bot(&manner(ChannelKind::Announcement)),
            of_bot(&Manner::default()),
            "what one has sent, one may publish"
        );
        assert_eq!(
            of_member(&Manner::default()),
            ["View Channel", "Send Messages"]
        );
    }

    #[test]
    fn each_kind_of_channel_has_its_own_right_to_write() {
        assert_eq!(
            of_member(&manner(ChannelKind::Thread)),
            ["View Channel", "Send Messages in Threads"]
        );
        assert_eq!(
            of_member(&manner(ChannelKind::Forum)),
            ["View Channel", "Create Posts"]
        );
    }

    #[test]
    fn a_discussion_thread_takes_the_right_to_open_one_of_both() {
        for (kind, more) in [
            (ChannelKind::Text, true),
            (ChannelKind::Announcement, true),
            (ChannelKind::Forum, false),
            (ChannelKind::Thread, false),
        ] {
            let with = Manner {
                thread: true,
                ..manner(kind)
            };
            for names in [of_bot(&with), of_member(&with)] {
                assert_eq!(names.contains(&"Create Public Threads"), more, "{kind}");
            }
        }
    }

    #[test]
    fn a_role_that_not_everybody_may_mention_takes_the_right_to_of_both() {
        let pings = Manner {
            mention: Some(RoleId::new(5)),
            ..Manner::default()
        };
        let name = "Mention @everyone, @here, and All Roles";
        assert!(of_bot(&pings).contains(&name));
        assert!(of_member(&pings).contains(&name));
        assert_eq!(needed(&pings, true), TO_POST);
        let plain = needed_of_member(&Manner::default(), false);
        assert_eq!(needed_of_member(&pings, true), plain);
    }
}
