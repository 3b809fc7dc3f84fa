//! What is shared, in the thread of its post: sent with the share's id as the enforced nonce, and looked for
//! by that id among the bot's own messages.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::json;
use serenity::all as serenity;

use super::{
    channel::{Channels, code},
    render,
    rest::{Fault, RestError},
};
use crate::{
    posting::{
        Posting,
        channel::History,
        model::{ChannelKind, Post, PostOutcome},
    },
    reflection::{
        model::{Place, StoredShare},
        shared::{ThreadError, Threads},
        shares::Shared,
    },
    store::ids::{ChannelId, MessageId},
};

/// The threads of posts, as the bot.
pub struct PostThreads(pub Arc<Posting<Channels>>);

/// A post's message, and the thread that is on it, or will be.
struct Thread {
    id: ChannelId,
    /// Where it can be opened, if it can.
    on: Option<(ChannelId, MessageId)>,
}

impl Threads for PostThreads {
    async fn show(&self, share: &StoredShare, shared: &Shared) -> Result<Place, ThreadError> {
        let (thread, removed) = self.thread(share).await?;
        if removed {
            return Err(ThreadError::Refused { code: None });
        }
        let body = body(share, shared);
        let sent = self.post(thread.id, &body).await;
        let sent = match (sent, thread.on) {
            (Err(error), Some((channel, message)))
                if error.code() == Some(code::UNKNOWN_CHANNEL) =>
            {
                self.open(share, channel, message).await?;
                self.post(thread.id, &body).await
            }
            (sent, _) => sent,
        };
        let message = sent.map_err(|error| why(&error))?;
        Ok(Place {
            channel: thread.id,
            message: MessageId::new(message.get()),
        })
    }

    async fn find(
        &self,
        share: &StoredShare,
        since: DateTime<Utc>,
    ) -> Result<Option<Place>, ThreadError> {
        // A thread outlives the message that it was opened on.
        let (thread, _) = match self.thread(share).await {
            // Nobody knows the post any more, nor where it is to be looked for.
            Err(ThreadError::Refused { .. }) => return Ok(None),
            thread => thread?,
        };
        let id = share.id.to_string();
        match self.0.channel.look_for(thread.id, &id, since).await {
            Ok(History::There(message)) => Ok(Some(Place {
                channel: thread.id,
                message,
            })),
            Ok(History::Absent) => Ok(None),
            Ok(_) => Err(ThreadError::Unknown),
            // No thread was opened, so nothing is in it; or it was removed with all that was.
            Err(error) if error.code() == Some(code::UNKNOWN_CHANNEL) => Ok(None),
            Err(error) => Err(unperformed(&error)),
        }
    }

    async fn remove(&self, place: Place) -> Result<(), ThreadError> {
        let channel = serenity::ChannelId::new(place.channel.get());
        let message = serenity::MessageId::new(place.message.get());
        let removed = self.0.channel.rest().delete_message(channel, message).await;
        match removed {
            Err(error) if error.code() == Some(code::UNKNOWN_CHANNEL) => Ok(()),
            removed => removed.map_err(|error| unperformed(&error)),
        }
    }

    fn settled(&self) {
        self.0.wake_telling();
    }
}

impl PostThreads {
    /// The thread on a share's post, and whether the post's message is gone.
    async fn thread(&self, share: &StoredShare) -> Result<(Thread, bool), ThreadError> {
        let later = ThreadError::Later { retry_after: None };
        let post = self.0.post(share.guild, share.post).await;
        let post = post.map_err(|error| {
            tracing::warn!(%error, "the post of what is shared could not be read");
            later.clone()
        })?;
        let post = post.ok_or(ThreadError::Refused { code: None })?;
        match post.outcome {
            PostOutcome::Sent {
                message: Some(message),
                removed_at,
                ..
            } => Ok((on(&post, message), removed_at.is_some())),
            PostOutcome::Due | PostOutcome::Sending | PostOutcome::Unsure => Err(later),
            _ => Err(ThreadError::Refused { code: None }),
        }
    }

    async fn open(
        &self,
        share: &StoredShare,
        channel: ChannelId,
        message: MessageId,
    ) -> Result<(), ThreadError> {
        let title = self.0.store.title_of(share.post).await.unwrap_or_default();
        let title = title.unwrap_or_else(|| super::words::labels::FORM_TITLE.to_owned());
        let channel = serenity::ChannelId::new(channel.get());
        let message = serenity::MessageId::new(message.get());
        let opened = self.0.channel.rest().open_thread(channel, message, &title);
        match opened.await {
            Err(error) if error.code() == Some(code::HAS_A_THREAD) => Ok(()),
            opened => opened.map_err(|error| match unperformed(&error) {
                // The post's own message is gone, not the share's.
                ThreadError::Gone => ThreadError::Refused { code: error.code() },
                other => other,
            }),
        }
    }

    async fn post(
        &self,
        thread: ChannelId,
        body: &serde_json::Value,
    ) -> Result<serenity::MessageId, RestError> {
        let thread = serenity::ChannelId::new(thread.get());
        let body = body.to_string().into_bytes();
        self.0.channel.rest().post(thread, body).await
    }
}

/// A thread has the id of the message that it is on, or began with.
fn on(post: &Post, message: MessageId) -> Thread {
    let begun = ChannelId::new(message.get());
    match post.kind {
        ChannelKind::Text | ChannelKind::Announcement => Thread {
            id: begun,
            on: Some((post.channel, message)),
        },
        ChannelKind::Forum => Thread {
            id: begun,
            on: None,
        },
        // No thread is opened within a thread.
        ChannelKind::Thread => Thread {
            id: post.channel,
            on: None,
        },
    }
}

fn body(share: &StoredShare, shared: &Shared) -> serde_json::Value {
    let mut message = render::sharing::shown(share.id, shared).into_post();
    message["nonce"] = json!(share.id.to_string());
    message["enforce_nonce"] = json!(true);
    message
}

/// Why a message was not seen to be sent.
fn why(error: &RestError) -> ThreadError {
    match error.fault {
        Fault::Refused {
            code: Some(code::UNKNOWN_MESSAGE),
            ..
        } => ThreadError::Gone,
        Fault::NotSent | Fault::Refused { status: 401, .. } => {
            ThreadError::Later { retry_after: None }
        }
        Fault::NoPermit {
            held_for: retry_after,
        }
        | Fault::RateLimited { retry_after, .. } => ThreadError::Later {
            retry_after: Some(retry_after),
        },
        Fault::Refused { status, .. } if status < 500 && error.is_temporary() => {
            ThreadError::Later { retry_after: None }
        }
        Fault::Refused { status, code } if status < 500 => ThreadError::Refused { code },
        // Of a 5xx nobody says whether it was performed.
        Fault::Refused { .. } | Fault::Unknown | Fault::Unreadable => ThreadError::Unknown,
    }
}

/// The same of what can be repeated without harm.
fn unperformed(error: &RestError) -> ThreadError {
    match why(error) {
        ThreadError::Unknown => ThreadError::Later { retry_after: None },
        known => known,
    }
}
