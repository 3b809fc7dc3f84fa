//! The made-up server at noon, and a bot that is about to post in one of its channels.

use std::{path::Path, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use serenity::all::UserId;
use sunflower::{
    config::{ApiUrl, Config, Token},
    discord::{
        channel::Channels,
        rest::{Rest, http_client},
    },
    posting::{
        channel::{Channel, History, Outgoing, SendError, Sought},
        model::{ChannelKind, PostId, RefusedReason},
    },
    sandbox::{
        Options, Sandbox,
        world::{Id, World},
    },
    store::ids::MessageId,
};
use tokio_util::sync::CancellationToken;

use crate::{config, noon, stage::Standing};

/// The made-up server, and what it and a bot in it go by.
pub async fn sandbox() -> (Sandbox, Arc<Standing>) {
    let stage = Arc::new(Standing::at(noon()));
    let sandbox = Sandbox::start(Options::default(), stage.clone()).await;
    (sandbox.unwrap(), stage)
}

/// What a bot in it is started with.
pub fn config(sandbox: &Sandbox, folder: &Path) -> Config {
    config::config(sandbox.token(), &sandbox.api_url(), folder)
}

/// A bot that is about to post in a channel.
pub struct Setting {
    pub sandbox: Sandbox,
    pub stage: Arc<Standing>,
    pub channels: Channels,
    pub outgoing: Outgoing,
    /// Since when the post is looked for.
    pub since: DateTime<Utc>,
}

impl Setting {
    /// A bot that is about to open a thread in a forum.
    pub async fn in_forum(name: &str) -> Self {
        Self::open(name, ChannelKind::Forum, opening).await
    }

    /// A bot that is about to post a plain message.
    pub async fn plain(name: &str, kind: ChannelKind) -> Self {
        Self::open(name, kind, message).await
    }

    async fn open(name: &str, kind: ChannelKind, body: fn(&PostId) -> Value) -> Self {
        let (sandbox, stage) = sandbox().await;
        let api_url = ApiUrl::parse(&sandbox.api_url()).unwrap();
        let rest = Rest::new(
            http_client(Some(&api_url)).unwrap(),
            &Token::parse(sandbox.token()).unwrap(),
            Some(api_url),
            CancellationToken::new(),
        );
        let bot: UserId = sandbox.read(World::bot).to_string().parse().unwrap();
        let (guild, channel) = sandbox.read(|world| {
            let channel = world.channel(name).unwrap();
            (channel.guild.unwrap().to_string(), channel.id.to_string())
        });
        let post: PostId = "AAECAwQFBgcICQoLDA0ODw".parse().unwrap();
        Self {
            channels: Channels::new(Arc::new(rest), bot),
            outgoing: Outgoing {
                post,
                guild: guild.parse().unwrap(),
                channel: channel.parse().unwrap(),
                kind,
                body: body(&post).to_string(),
            },
            sandbox,
            since: stage.clock.now() - TimeDelta::hours(1),
            stage,
        }
    }

    pub async fn send(&self) -> Result<MessageId, SendError> {
        self.channels.send(&self.outgoing).await
    }

    pub async fn refusal(&self) -> RefusedReason {
        match self.send().await {
            Err(SendError::Refused { reason, .. }) => reason,
            other => panic!("{other:?}"),
        }
    }

    pub async fn history(&self) -> History {
        let Outgoing {
            post,
            guild,
            channel,
            kind,
            ..
        } = self.outgoing.clone();
        let sought = Sought {
            post,
            guild,
            channel,
            kind,
        };
        self.channels.history(&sought, self.since).await
    }

    pub fn channel(&self) -> Id {
        self.outgoing.channel.to_string().parse().unwrap()
    }
}

/// A post as a message.
fn message(post: &PostId) -> Value {
    let button = json!({"type": 2, "style": 1, "label": "Reflect",
        "custom_id": format!("reflect:{post}")});
    json!({"content": "a kind week", "components": [{"type": 1, "components": [button]}]})
}

/// A post as a forum's thread.
pub fn opening(post: &PostId) -> Value {
    json!({"name": "Week of 23 November", "auto_archive_duration": 60, "message": message(post)})
}
