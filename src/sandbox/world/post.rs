//! Writing in channels: new messages, their mentions and files, nonces, edits and deletions.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Answers, Attachment, Id, Mentions, Message, Permissions, World, flag, list};

/// How long Discord remembers a nonce that it enforces: "the past few minutes".
const NONCE_WINDOW: TimeDelta = TimeDelta::minutes(3);

/// The message that was sent with a nonce.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Sent {
    author: Id,
    message: Id,
    at: DateTime<Utc>,
}

/// A file that came with a request.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The number that `attachments` refers to it by.
    pub number: String,
    /// Its name.
    pub filename: String,
    /// Its media type.
    pub content_type: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A message that is about to be written.
#[derive(Debug)]
pub struct Draft<'a> {
    /// Where.
    pub channel: Id,
    /// By whom.
    pub author: Id,
    /// The request's body, in Discord's JSON.
    pub body: &'a Value,
    /// The files that came with it.
    pub uploads: &'a [Upload],
    /// The interaction it answers.
    pub interaction: Option<Answers>,
    /// The only person who sees it, if it is ephemeral.
    pub ephemeral_to: Option<Id>,
    /// Its flags, as far as they are the sender's to set.
    pub flags: u64,
}

/// Why a message was not edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotEdited {
    /// It is not there.
    Unknown,
    /// Nothing would be left of it.
    Empty,
}

impl World {
    /// Writes a message.
    pub fn post(&mut self, draft: Draft<'_>) -> Message {
        let id = self.next_id();
        self.post_as(id, draft)
    }

    /// Writes the message with this id: a forum's post and the message it begins with have one.
    pub fn post_as(&mut self, id: Id, draft: Draft<'_>) -> Message {
        let body = draft.body;
        let content = body["content"].as_str().unwrap_or_default().to_owned();
        let attachments = self.store_files(body, draft.uploads);
        let mut flags = draft.flags & !flag::EPHEMERAL;
        if draft.ephemeral_to.is_some() {
            flags |= flag::EPHEMERAL;
        }
        let reply_to = body["message_reference"]["message_id"]
            .as_str()
            .and_then(|id| id.parse().ok());
        let message = Message {
            id,
            channel: draft.channel,
            author: draft.author,
            mentions: self.mentions((draft.channel, draft.author), &content, body, reply_to),
            content,
            embeds: with_types(&body["embeds"]),
            components: numbered(&body["components"]),
            attachments,
            nonce: Some(body["nonce"].clone()).filter(|nonce| !nonce.is_null()),
            flags,
            edited_at: None,
            reply_to,
            reactions: Vec::new(),
            interaction: draft.interaction,
            ephemeral_to: draft.ephemeral_to,
        };
        if let Some(channel) = self.channels.get_mut(&draft.channel)
            && message.ephemeral_to.is_none()
        {
            channel.last_message = Some(id);
            self.count_in_thread(draft.channel, id, draft.author);
        }
        self.messages
            .entry(draft.channel)
            .or_default()
            .insert(id, message.clone());
        message
    }

    /// The message that `author` sent in `channel` with this nonce, if Discord still remembers.
    #[must_use]
    pub fn sent_with_nonce(&self, channel: Id, author: Id, nonce: &Value) -> Option<Id> {
        let sent = self.nonces.get(&channel)?.get(&plain(nonce))?;
        (sent.author == author && self.clock - sent.at <= NONCE_WINDOW).then_some(sent.message)
    }

    /// Remembers the nonce that a message was sent with.
    pub fn remember_nonce(&mut self, message: &Message) {
        if let Some(nonce) = &message.nonce {
            let sent = Sent {
                author: message.author,
                message: message.id,
                at: self.clock,
            };
            self.nonces
                .entry(message.channel)
                .or_default()
                .insert(plain(nonce), sent);
        }
    }

    /// Changes a message as an edit says; what the edit leaves out stays. A "… is thinking" becomes
    /// the message itself.
    ///
    /// # Errors
    /// If it is not there, or nothing would be left of it.
    pub fn edit(
        &mut self,
        channel: Id,
        message: Id,
        body: &Value,
        uploads: &[Upload],
    ) -> Result<Message, NotEdited> {
        let was = self.message(channel, message).ok_or(NotEdited::Unknown)?;
        let was = was.clone();
        let mut now = was.clone();
        if let Some(content) = body.get("content") {
            content
                .as_str()
                .unwrap_or_default()
                .clone_into(&mut now.content);
            now.mentions = self.mentions((channel, was.author), &now.content, body, was.reply_to);
        }
        if let Some(embeds) = body.get("embeds") {
            now.embeds = with_types(embeds);
        }
        if let Some(components) = body.get("components") {
            now.components = numbered(components);
        }
        if let Some(kept) = body.get("attachments") {
            let kept = list(kept);
            now.attachments
                .retain(|there| kept.iter().any(|one| one["id"] == json!(there.id)));
        }
        now.attachments.extend(self.store_files(body, uploads));
        if let Some(flags) = body["flags"].as_u64() {
            now.flags = (now.flags & !flag::SUPPRESS_EMBEDS) | (flags & flag::SUPPRESS_EMBEDS);
        }
        if was.is_loading() {
            now.flags &= !flag::LOADING;
        } else {
            now.edited_at = Some(self.clock);
        }
        if now.is_blank() {
            return Err(NotEdited::Empty);
        }
        if let Some(messages) = self.messages.get_mut(&channel) {
            messages.insert(message, now.clone());
        }
        Ok(now)
    }

