//! A small bot of serenity's making, which answers as each test tells it to.

use std::sync::Arc;

use serenity::{
    all::{
        ChannelId, Client, CommandInteraction, CommandOptionType, ComponentInteraction, Context,
        CreateCommand, CreateCommandOption, EventHandler, GatewayIntents, Guild, GuildId,
        HttpBuilder, Interaction, Message, MessageId, MessageUpdateEvent, ModalInteraction,
        Reaction, Ready, ResumedEvent, UnavailableGuild,
    },
    async_trait,
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::support::Setting;

/// What the bot was told, or did.
#[derive(Debug)]
pub enum Event {
    Ready(Box<Ready>),
    Resumed,
    Guild(Box<Guild>),
    Gone { outage: bool },
    Message(Box<Message>),
    Edited(Box<MessageUpdateEvent>),
    Deleted(Vec<MessageId>),
    Reacted(Box<Reaction>),
    TookBack(Box<Reaction>),
    Command(Box<CommandInteraction>),
    Autocomplete(Box<CommandInteraction>),
    Component(Box<ComponentInteraction>),
    Form(Box<ModalInteraction>),
}

struct Handler(UnboundedSender<Event>);

impl Handler {
    fn tell(&self, event: Event) {
        let _test_is_over = self.0.send(event);
    }
}

#[async_trait]
impl EventHandler for Handler {
    async fn ready(&self, _: Context, ready: Ready) {
        self.tell(Event::Ready(Box::new(ready)));
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        self.tell(Event::Resumed);
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        self.tell(Event::Guild(Box::new(guild)));
    }

    async fn guild_delete(&self, _: Context, gone: UnavailableGuild, _: Option<Guild>) {
        let outage = gone.unavailable;
        self.tell(Event::Gone { outage });
    }

    async fn message(&self, _: Context, message: Message) {
        self.tell(Event::Message(Box::new(message)));
    }

    async fn message_update(
        &self,
        _: Context,
        _: Option<Message>,
        _: Option<Message>,
        edit: MessageUpdateEvent,
    ) {
        self.tell(Event::Edited(Box::new(edit)));
    }

    async fn message_delete(&self, _: Context, _: ChannelId, id: MessageId, _: Option<GuildId>) {
        self.tell(Event::Deleted(vec![id]));
    }

    async fn message_delete_bulk(
        &self,
        _: Context,
        _: ChannelId,
        ids: Vec<MessageId>,
        _: Option<GuildId>,
    ) {
        self.tell(Event::Deleted(ids));
    }

    async fn reaction_add(&self, _: Context, reaction: Reaction) {
        self.tell(Event::Reacted(Box::new(reaction)));
    }

    async fn reaction_remove(&self, _: Context, reaction: Reaction) {
        self.tell(Event::TookBack(Box::new(reaction)));
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        self.tell(match interaction {
            Interaction::Command(one) => Event::Command(Box::new(one)),
            Interaction::Autocomplete(one) => Event::Autocomplete(Box::new(one)),
            Interaction::Component(one) => Event::Component(Box::new(one)),
            Interaction::Modal(one) => Event::Form(Box::new(one)),
            other => panic!("an interaction of an unknown kind: {other:?}"),
        });
    }
}

/// A running bot. It stops when it is dropped.
pub struct Bot {
    pub events: UnboundedReceiver<Event>,
    pub http: Arc<serenity::http::Http>,
    _running: tokio::task::JoinSet<()>,
}

impl Bot {
    /// Logs in and waits for READY.
    pub async fn log_in(setting: &Setting) -> Self {
        let mut bot = Self::with(setting, GatewayIntents::GUILDS).await;
        assert!(matches!(bot.next().await, Event::Ready(_)));
        assert!(matches!(bot.next().await, Event::Guild(_)));
        bot
    }

    pub async fn with(setting: &Setting, intents: GatewayIntents) -> Self {
        let (sender, events) = unbounded_channel();
        let http = HttpBuilder::new(setting.sandbox.token())
            .client(setting.client().clone())
            .proxy(setting.sandbox.api_url())
            .ratelimiter_disabled(true)
            .build();
        let application = http.get_current_application_info().await.unwrap();
        http.set_application_id(application.id);
        let mut client = serenity::client::ClientBuilder::new_with_http(http, intents)
            .event_handler(Handler(sender))
            .await
            .unwrap();
        let http = Arc::clone(&client.http);
        let mut running = tokio::task::JoinSet::new();
        running.spawn(async move { run(&mut client).await });
        Self {
            events,
            http,
            _running: running,
        }
    }

    pub async fn next(&mut self) -> Event {
        let next = tokio::time::timeout(std::time::Duration::from_secs(10), self.events.recv());
        next.await
            .expect("an event in time")
            .expect("a bot that runs")
    }

    pub async fn next_command(&mut self) -> Box<CommandInteraction> {
        match self.next().await {
            Event::Command(command) => command,
            other => panic!("a command is next, not {other:?}"),
        }
    }

    pub async fn next_component(&mut self) -> Box<ComponentInteraction> {
        match self.next().await {
            Event::Component(component) => component,
            other => panic!("a component is next, not {other:?}"),
        }
    }

    pub async fn next_form(&mut self) -> Box<ModalInteraction> {
        match self.next().await {
            Event::Form(form) => form,
            other => panic!("a form is next, not {other:?}"),
        }
    }

    pub async fn next_autocomplete(&mut self) -> Box<CommandInteraction> {
        match self.next().await {
            Event::Autocomplete(command) => command,
            other => panic!("an autocomplete is next, not {other:?}"),
        }
    }

    pub async fn next_message(&mut self) -> Box<Message> {
        match self.next().await {
            Event::Message(message) => message,
            other => panic!("a message is next, not {other:?}"),
        }
    }

    /// Logs in with these intents and waits for READY.
    pub async fn that_hears(setting: &Setting, intents: GatewayIntents) -> Self {
        let mut bot = Self::with(setting, intents).await;
        assert!(matches!(bot.next().await, Event::Ready(_)));
        bot
    }

    /// Logs in and registers `/hello`, which takes a topic.
    pub async fn that_says_hello(setting: &Setting) -> Self {
        let bot = Self::log_in(setting).await;
        let topic = CreateCommandOption::new(CommandOptionType::String, "topic", "About what?");
        let hello = CreateCommand::new("hello").description("Says hello.");
        bot.register(vec![hello.add_option(topic)]).await;
        bot
    }

    pub async fn register(&self, commands: Vec<CreateCommand>) {
        serenity::all::Command::set_global_commands(&self.http, commands)
            .await
            .unwrap();
    }
}

async fn run(client: &mut Client) {
    let _ended = client.start_shards(1).await;
}
