//! A client of serenity's making that writes down every event's name and what it is about.

use serde_json::Value;
use serenity::{
    all::{ClientBuilder, Context, Event, GatewayIntents, HttpBuilder, RawEventHandler},
    async_trait,
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::support::Setting;

struct Pen(UnboundedSender<(String, Value)>);

#[async_trait]
impl RawEventHandler for Pen {
    async fn raw_event(&self, _: Context, event: Event) {
        let name = event.name().unwrap_or_default();
        let event = serde_json::to_value(&event).unwrap();
        let _test_is_over = self.0.send((name, event["d"].clone()));
    }
}

/// A running client. It stops when it is dropped.
pub struct Listener {
    events: UnboundedReceiver<(String, Value)>,
    _running: tokio::task::JoinSet<()>,
}

impl Listener {
    /// Logs in and hears the server's GUILD_CREATE.
    pub async fn log_in(setting: &Setting) -> Self {
        let intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES;
        let (sender, events) = unbounded_channel();
        let http = HttpBuilder::new(setting.sandbox.token())
            .client(setting.client().clone())
            .proxy(setting.sandbox.api_url())
            .ratelimiter_disabled(true)
            .application_id(1.into())
            .build();
        let mut client = ClientBuilder::new_with_http(http, intents)
            .raw_event_handler(Pen(sender))
            .await
            .unwrap();
        let mut running = tokio::task::JoinSet::new();
        running.spawn(async move {
            let _ended = client.start_shards(1).await;
        });
        let mut listener = Self {
            events,
            _running: running,
        };
        listener.hears("GUILD_CREATE").await;
        listener
    }

    /// Waits for the next event of this name; others go by.
    pub async fn hears(&mut self, name: &str) -> Value {
        loop {
            let (heard, event) = self.next().await;
            if heard == name {
                return event;
            }
        }
    }

    /// The next event.
    pub async fn next(&mut self) -> (String, Value) {
        let next = tokio::time::timeout(std::time::Duration::from_secs(10), self.events.recv());
        next.await
            .expect("an event in time")
            .expect("a client that runs")
    }
}
