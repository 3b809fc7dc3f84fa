//! Users, members, roles, channels, servers and the application in Discord's JSON.

use serde_json::{Value, json};

use super::{thread, time};
use crate::sandbox::world::{
    Channel, ChannelKind, Guild, GuildMember, Id, Permissions, Role, World, permission,
};

/// From how many members on a server is large, where a client has not said. events/gateway-events,
/// "Identify Structure".
const LARGE: usize = 50;
/// The flag of a channel that the bot can't see.
const CHANNEL_OBFUSCATED: u64 = 1 << 17;

pub fn user(world: &World, id: Id) -> Value {
    let Some(user) = world.users.get(&id) else {
        return json!({"id": id, "username": "deleted_user", "discriminator": "0",
            "global_name": null, "avatar": null});
    };
    let mut body = json!({
        "id": id, "username": user.username, "discriminator": "0", "global_name": user.display_name,
        "avatar": null, "banner": null, "accent_color": null, "public_flags": 0, "flags": 0,
        "avatar_decoration_data": null, "collectibles": null, "primary_guild": null, "clan": null,
    });
    if user.bot {
        body["bot"] = json!(true);
        body["global_name"] = Value::Null;
    }
    body
}

/// A member, without the user it belongs to unless `with_user`.
pub fn member(world: &World, member: &GuildMember, with_user: bool) -> Value {
    let mut body = json!({
        "nick": member.nick, "avatar": null, "banner": null, "roles": member.roles,
        "joined_at": time(member.joined_at), "premium_since": null, "deaf": false, "mute": false,
        "flags": 0, "pending": false, "communication_disabled_until": null,
        "unusual_dm_activity_until": null, "avatar_decoration_data": null, "collectibles": null,
    });
    if with_user {
        body["user"] = user(world, member.user);
    }
    body
}

pub fn role(role: &Role) -> Value {
    let mut body = json!({
        "id": role.id, "name": role.name, "permissions": role.permissions, "position": role.position,
        "color": 0, "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
        "hoist": false, "icon": null, "unicode_emoji": null, "managed": role.managed_by.is_some(),
        "mentionable": role.mentionable, "flags": 0, "description": null,
    });
    if let Some(bot) = role.managed_by {
        body["tags"] = json!({"bot_id": bot});
    }
    body
}

pub fn channel(world: &World, channel: &Channel) -> Value {
    let mut body = json!({
        "id": channel.id, "type": channel.kind, "last_message_id": channel.last_message, "flags": 0,
    });
    if let Some(recipient) = channel.recipient {
        body["recipients"] = json!([user(world, recipient)]);
        return body;
    }
    if !channel.people.is_empty() {
        let people = channel.people.iter();
        body["recipients"] = people.map(|one| user(world, *one)).collect();
        return body;
    }
    body["guild_id"] = json!(channel.guild);
    body["name"] = json!(channel.name);
    if let Some(there) = &channel.thread {
        add(&mut body, thread::fields(world, channel, there));
        return body;
    }
    body["topic"] = json!(channel.topic);
    body["position"] = json!(channel.position);
    body["permission_overwrites"] = json!(channel.overwrites);
    body["parent_id"] = Value::Null;
    body["nsfw"] = json!(false);
    if channel.kind == ChannelKind::Text {
        body["rate_limit_per_user"] = json!(0);
    }
    if let Some(minutes) = channel.default_auto_archive_minutes {
        body["default_auto_archive_duration"] = json!(minutes);
    }
    if let Some(forum) = &channel.forum {
        add(&mut body, thread::forum_fields(forum));
    }
    body
}

/// A server's channel as the gateway brings it: of one that the bot can't see only where it is and of
/// which kind. resources/channel, "Obfuscated Channels", in force since 16 November 2026. The fields
/// are as seen in deconfined/tarubot, `src/discord/obfuscation.ts`.
pub fn channel_or_shadow(world: &World, channel: &Channel) -> Value {
    if channel.guild.is_none() || world.bot_sees(channel) {
        return self::channel(world, channel);
    }
    json!({
        "id": channel.id, "guild_id": channel.guild, "type": channel.kind,
        "position": channel.position, "parent_id": null, "name": "___hidden___",
        "flags": CHANNEL_OBFUSCATED, "permission_overwrites": [{
            "id": channel.guild, "type": 0, "allow": Permissions::NONE,
            "deny": Permissions::VIEW_CHANNEL}],
    })
}

