//! Notices in the channel that a server chose for them: each told once, with its id as the enforced
//! nonce, and edited when its fault is mended.

use serde_json::{Value, json};
use serenity::all::{self as serenity};

use super::{
    channel::Channels,
    render,
    rest::{Fault, RestError},
};
use crate::{
    posting::{
        model::Telling,
        tell::{TellError, Teller},
    },
    store::ids::MessageId,
};

impl Teller for Channels {
    async fn tell(&self, telling: &Telling) -> Result<MessageId, TellError> {
        let mut message = render::notices::told(telling).into_post();
        message["nonce"] = json!(telling.notice.id.to_string());
        message["enforce_nonce"] = json!(true);
        let channel = serenity::ChannelId::new(telling.channel.get());
        let sent = self.rest().post(channel, bytes(&message)).await;
        sent.map(|message| MessageId::new(message.get()))
            .map_err(|error| why(&error))
    }

    async fn mend(&self, telling: &Telling, message: MessageId) -> Result<(), TellError> {
        let body = render::notices::mended(telling).into_post();
        let channel = serenity::ChannelId::new(telling.channel.get());
        let message = serenity::MessageId::new(message.get());
        let edited = self.rest().edit(channel, message, bytes(&body)).await;
        edited.map_err(|error| why(&error))
    }
}

fn bytes(message: &Value) -> Vec<u8> {
    message.to_string().into_bytes()
}

fn why(error: &RestError) -> TellError {
    match error.fault {
        Fault::NoPermit | Fault::NotSent | Fault::Refused { status: 401, .. } => {
            TellError::Later { retry_after: None }
        }
        Fault::RateLimited { retry_after, .. } => TellError::Later {
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
