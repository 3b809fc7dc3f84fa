//! What the bot may do in a channel, computed from roles and overwrites as Discord documents it: an
//! interaction only tells of the channel it was made in.

use serenity::all::{ChannelId, Permissions, RoleId, UserId};

use super::rest::{Channel, Guild, Overwrite, Rest, RestError};

/// What the weekly post needs in its channel, and all that the invite link asks for.
pub const NEEDED: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::READ_MESSAGE_HISTORY);

/// What has to be held for the history to prove that a message is not there: without the second
/// Discord answers an empty list, not an error.
pub const TO_READ_HISTORY: Permissions =
    Permissions::VIEW_CHANNEL.union(Permissions::READ_MESSAGE_HISTORY);

/// The names that people see in Discord's settings.
const NAMES: [(Permissions, &str); 4] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
];

/// The kind of an overwrite that is a role's, and of one that is a member's.
const OF_ROLE: u8 = 0;
const OF_MEMBER: u8 = 1;

/// What the bot may do in a server's channel, now.
///
/// # Errors
///
/// Discord refuses, or can't be reached.
pub async fn of_bot(
    rest: &Rest,
    bot: UserId,
    channel: ChannelId,
) -> Result<Permissions, RestError> {
    let channel = rest.channel(channel).await?;
    let Some(guild) = channel.guild_id else {
        return Ok(Permissions::empty());
    };
    let (guild, roles) = tokio::try_join!(rest.guild(guild), rest.member_roles(guild, bot))?;
    Ok(compute(&guild, bot, &roles, &channel))
}

/// What is needed for the weekly post and not held, in the words of Discord's settings.
#[must_use]
pub fn missing(held: Permissions) -> Vec<&'static str> {
    let missing = NEEDED.difference(held);
    let names = NAMES.into_iter();
    names
        .filter(|(permission, _)| missing.contains(*permission))
        .map(|(_, name)| name)
        .collect()
}

fn compute(guild: &Guild, member: UserId, roles: &[RoleId], channel: &Channel) -> Permissions {
    let everyone = RoleId::new(guild.id.get());
    let base = guild
        .roles
        .iter()
        .filter(|role| role.id == everyone || roles.contains(&role.id))
        .fold(Permissions::empty(), |sum, role| sum | role.permissions);
    if guild.owner_id == member || base.contains(Permissions::ADMINISTRATOR) {
        return Permissions::all();
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
    held = apply(held, overwrites.iter().filter(of(OF_MEMBER, member.get())));
    if !held.contains(Permissions::VIEW_CHANNEL) {
        return Permissions::empty();
    }
    if !held.contains(Permissions::SEND_MESSAGES) {
        // Discord denies with it whatever only a sender could do.
        held -= Permissions::EMBED_LINKS
            | Permissions::ATTACH_FILES
            | Permissions::MENTION_EVERYONE
            | Permissions::SEND_TTS_MESSAGES;
    }
    held
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
                {"id": EVERYONE.to_string(), "permissions": bits(NEEDED)},
                {"id": HELPERS.to_string(), "permissions": bits(helpers)},
                {"id": QUIET.to_string(), "permissions": "0"},
                {"id": "103", "permissions": bits(Permissions::ADMINISTRATOR)},
            ],
        }))
        .unwrap();
        let channel = serde_json::from_value(json!({ "permission_overwrites": overwrites }));
        let roles = [RoleId::new(HELPERS), RoleId::new(QUIET)];
        compute(&guild, UserId::new(BOT), &roles, &channel.unwrap())
    }

    fn overwrite(id: u64, kind: u8, allow: Permissions, deny: Permissions) -> Value {
        json!({"id": id.to_string(), "type": kind, "allow": bits(allow), "deny": bits(deny)})
    }

    const NONE: Permissions = Permissions::empty();
    const SEND: Permissions = Permissions::SEND_MESSAGES;

    #[test]
    fn everyone_counts_and_roles_not_held_do_not() {
        assert_eq!(held(&json!([])), NEEDED);
        assert_eq!(missing(held(&json!([]))), Vec::<&str>::new());
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
        assert_eq!(missing(NONE).len(), 4);
    }

    #[test]
    fn who_can_not_send_can_embed_no_links() {
        let quiet = overwrite(EVERYONE, OF_ROLE, NONE, SEND);
        let held = held(&json!([quiet]));
        assert_eq!(missing(held), ["Send Messages", "Embed Links"]);
    }
}
