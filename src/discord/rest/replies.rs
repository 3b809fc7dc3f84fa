//! The requests about members' messages: what they wrote in reply, and the sign that it was heard.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};
use serenity::{
    all::{ChannelId, MessageId, UserId},
    http::{LightMethod, Route},
};

use super::{
    Call, Rest, RestError,
    calls::{PAGE_OF_MESSAGES, get},
};

/// The type of a message that replies to another.
const REPLY: u8 = 19;

/// A message as somebody wrote it, as far as replies go. What Discord leaves out of an event is none.
#[derive(Clone, Deserialize)]
pub struct Written {
    /// Its id.
    pub id: MessageId,
    /// The channel or thread it is in.
    pub channel_id: ChannelId,
    /// When it was last edited.
    pub edited_timestamp: Option<DateTime<Utc>>,
    #[serde(rename = "type")]
    kind: Option<u8>,
    author: Option<Person>,
    #[serde(default, deserialize_with = "or_none")]
    content: String,
    message_reference: Option<Reference>,
    referenced_message: Option<Box<Self>>,
    #[serde(default, deserialize_with = "or_none")]
    mentions: Vec<Person>,
    #[serde(default, deserialize_with = "or_none")]
    reactions: Vec<Reaction>,
    thread: Option<Thread>,
}

#[derive(Clone, Copy, Deserialize)]
struct Person {
    id: UserId,
    #[serde(default)]
    bot: bool,
}

#[derive(Clone, Copy, Deserialize)]
struct Reference {
    message_id: Option<MessageId>,
}

#[derive(Clone, Deserialize)]
struct Reaction {
    #[serde(default)]
    me: bool,
    emoji: Emoji,
}

#[derive(Clone, Deserialize)]
struct Emoji {
    name: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
struct Thread {
    id: ChannelId,
}

/// What there is, or for null nothing.
fn or_none<'de, T: Deserialize<'de> + Default, D: Deserializer<'de>>(
    from: D,
) -> Result<T, D::Error> {
    Option::deserialize(from).map(Option::unwrap_or_default)
}

impl Written {
    /// What an event of the gateway tells of a message.
    pub(in crate::discord) fn told(event: &impl Serialize) -> Option<Self> {
        serde_json::from_value(serde_json::to_value(event).ok()?).ok()
    }

    /// Who replied to which message, if a person did.
    pub(in crate::discord) fn replied(&self) -> Option<(UserId, MessageId)> {
        let person = self.author.filter(|author| !author.bot)?;
        let to = self.message_reference?.message_id?;
        (self.kind == Some(REPLY)).then_some((person.id, to))
    }

    /// Whether what it replies to is there and is this one's.
    pub(in crate::discord) fn replied_to(&self, author: UserId) -> bool {
        let referred = self.referenced_message.as_ref();
        let of = referred.and_then(|message| message.author);
        of.is_some_and(|of| of.id == author)
    }

    /// What it says, as far as that can be read.
    pub(in crate::discord) fn text(&self) -> &str {
        &self.content
    }

    /// Whether it pings this one, who can therefore read it.
    pub(in crate::discord) fn pings(&self, user: UserId) -> bool {
        self.mentions.iter().any(|mentioned| mentioned.id == user)
    }

    /// Whether the bot has reacted to it with this.
    pub(in crate::discord) fn bears(&self, emoji: &str) -> bool {
        let mut own = self.reactions.iter().filter(|reaction| reaction.me);
        own.any(|reaction| reaction.emoji.name.as_deref() == Some(emoji))
    }

    /// The thread that was opened on it.
    pub(in crate::discord) fn thread(&self) -> Option<ChannelId> {
        self.thread.map(|thread| thread.id)
    }
}

