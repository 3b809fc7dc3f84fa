//! Everything of a member's, to take along: what the database knows of them, all of it. `archive` packs it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    journal::Journal,
    model::{Consent, Entry, Scope, ShareState, StoredShare},
};
use crate::store::{Reply, ids::UserId};

/// Names the file's shape, which `docs/reflections-export.schema.json` describes; the number changes when
/// the shape does.
pub const FORMAT: &str = "sunflower-reflections/2";

/// All reflections, whatever the number: nobody gives more than this in a lifetime.
const ALL: u32 = u32::MAX;

/// A member's export. Ids are texts: JSON's numbers are too short for Discord's.
#[derive(Clone, Serialize)]
pub struct Export {
    /// [`FORMAT`].
    pub format: &'static str,
    /// Which part of it this is, from 1: one file may be too large for Discord.
    pub part: u32,
    /// How many parts there are. All hold the consents, and each its own reflections.
    pub parts: u32,
    /// When it was made.
    pub exported_at: DateTime<Utc>,
    /// The member's Discord id.
    pub member_id: String,
    /// The server it is of; none if of all.
    pub server_id: Option<String>,
    /// What they agreed to, and where.
    pub consents: Vec<ExportedConsent>,
    /// What they wrote, newest first.
    pub reflections: Vec<ExportedReflection>,
}

/// One consent.
#[derive(Clone, Serialize)]
pub struct ExportedConsent {
    /// The server's id.
    pub server_id: String,
    /// Which text was agreed to.
    pub version: String,
    /// When.
    pub agreed_at: DateTime<Utc>,
}

/// One reflection.
#[derive(Clone, Serialize)]
pub struct ExportedReflection {
    /// Its id, if that can still be read.
    pub id: Option<String>,
    /// The server's id.
    pub server_id: String,
    /// The post's id, if it answers one.
    pub post_id: Option<String>,
    /// The message, if it was given as a reply.
    pub reply: Option<ExportedMessage>,
    /// How it is shared, if it is.
    pub share: Option<ExportedShare>,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// When it will be deleted by itself.
    pub ends_at: DateTime<Utc>,
    /// Whether the words can be read; if not, prompt and text are null.
    pub readable: bool,
    /// The question.
    pub prompt: Option<String>,
    /// What was written.
    pub text: Option<String>,
}

/// A message: the one that a reflection was given as, or that shows it.
#[derive(Clone, Serialize)]
pub struct ExportedMessage {
    /// The id of the channel or thread it is in.
    pub channel_id: String,
    /// Its id.
    pub message_id: String,
}

/// What is shared of a reflection.
#[derive(Clone, Serialize)]
pub struct ExportedShare {
    /// Its id, which its message carries.
    pub id: String,
    /// Whether it bears the member's name.
    pub signed: bool,
    /// How far it is.
    pub state: &'static str,
    /// The message in the post's thread, while it is shown there.
    pub message: Option<ExportedMessage>,
}

impl Export {
    /// The file's bytes.
    ///
    /// # Panics
    ///
    /// Never: texts and instants make JSON.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).expect("texts and instants make JSON")
    }
}

impl std::fmt::Debug for Export {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Export")
            .field("reflections", &self.reflections.len())
            .finish_non_exhaustive()
    }
}

impl Journal {
    /// Everything of the member's, complete.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn export(&self, user: UserId, scope: Scope) -> anyhow::Result<Export> {
        let consents = self.store.consents(user, scope).await?;
        let stored = self.store.reflections(user, scope, 0, ALL).await?;
        let entries = self.entries(user, scope, stored).await?;
        let replies = self.store.replies_of(user, scope).await?;
        let replies: HashMap<_, _> = replies.into_iter().collect();
        // Only what answers a post can be shared.
        let answers = entries.iter().filter(|entry| entry.post.is_some());
        let ids = answers.filter_map(|entry| entry.id.as_ref());
        let origins: Vec<_> = ids.map(|id| self.origin(id)).collect();
        let mut shares = self.store.shares_of(&origins).await?;
        let with_the_rest = |entry: Entry| {
            let id = entry.id.as_ref();
            let share = id.and_then(|id| shares.remove(&self.origin(id)));
            ExportedReflection {
                reply: id.and_then(|id| replies.get(id)).map(ExportedMessage::from),
                share: share.map(ExportedShare::from),
                ..entry.into()
            }
        };
        let reflections = entries.into_iter().map(with_the_rest).collect();
        Ok(Export {
            format: FORMAT,
            part: 1,
            parts: 1,
            exported_at: self.clock.now(),
            member_id: user.to_string(),
            server_id: match scope {
                Scope::Guild(guild) => Some(guild.to_string()),
                Scope::Everywhere => None,
            },
            consents: consents.into_iter().map(ExportedConsent::from).collect(),
            reflections,
        })
    }
}

impl From<Consent> for ExportedConsent {
    fn from(consent: Consent) -> Self {
        Self {
            server_id: consent.guild.to_string(),
            version: consent.version,
            agreed_at: consent.agreed_at,
        }
    }
}

impl From<&Reply> for ExportedMessage {
    fn from(reply: &Reply) -> Self {
        Self {
            channel_id: reply.channel.to_string(),
            message_id: reply.message.to_string(),
        }
    }
}

impl From<StoredShare> for ExportedShare {
    fn from(share: StoredShare) -> Self {
        Self {
            id: share.id.to_string(),
            signed: share.signed,
            state: match share.state {
                ShareState::Held => "waits for moderators",
                ShareState::Waiting | ShareState::Sending => "on its way",
                ShareState::Shown => "shown",
                ShareState::Removing | ShareState::Down => "taken down by moderators",
                ShareState::Declined => "declined by moderators",
                ShareState::Refused => "could not be shown",
            },
            message: share.place.map(|place| ExportedMessage {
                channel_id: place.channel.to_string(),
                message_id: place.message.to_string(),
            }),
        }
    }
}

impl From<Entry> for ExportedReflection {
    fn from(entry: Entry) -> Self {
        let (prompt, text) = entry.words.map(|words| (words.prompt, words.text)).unzip();
        Self {
            id: entry.id.map(|id| id.to_string()),
            server_id: entry.guild.to_string(),
            post_id: entry.post.map(|post| post.to_string()),
            reply: None,
            share: None,
            written_at: entry.written_at,
            ends_at: entry.ends_at,
            readable: text.is_some(),
            prompt,
            text,
        }
    }
}
