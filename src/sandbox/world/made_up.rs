//! The made-up world: one server with a moderator, two members, a visitor without rights, the bot
//! with the least it needs, and a channel of each kind. Tests adapt it by the functions below.

use chrono::{DateTime, Utc};

use super::{
    Application, BTreeMap, Channel, ChannelKind, Guild, GuildMember, Id, Overwrite, OverwriteOf,
    Permissions, Role, Snowflakes, User, World,
};

/// How large a file may be, in bytes, where nobody has boosted anything.
const FILE_LIMIT: u64 = 10 * 1024 * 1024;

/// What everyone may do.
const EVERYONE: Permissions = Permissions::VIEW_CHANNEL
    .and(Permissions::READ_MESSAGE_HISTORY)
    .and(Permissions::USE_APPLICATION_COMMANDS)
    .and(Permissions::USE_EXTERNAL_APPS);
/// What members may do besides.
const MEMBERS: Permissions = Permissions::SEND_MESSAGES
    .and(Permissions::EMBED_LINKS)
    .and(Permissions::ATTACH_FILES)
    .and(Permissions::ADD_REACTIONS)
    .and(Permissions::CREATE_PUBLIC_THREADS)
    .and(Permissions::SEND_MESSAGES_IN_THREADS);
/// What moderators may do besides.
const MODERATORS: Permissions = Permissions::MANAGE_MESSAGES
    .and(Permissions::MENTION_EVERYONE)
    .and(Permissions::MANAGE_THREADS);
/// What the bot's own role gives it: the least that posting in each kind of channel and reacting need.
const BOT: Permissions = Permissions::VIEW_CHANNEL
    .and(Permissions::ADD_REACTIONS)
    .and(Permissions::SEND_MESSAGES)
    .and(Permissions::EMBED_LINKS)
    .and(Permissions::ATTACH_FILES)
    .and(Permissions::READ_MESSAGE_HISTORY)
    .and(Permissions::CREATE_PUBLIC_THREADS)
    .and(Permissions::SEND_MESSAGES_IN_THREADS);

/// What the made-up channels are for.
const TOPICS: [(&str, &str); 7] = [
    ("wellbeing", "The week's post, and room to think about it"),
    ("general", "Whatever is on your mind"),
    ("moderators", "For moderators. Sunflower can't see it."),
    ("news", "Announcements, which other servers can follow"),
    ("weekly-garden", "A forum in which every post has a tag"),
    ("open-garden", "A forum for anything that grows"),
    (
        "potting-shed",
        "For moderators and Sunflower: a good place for its notices (`/settings notices`)",
    ),
];

impl World {
    /// The server "The Quiet Garden" at `at`: `rowan` moderates, `maya` and `theo` are members, `wren` is
    /// a visitor who only reads; channels #wellbeing, #general and, for moderators alone, #moderators;
    /// and one of each other kind.
    #[must_use]
    pub fn made_up(at: DateTime<Utc>) -> Self {
        let mut world = Self::with_bot(at, "Sunflower");
        let rowan = world.add_user("rowan", "Rowan");
        let maya = world.add_user("maya", "Maya");
        let theo = world.add_user("theo", "Theo");
        let wren = world.add_user("wren", "Wren");
        let keeper = world.add_user("garden_keeper", "Garden keeper");
        let garden = world.add_guild("The Quiet Garden", keeper);
        let moderators = world.add_role(garden, "Moderators", MEMBERS | MODERATORS);
        let members = world.add_role(garden, "Members", MEMBERS);
        world.add_member(garden, rowan, &[moderators]);
        world.add_member(garden, maya, &[members]);
        world.add_member(garden, theo, &[members]);
        world.add_member(garden, wren, &[]);
        world.add_bot(garden);
        world.add_channel(garden, "wellbeing");
        world.add_channel(garden, "general");
        let private = world.add_channel(garden, "moderators");
        world.overwrite(
            private,
            garden,
            Permissions::NONE,
            Permissions::VIEW_CHANNEL,
        );
        world.overwrite(
            private,
            moderators,
            Permissions::VIEW_CHANNEL,
            Permissions::NONE,
        );
        // All that came later is made last, so that what was there before keeps its ids.
        world.grow(garden, moderators);
        for (channel, topic) in TOPICS {
            world.set_topic(channel, topic);
        }
        world
    }

    /// A world with nothing in it but the bot and its owner.
    #[must_use]
    pub fn with_bot(at: DateTime<Utc>, name: &str) -> Self {
        let mut world = Self {
            clock: at,
            snowflakes: Snowflakes::default(),
            application: Application {
                id: Id::default(),
                name: name.to_owned(),
                description: String::new(),
                bot: Id::default(),
                owner: Id::default(),
                privileged_intents: 0,
                installed_by: Vec::new(),
            },
            users: BTreeMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            file_limit: FILE_LIMIT,
            files: BTreeMap::new(),
            commands: Vec::new(),
            interactions: BTreeMap::new(),
            nonces: BTreeMap::new(),
        };
        let bot = world.add_user(&name.to_lowercase(), name);
        if let Some(user) = world.users.get_mut(&bot) {
            user.bot = true;
        }
        // The application and its bot user have one id, as all that were made since 2016.
        world.application.id = bot;
        world.application.bot = bot;
        world.application.owner = world.add_user("operator", "The operator");
        world
    }