impl Rest {
    /// The messages next before one, or the newest, the newest first; at most a page of them.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn written_before(
        &self,
        channel_id: ChannelId,
        before: Option<MessageId>,
    ) -> Result<Vec<Written>, RestError> {
        let mut call = get("replies", Route::ChannelMessages { channel_id });
        call.params = vec![("limit", PAGE_OF_MESSAGES.to_string())];
        let before = before.map(|before| ("before", before.to_string()));
        call.params.extend(before);
        self.ask(call).await
    }

    /// A message as somebody wrote it.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached.
    pub async fn written(
        &self,
        channel_id: ChannelId,
        message_id: MessageId,
    ) -> Result<Written, RestError> {
        let route = Route::ChannelMessage {
            channel_id,
            message_id,
        };
        self.ask(get("reply", route)).await
    }

    /// Reacts to a message, as often as it is asked once.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached, or may have done it without our hearing of it.
    pub async fn react(
        &self,
        channel_id: ChannelId,
        message_id: MessageId,
        emoji: &str,
    ) -> Result<(), RestError> {
        let what = ("react", LightMethod::Put);
        self.own_reaction(what, channel_id, message_id, emoji).await
    }

    /// Takes a reaction of the bot's own off a message.
    ///
    /// # Errors
    ///
    /// Discord refuses, or can't be reached, or may have done it without our hearing of it.
    pub async fn unreact(
        &self,
        channel_id: ChannelId,
        message_id: MessageId,
        emoji: &str,
    ) -> Result<(), RestError> {
        let what = ("take reaction off", LightMethod::Delete);
        self.own_reaction(what, channel_id, message_id, emoji).await
    }

    async fn own_reaction(
        &self,
        (name, method): (&'static str, LightMethod),
        channel_id: ChannelId,
        message_id: MessageId,
        emoji: &str,
    ) -> Result<(), RestError> {
        let route = Route::ChannelMessageReactionMe {
            channel_id,
            message_id,
            reaction: emoji,
        };
        self.send(Call::new(name, method, route)).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn reply(changed: &Value) -> Written {
        let mut body = json!({
            "id": "9", "channel_id": "8", "type": 19, "content": "Hello.",
            "author": {"id": "1", "username": "maya"}, "message_reference": {"message_id": "7"},
            "referenced_message": {"id": "7", "channel_id": "8", "type": 0, "content": "",
                "author": {"id": "2", "bot": true}},
            "mentions": [{"id": "2", "bot": true}],
            "reactions": [{"me": true, "emoji": {"id": null, "name": "🌻"}},
                {"me": false, "emoji": {"id": null, "name": "🔕"}}],
        });
        let fields = changed.as_object().cloned().unwrap_or_default();
        if let Some(body) = body.as_object_mut() {
            body.extend(fields);
        }
        Written::told(&body).expect("it can be read")
    }

    #[test]
    fn a_reply_is_a_persons_to_a_message() {
        let replied = |changed: Value| reply(&changed).replied();
        let expected = Some((UserId::new(1), MessageId::new(7)));
        assert_eq!(replied(json!({})), expected);
        for no_reply in [
            json!({"type": 0}),
            json!({"type": null}),
            json!({"author": {"id": "1", "bot": true}}),
            json!({"author": null}),
            json!({"message_reference": {"message_id": null}}),
            json!({"message_reference": null}),
        ] {
            assert_eq!(replied(no_reply.clone()), None, "{no_reply}");
        }
    }

    #[test]
    fn whom_it_answers_whom_it_pings_and_what_it_bears_is_known() {
        let written = reply(&json!({}));
        let (maya, bot) = (UserId::new(1), UserId::new(2));
        assert!(written.replied_to(bot) && !written.replied_to(maya));
        assert!(written.pings(bot) && !written.pings(maya));
        assert!(written.bears("🌻") && !written.bears("🔕"), "its own alone");
        let gone = reply(&json!({"referenced_message": null, "mentions": null, "reactions": null}));
        assert!(!gone.replied_to(bot) && !gone.pings(bot) && !gone.bears("🌻"));
    }

    #[test]
    fn an_event_that_tells_what_changed_alone_can_be_read() {
        let written = Written::told(&json!({"id": "9", "channel_id": "8", "content": null}));
        let written = written.expect("it can be read");
        assert_eq!((written.text(), written.replied()), ("", None));
    }
}
