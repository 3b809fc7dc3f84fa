//! Discord's rules for what a member may do: roles add up, overwrites of `@everyone`, of roles and of the
//! member override in this order, and some rights carry others with them.
//! <https://docs.discord.com/developers/topics/permissions>

use serenity::all::{Permissions, RoleId, UserId};

use crate::discord::rest::{Channel, Guild, Overwrite};

/// The kind of an overwrite that is a role's, and of one that is a member's.
const OF_ROLE: u8 = 0;
const OF_MEMBER: u8 = 1;

/// What a member with these roles may do in a channel.
pub(super) fn in_channel(
    guild: &Guild,
    member: UserId,
    roles: &[RoleId],
    channel: &Channel,
) -> Permissions {
    let held = before_implied(guild, member, roles, channel);
    implied(held, Permissions::SEND_MESSAGES)
}

/// What they may do in a thread of that channel: all that they may there, but writing in threads is a
/// right of its own.
pub(super) fn in_thread(
    guild: &Guild,
    member: UserId,
    roles: &[RoleId],
    parent: &Channel,
) -> Permissions {
    let held = before_implied(guild, member, roles, parent);
    implied(held, Permissions::SEND_MESSAGES_IN_THREADS)
}

/// Discord denies with the right to see all others, and with the right to write whatever only a writer
/// could do.
fn implied(mut held: Permissions, to_write: Permissions) -> Permissions {
    if !held.contains(Permissions::VIEW_CHANNEL) {
        return Permissions::empty();
    }
    if !held.contains(to_write) {
        held -= Permissions::EMBED_LINKS
            | Permissions::ATTACH_FILES
            | Permissions::MENTION_EVERYONE
            | Permissions::SEND_TTS_MESSAGES;
    }
    held
}

/// What they may do wherever in the server nothing else is said.
#[must_use]
pub fn in_server(guild: &Guild, member: UserId, roles: &[RoleId]) -> Permissions {
    let everyone = RoleId::new(guild.id.get());
    let base = guild
        .roles
        .iter()
        .filter(|role| role.id == everyone || roles.contains(&role.id))
        .fold(Permissions::empty(), |sum, role| sum | role.permissions);
    if guild.owner_id == member || base.contains(Permissions::ADMINISTRATOR) {
        return Permissions::all();
    }
    base
}

fn before_implied(
    guild: &Guild,
    member: UserId,
    roles: &[RoleId],
    channel: &Channel,
) -> Permissions {
    let everyone = RoleId::new(guild.id.get());
    let base = in_server(guild, member, roles);
    if base == Permissions::all() {
        return base;
    }
    let overwrites = &channel.permission_overwrites;
    let of = |kind: u8, id: u64| move |o: &&Overwrite| o.kind == kind && o.id.get() == id;
    let mut held = base;
    // Each step overrides the one before it; roles count together.
    held = apply(held, overwrites.iter().filter(of(OF_ROLE, everyone.get())));
    held = apply(
        held,
        overwrites.iter().filter(|overwrite| {
            overwrite.kind == OF_ROLE && roles.iter().any(|role| role.get() == overwrite.id.get())
        }),
    );
    apply(held, overwrites.iter().filter(of(OF_MEMBER, member.get())))
}