    /// Adds a person.
    pub fn add_user(&mut self, username: &str, display_name: &str) -> Id {
        let id = self.next_id();
        let user = User {
            id,
            username: username.to_owned(),
            display_name: display_name.to_owned(),
            bot: false,
            locale: "en-US".to_owned(),
            accepts_direct_messages: true,
        };
        self.users.insert(id, user);
        id
    }

    /// Adds a server with nobody in it but its owner.
    pub fn add_guild(&mut self, name: &str, owner: Id) -> Id {
        let id = self.next_id();
        let guild = Guild {
            id,
            name: name.to_owned(),
            owner,
            locale: "en-US".to_owned(),
            unavailable: false,
            roles: BTreeMap::new(),
            members: BTreeMap::new(),
            system_channel: None,
        };
        self.guilds.insert(id, guild);
        self.insert_role(id, id, "@everyone", EVERYONE, None);
        self.add_member(id, owner, &[]);
        id
    }

    /// Adds a role that gives `permissions`.
    pub fn add_role(&mut self, guild: Id, name: &str, permissions: Permissions) -> Id {
        let id = self.next_id();
        self.insert_role(guild, id, name, permissions, None);
        id
    }

    fn insert_role(
        &mut self,
        guild: Id,
        id: Id,
        name: &str,
        permissions: Permissions,
        managed_by: Option<Id>,
    ) {
        if let Some(guild) = self.guilds.get_mut(&guild) {
            let role = Role {
                id,
                name: name.to_owned(),
                permissions,
                position: u16::try_from(guild.roles.len()).unwrap_or(u16::MAX),
                mentionable: false,
                managed_by,
            };
            guild.roles.insert(id, role);
        }
    }

    /// Makes a user a member with these roles.
    pub fn add_member(&mut self, guild: Id, user: Id, roles: &[Id]) {
        let joined_at = self.clock;
        if let Some(guild) = self.guilds.get_mut(&guild) {
            let member = GuildMember {
                user,
                nick: None,
                roles: roles.to_vec(),
                joined_at,
            };
            guild.members.insert(user, member);
        }
    }

    /// Makes the bot a member, with a role of its own that gives the least it needs.
    pub fn add_bot(&mut self, guild: Id) {
        let (bot, role) = (self.bot(), self.next_id());
        let name = self.application.name.clone();
        self.insert_role(guild, role, &name, BOT, Some(bot));
        self.add_member(guild, bot, &[role]);
    }

    /// Adds a text channel.
    pub fn add_channel(&mut self, guild: Id, name: &str) -> Id {
        self.add_channel_of(guild, ChannelKind::Text, name)
    }

    /// Adds a channel of any kind.
    pub fn add_channel_of(&mut self, guild: Id, kind: ChannelKind, name: &str) -> Id {
        let id = self.next_id();
        let there = self.channels.values();
        let position = there.filter(|one| one.guild == Some(guild) && one.thread.is_none());
        let position = position.count();
        let mut channel = Channel::new(id, Some(guild), kind, name);
        channel.position = u16::try_from(position).unwrap_or(u16::MAX);
        self.channels.insert(id, channel);
        id
    }

    /// Says what the channel of this name is for.
    pub fn set_topic(&mut self, channel: &str, topic: &str) {
        let mut channels = self.channels.values_mut();
        if let Some(channel) = channels.find(|one| one.name == channel) {
            channel.topic = Some(topic.to_owned());
        }
    }

    /// Sets what a channel allows and denies to a role or a member, in place of what it did before.
    pub fn overwrite(&mut self, channel: Id, whom: Id, allow: Permissions, deny: Permissions) {
        let is_role = self
            .guilds
            .values()
            .any(|guild| guild.roles.contains_key(&whom));
        let of = if is_role {
            OverwriteOf::Role
        } else {
            OverwriteOf::Member
        };
        if let Some(channel) = self.channels.get_mut(&channel) {
            channel.overwrites.retain(|one| one.id != whom);
            channel.overwrites.push(Overwrite {
                id: whom,
                of,
                allow,
                deny,
            });
        }
    }

    /// Takes these permissions from the bot in one channel.
    pub fn deny_bot(&mut self, channel: Id, denied: Permissions) {
        self.overwrite(channel, self.bot(), Permissions::NONE, denied);
    }

    /// Takes a channel's exception for the bot away again.
    pub fn allow_bot(&mut self, channel: Id) {
        let bot = self.bot();
        if let Some(channel) = self.channels.get_mut(&channel) {
            channel.overwrites.retain(|one| one.id != bot);
        }
    }
}
