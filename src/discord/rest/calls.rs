//! The requests that the bot makes of its own accord, one method each: about itself, its commands and its
//! messages.

use serde_json::{Value, json};
use serenity::{
    all::{ApplicationId, ChannelId, GuildId, MessageId, UserId},
    http::{LightMethod, Route},
};

use super::{
    Application, Call, Gateway, Message, Rest, RestError,
    answers::{CurrentApplication, Opened, Sent},
};
use crate::store::ids;

/// Discord gives at most this many messages at once.
pub(super) const PAGE_OF_MESSAGES: usize = 100;

/// Where commands are registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandScope {
    /// Everywhere, direct messages too.
    Everywhere,
    /// In one server.
    Guild(GuildId),
}

/// The one server given, or everywhere.
impl From<Option<ids::GuildId>> for CommandScope {
    fn from(one: Option<ids::GuildId>) -> Self {
        one.map_or(Self::Everywhere, |guild| {
            Self::Guild(GuildId::new(guild.get()))
        })
    }
}

impl CommandScope {
    fn route(self, application_id: ApplicationId) -> Route<'static> {
        match self {
            Self::Everywhere => Route::Commands { application_id },
            Self::Guild(guild_id) => Route::GuildCommands {
                application_id,
                guild_id,
            },
        }
    }
}

pub(super) fn get<'a>(name: &'static str, route: Route<'a>) -> Call<'a> {
    Call::new(name, LightMethod::Get, route)
}

impl Rest {
    /// Where the gateway is.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn gateway(&self) -> Result<Gateway, RestError> {
        self.ask(get("gateway", Route::GatewayBot)).await
    }

    /// Who the bot is.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn application(&self) -> Result<Application, RestError> {
        let call = get("application", Route::Oauth2ApplicationCurrent);
        let application: CurrentApplication = self.ask(call).await?;
        let bot = match application.bot {
            Some(bot) => bot,
            None => self.ask(get("account", Route::UserMe)).await?,
        };
        Ok(Application {
            id: application.id,
            bot: bot.id,
        })
    }

    /// The commands that Discord has.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn commands(
        &self,
        application: ApplicationId,
        scope: CommandScope,
    ) -> Result<Vec<Value>, RestError> {
        let mut call = get("commands", scope.route(application));
        call.params = vec![("with_localizations", "true".to_owned())];
        self.ask(call).await
    }

    /// Replaces the commands that Discord has.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn put_commands(
        &self,
        application: ApplicationId,
        scope: CommandScope,
        commands: &Value,
    ) -> Result<(), RestError> {
        let route = scope.route(application);
        let mut call = Call::new("register commands", LightMethod::Put, route);
        call.body = Some(commands.to_string().into_bytes());
        self.send(call).await.map(drop)
    }

    /// Posts a message whose body is already written. A 429 is the caller's to wait out.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached, or may have posted it without our hearing of it.
    pub async fn post(&self, channel_id: ChannelId, body: Vec<u8>) -> Result<MessageId, RestError> {
        let route = Route::ChannelMessages { channel_id };
        let mut call = Call::new("post", LightMethod::Post, route);
        call.body = Some(body);
        call.patient = false;
        self.ask(call).await.map(|sent: Sent| sent.id)
    }

    /// The channel of direct messages with somebody. It is there, or made.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn direct_messages(&self, user: UserId) -> Result<ChannelId, RestError> {
        let mut call = Call::new(
            "direct messages",
            LightMethod::Post,
            Route::UserMeDmChannels,
        );
        call.body = Some(json!({"recipient_id": user}).to_string().into_bytes());
        call.patient = false;
        self.ask(call).await.map(|opened: Opened| opened.id)
    }

    /// The messages next after one, at most a page of them.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn messages_after(
        &self,
        channel_id: ChannelId,
        after: u64,
    ) -> Result<Vec<Message>, RestError> {
        let mut call = get("history", Route::ChannelMessages { channel_id });
        call.params = vec![
            ("limit", PAGE_OF_MESSAGES.to_string()),
            ("after", after.to_string()),
        ];
        self.ask(call).await
    }

    /// A message.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn message(
        &self,
        channel_id: ChannelId,
        message_id: MessageId,
    ) -> Result<Message, RestError> {
        let route = Route::ChannelMessage {
            channel_id,
            message_id,
        };
        self.ask(get("message", route)).await
    }

    /// Changes a message of the bot's. A 429 is the caller's to wait out.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached, or may have changed it without our hearing of it.
    pub async fn edit(
        &self,
        channel_id: ChannelId,
        message_id: MessageId,
        body: Vec<u8>,
    ) -> Result<(), RestError> {
        let route = Route::ChannelMessage {
            channel_id,
            message_id,
        };
        let mut call = Call::new("edit", LightMethod::Patch, route);
        call.body = Some(body);
        call.patient = false;
        self.send(call).await.map(drop)
    }

    /// Removes a message.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached, or may have removed it without our hearing of it.
    pub async fn delete_message(
        &self,
        channel_id: ChannelId,
        message_id: MessageId,
    ) -> Result<(), RestError> {
        let route = Route::ChannelMessage {
            channel_id,
            message_id,
        };
        let call = Call::new("remove message", LightMethod::Delete, route);
        self.send(call).await.map(drop)
    }

    /// Publishes a message of an announcement channel. A 429 is the caller's to wait out.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached, or may have published it without our hearing of it.
    pub async fn publish(
        &self,
        channel_id: ChannelId,
        message_id: MessageId,
    ) -> Result<(), RestError> {
        let route = Route::ChannelMessageCrosspost {
            channel_id,
            message_id,
        };
        let mut call = Call::new("publish", LightMethod::Post, route);
        call.patient = false;
        self.send(call).await.map(drop)
    }
}
