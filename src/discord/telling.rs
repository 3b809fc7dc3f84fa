//! Notices in the channel that a server chose for them, or in direct messages to a schedule's maker: each
//! told once, with its id in the enforced nonce, and edited when its fault is mended.

use serde_json::{Value, json};
use serenity::all::{self as serenity};

use super::{
    channel::Channels,
    permissions, render,
    rest::{Fault, RestError},
};
use crate::{
    posting::{
        model::{Place, Telling},
        tell::{TellError, Teller},
    },
    store::ids::{ChannelId, MessageId, UserId},
};

impl Teller for Channels {
    async fn tell(&self, telling: &Telling, channel: ChannelId) -> Result<Place, TellError> {
        let message = render::notices::told(telling).into_post();
        let nonce = telling.notice.id.to_string();
        self.put(channel, message, &nonce).await
    }

    async fn tell_maker(&self, telling: &Telling, maker: UserId) -> Result<Place, TellError> {
        let rest = self.rest();
        let guild = serenity::GuildId::new(telling.notice.guild.get());
        let maker = serenity::UserId::new(maker.get());
        let asked = tokio::try_join!(rest.guild(guild), rest.member_roles(guild, maker));
        let (server, roles) = asked.map_err(|error| unasked(&error))?;
        if !permissions::in_server(&server, maker, &roles).manage_messages() {
            return Err(TellError::Refused { code: None });
        }
        let opened = rest.direct_messages(maker).await;
        let channel = opened.map_err(|error| unasked(&error))?;
        let message = render::notices::told_alone(telling, &server.name).into_post();
        // Should the same be told in a channel soon after, that is no second attempt at this.
        let nonce = format!("{}-dm", telling.notice.id);
        self.put(ChannelId::new(channel.get()), message, &nonce)
            .await
    }

    async fn mend(&self, telling: &Telling, place: Place) -> Result<(), TellError> {
        let body = render::notices::mended(telling).into_post();
        let channel = serenity::ChannelId::new(place.channel.get());
        let message = serenity::MessageId::new(place.message.get());
        let edited = self.rest().edit(channel, message, bytes(&body)).await;
        edited.map_err(|error| why(&error))
    }
}

impl Channels {
    async fn put(
        &self,
        channel: ChannelId,
        mut message: Value,
        nonce: &str,
    ) -> Result<Place, TellError> {
        message["nonce"] = json!(nonce);
        message["enforce_nonce"] = json!(true);
        let there = serenity::ChannelId::new(channel.get());
        let sent = self.rest().post(there, bytes(&message)).await;
        let message = sent.map_err(|error| why(&error))?;
        Ok(Place {
            channel,
            message: MessageId::new(message.get()),
        })
    }
}

fn bytes(message: &Value) -> Vec<u8> {
    message.to_string().into_bytes()
}

/// What came before the message was not done; nothing is told yet, and asking again does no harm.
fn unasked(error: &RestError) -> TellError {
    match why(error) {
        TellError::Unknown => TellError::Later { retry_after: None },
        known => known,
    }
}

fn why(error: &RestError) -> TellError {
    match error.fault {
        Fault::NotSent | Fault::Refused { status: 401, .. } => {
            TellError::Later { retry_after: None }
        }
        Fault::NoPermit {
            held_for: retry_after,
        }
        | Fault::RateLimited { retry_after, .. } => TellError::Later {
            retry_after: Some(retry_after),
        },
        Fault::Refused { status, .. } if status < 500 && error.is_temporary() => {
            TellError::Later { retry_after: None }
        }
        Fault::Refused { status, code } if status < 500 => TellError::Refused { code },
        // Of a 5xx nobody says whether it was performed.
        Fault::Refused { .. } | Fault::Unknown | Fault::Unreadable => TellError::Unknown,
    }
}