fn apply<'a>(held: Permissions, overwrites: impl Iterator<Item = &'a Overwrite>) -> Permissions {
    let (allow, deny) = overwrites.fold(
        (Permissions::empty(), Permissions::empty()),
        |(allow, deny), overwrite| (allow | overwrite.allow, deny | overwrite.deny),
    );
    (held - deny) | allow
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::discord::permissions::{INVITED, names};

    const EVERYONE: u64 = 100;
    const HELPERS: u64 = 101;
    const QUIET: u64 = 102;
    const BOT: u64 = 1;

    fn bits(permissions: Permissions) -> String {
        permissions.bits().to_string()
    }

    /// What the bot, with two roles, holds in a channel with these overwrites.
    fn held(overwrites: &Value) -> Permissions {
        with_owner(7, Permissions::empty(), overwrites)
    }

    fn with_owner(owner: u64, helpers: Permissions, overwrites: &Value) -> Permissions {
        let guild: Guild = serde_json::from_value(json!({
            "id": EVERYONE.to_string(), "owner_id": owner.to_string(), "roles": [
                {"id": EVERYONE.to_string(), "name": "@everyone", "permissions": bits(INVITED)},
                {"id": HELPERS.to_string(), "name": "Helpers", "permissions": bits(helpers)},
                {"id": QUIET.to_string(), "name": "Quiet", "permissions": "0"},
                {"id": "103", "name": "Heads", "permissions": bits(Permissions::ADMINISTRATOR)},
            ],
        }))
        .unwrap();
        let channel = serde_json::from_value(json!({
            "id": "5", "type": 0, "permission_overwrites": overwrites,
        }));
        let roles = [RoleId::new(HELPERS), RoleId::new(QUIET)];
        in_channel(&guild, UserId::new(BOT), &roles, &channel.unwrap())
    }

    fn overwrite(id: u64, kind: u8, allow: Permissions, deny: Permissions) -> Value {
        json!({"id": id.to_string(), "type": kind, "allow": bits(allow), "deny": bits(deny)})
    }

    const NONE: Permissions = Permissions::empty();
    const SEND: Permissions = Permissions::SEND_MESSAGES;

    #[test]
    fn everyone_counts_and_roles_not_held_do_not() {
        assert_eq!(held(&json!([])), INVITED);
    }

    #[test]
    fn the_owner_and_administrators_hold_everything_whatever_the_channel_denies() {
        let denied = json!([overwrite(BOT, OF_MEMBER, NONE, Permissions::all())]);
        assert_eq!(with_owner(BOT, NONE, &denied), Permissions::all());
        let administrator = with_owner(7, Permissions::ADMINISTRATOR, &denied);
        assert_eq!(administrator, Permissions::all());
    }

    #[test]
    fn a_role_overrides_everyone_and_an_allowing_role_overrides_a_denying_one() {
        let everyone_denied = overwrite(EVERYONE, OF_ROLE, NONE, SEND);
        let quiet_denied = overwrite(QUIET, OF_ROLE, NONE, SEND);
        let helpers_allowed = overwrite(HELPERS, OF_ROLE, SEND, NONE);
        assert!(!held(&json!([everyone_denied])).contains(SEND));
        let roles = json!([everyone_denied, helpers_allowed, quiet_denied]);
        assert!(held(&roles).contains(SEND));
    }

    #[test]
    fn the_members_own_overwrite_is_the_last_word() {
        let helpers_allowed = overwrite(HELPERS, OF_ROLE, SEND, NONE);
        let own = overwrite(BOT, OF_MEMBER, NONE, SEND);
        assert!(!held(&json!([own, helpers_allowed])).contains(SEND));
    }

    #[test]
    fn an_overwrite_of_a_member_with_a_roles_id_is_no_overwrite_of_the_role() {
        let odd = overwrite(HELPERS, OF_MEMBER, NONE, SEND);
        assert!(held(&json!([odd])).contains(SEND));
    }

    #[test]
    fn who_can_not_see_the_channel_can_do_nothing_in_it() {
        let hidden = overwrite(EVERYONE, OF_ROLE, NONE, Permissions::VIEW_CHANNEL);
        assert_eq!(held(&json!([hidden])), NONE);
    }

    #[test]
    fn who_can_not_send_can_embed_no_links() {
        let quiet = overwrite(EVERYONE, OF_ROLE, NONE, SEND);
        let held = held(&json!([quiet]));
        assert_eq!(names(INVITED - held), ["Send Messages", "Embed Links"]);
    }

    #[test]
    fn in_a_thread_another_right_lets_one_write_and_embed() {
        let threads = Permissions::SEND_MESSAGES_IN_THREADS;
        let guild: Guild = serde_json::from_value(json!({"id": "100", "owner_id": "7", "roles": [
            {"id": "100", "name": "@everyone", "permissions": bits(INVITED | threads)},
        ]}))
        .unwrap();
        let held = |denied| {
            let overwrites = [overwrite(EVERYONE, OF_ROLE, NONE, denied)];
            let channel = json!({"id": "5", "type": 0, "permission_overwrites": overwrites});
            let channel = serde_json::from_value(channel).unwrap();
            in_thread(&guild, UserId::new(BOT), &[], &channel)
        };
        assert!(held(SEND).contains(threads | Permissions::EMBED_LINKS));
        assert!(!held(threads).contains(Permissions::EMBED_LINKS));
        assert_eq!(held(Permissions::VIEW_CHANNEL), NONE);
    }
}