    /// Takes a message away.
    pub fn remove_message(&mut self, channel: Id, message: Id) -> Option<Message> {
        let gone = self.messages.get_mut(&channel)?.remove(&message)?;
        for file in &gone.attachments {
            self.files.remove(&file.id);
        }
        self.count_out_of_thread(channel, message);
        Some(gone)
    }

    fn store_files(&mut self, body: &Value, uploads: &[Upload]) -> Vec<Attachment> {
        let described = list(&body["attachments"]);
        uploads
            .iter()
            .map(|upload| {
                let id = self.next_id();
                self.files.insert(id, upload.bytes.clone());
                let said = described
                    .iter()
                    .find(|one| plain(&one["id"]) == upload.number);
                let said = |key: &str| Some(said?[key].as_str()?.to_owned());
                Attachment {
                    id,
                    filename: said("filename").unwrap_or_else(|| upload.filename.clone()),
                    content_type: upload.content_type.clone(),
                    description: said("description"),
                    size: upload.bytes.len() as u64,
                }
            })
            .collect()
    }

    /// Whom a text pings, within what `allowed_mentions` allows (all, if it says nothing) and what its
    /// author may: everyone, and roles that are not for all to mention, only with Mention Everyone.
    fn mentions(
        &self,
        (channel, author): (Id, Id),
        content: &str,
        body: &Value,
        reply_to: Option<Id>,
    ) -> Mentions {
        let there = self.channels.get(&channel);
        let rights = there.map_or(Permissions::NONE, |here| self.permissions(author, here));
        let pings_all = rights.contain(Permissions::MENTION_EVERYONE);
        let guild = there.and_then(|channel| self.guilds.get(&channel.guild?));
        let pings_role = |role: &Id| {
            let role = guild.and_then(|guild| guild.roles.get(role));
            role.is_some_and(|role| role.mentionable || pings_all)
        };
        let allowed = &body["allowed_mentions"];
        let may = |kind: &str, id: Option<Id>| {
            allowed.is_null()
                || list(&allowed["parse"]).contains(&json!(kind))
                || id.is_some_and(|id| list(&allowed[kind]).contains(&json!(id)))
        };
        let mut mentions = Mentions::default();
        for (index, _) in content.match_indices("<@") {
            let rest = &content[index + 2..];
            let Some(inside) = rest.find('>').map(|end| &rest[..end]) else {
                continue;
            };
            if let Some(Ok(role)) = inside.strip_prefix('&').map(str::parse) {
                if may("roles", Some(role)) && pings_role(&role) && !mentions.roles.contains(&role)
                {
                    mentions.roles.push(role);
                }
            } else if let Ok(user) = inside.trim_start_matches('!').parse()
                && self.users.contains_key(&user)
                && may("users", Some(user))
                && !mentions.users.contains(&user)
            {
                mentions.users.push(user);
            }
        }
        let to_all = content.contains("@everyone") || content.contains("@here");
        mentions.everyone = to_all && pings_all && may("everyone", None);
        let pings_back = allowed.is_null() || allowed["replied_user"] == json!(true);
        if let Some(replied) = reply_to.and_then(|id| self.message(channel, id))
            && pings_back
            && !mentions.users.contains(&replied.author)
        {
            mentions.users.push(replied.author);
        }
        mentions
    }
}

/// A JSON string or number as text: Discord takes both for nonces and file numbers.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Embeds as Discord returns them: each says that it is "rich", empty parts are gone.
fn with_types(embeds: &Value) -> Vec<Value> {
    let mut embeds = list(embeds);
    for embed in &mut embeds {
        if let Some(fields) = embed.as_object_mut() {
            fields.retain(|_, value| !value.is_null() && value != &json!([]));
            fields.insert("type".to_owned(), json!("rich"));
        }
    }
    embeds
}

/// Components as Discord returns them: each has a number of its own.
fn numbered(components: &Value) -> Vec<Value> {
    fn number(component: &mut Value, next: &mut u32) {
        if let Some(fields) = component.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
            fields.entry("id").or_insert_with(|| json!(*next));
            *next += 1;
        }
        if let Some(inner) = component
            .get_mut("components")
            .and_then(Value::as_array_mut)
        {
            for one in inner {
                number(one, next);
            }
        }
    }
    let mut components = list(components);
    let mut next = 1;
    for one in &mut components {
        number(one, &mut next);
    }
    components
}