pub fn guild(guild: &Guild) -> Value {
    let roles: Vec<_> = guild.roles.values().map(role).collect();
    let mut body = json!({
        "id": guild.id, "name": guild.name, "owner_id": guild.owner, "roles": roles,
        "preferred_locale": guild.locale, "icon": null, "splash": null, "discovery_splash": null,
        "afk_channel_id": null, "afk_timeout": 300, "verification_level": 1,
        "default_message_notifications": 1, "explicit_content_filter": 0, "emojis": [], "stickers": [],
        "features": [], "mfa_level": 0, "application_id": null, "system_channel_id": guild.system_channel,
    });
    let rest = json!({
        "system_channel_flags": 0, "rules_channel_id": null, "max_presences": null,
        "max_members": 500_000, "vanity_url_code": null, "description": null, "banner": null,
        "premium_tier": 0, "premium_subscription_count": 0, "public_updates_channel_id": null,
        "max_video_channel_users": 25, "max_stage_video_channel_users": 50, "nsfw_level": 0,
        "nsfw": false, "premium_progress_bar_enabled": false, "safety_alerts_channel_id": null,
        "incidents_data": null, "widget_enabled": false, "widget_channel_id": null, "region": "us-east",
        "home_header": null, "hub_type": null, "latest_onboarding_question_id": null,
    });
    add(&mut body, rest);
    body
}

/// Adds the fields of `more` to `body`.
fn add(body: &mut Value, more: Value) {
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
}

/// A server as GUILD_CREATE brings it: with its channels and, of its members, the bot alone (the
/// others need a privileged intent).
pub fn guild_create(world: &World, there: &Guild) -> Value {
    let mut body = guild(there);
    let channels = world
        .channels
        .values()
        .filter(|channel| channel.guild == Some(there.id) && channel.thread.is_none());
    let channels: Vec<_> = channels.map(|one| channel_or_shadow(world, one)).collect();
    let bot = there.members.get(&world.bot());
    let threads = world.visible_threads(there.id);
    let threads = threads.filter(|one| !one.is_archived(world.clock));
    let threads: Vec<_> = threads.map(|one| channel(world, one)).collect();
    let extra = json!({
        "joined_at": bot.map(|bot| time(bot.joined_at)), "large": there.members.len() > LARGE,
        "unavailable": false,
        "member_count": there.members.len(), "voice_states": [],
        "members": bot.map(|bot| member(world, bot, true)).into_iter().collect::<Vec<_>>(),
        "channels": channels, "threads": threads, "presences": [], "stage_instances": [],
        "guild_scheduled_events": [], "soundboard_sounds": [],
    });
    add(&mut body, extra);
    body
}

/// The server as `GET /users/@me/guilds` lists it.
pub fn guild_listing(world: &World, guild: &Guild) -> Value {
    json!({
        "id": guild.id, "name": guild.name, "icon": null, "banner": null, "features": [],
        "owner": guild.owner == world.bot(),
        "permissions": permission::in_guild(guild, world.bot()),
    })
}

pub fn application(world: &World) -> Value {
    let application = &world.application;
    // Message content, members and presences, each switched on for less than a hundred servers.
    let flags = [(1 << 15, 1 << 19), (1 << 1, 1 << 15), (1 << 8, 1 << 13)]
        .into_iter()
        .filter(|(intent, _)| application.privileged_intents & intent != 0)
        .fold(0_u64, |flags, (_, flag)| flags | flag);
    let install = json!({"oauth2_install_params": {
        "scopes": ["applications.commands", "bot"], "permissions": Permissions::NONE}});
    json!({
        "id": application.id, "name": application.name, "description": application.description,
        "icon": null, "cover_image": null, "summary": "", "type": null, "bot_public": true,
        "bot_require_code_grant": false, "flags": flags, "verify_key": "0".repeat(64), "team": null,
        "owner": user(world, application.owner), "bot": user(world, application.bot),
        "rpc_origins": [], "tags": [], "hook": true, "is_monetized": false, "redirect_uris": [],
        "interactions_endpoint_url": null, "role_connections_verification_url": null,
        "approximate_guild_count": world.guilds.keys().filter(|id| world.bot_is_in(**id)).count(),
        "approximate_user_install_count": application.installed_by.len(),
        "integration_types_config": {"0": install, "1": {}},
    })
}
