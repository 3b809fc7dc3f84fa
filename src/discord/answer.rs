//! An answer as the member sees it, before it is known how it travels: as a command's reply, as a
//! new message after a press, in place of the message that was pressed, or after a defer.

use serde_json::Value;
use serenity::all::{
    CreateActionRow, CreateAllowedMentions, CreateAttachment, CreateButton, CreateEmbed,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateSelectMenu,
    EditInteractionResponse,
};

/// The one colour: a sunflower's petal.
pub const COLOUR: u32 = 0x00F2_B705;

/// Whether only the one who asked sees an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Private,
    Everyone,
}

impl Audience {
    /// Private, unless the member asked to share.
    #[must_use]
    pub fn shared_if(share: Option<bool>) -> Self {
        if share == Some(true) {
            Self::Everyone
        } else {
            Self::Private
        }
    }
}

/// Embeds, rows of buttons and menus, and at most one file.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Answer {
    pub(super) embeds: Vec<CreateEmbed>,
    pub(super) rows: Vec<CreateActionRow>,
    file: Option<CreateAttachment>,
}

/// Mentions that ping nobody.
pub fn nobody() -> CreateAllowedMentions {
    CreateAllowedMentions::new()
}

/// Characters of an embed that count.
fn length(embed: &CreateEmbed) -> usize {
    let embed = serde_json::to_value(embed).unwrap_or_default();
    let count = |text: &Value| text.as_str().map_or(0, |text| text.chars().count());
    let fields = embed["fields"].as_array().into_iter().flatten();
    let fields: usize = fields
        .map(|field| count(&field["name"]) + count(&field["value"]))
        .sum();
    let texts = [
        &embed["title"],
        &embed["description"],
        &embed["footer"]["text"],
        &embed["author"]["name"],
    ];
    fields + texts.into_iter().map(count).sum::<usize>()
}

impl Answer {
    /// An answer of one embed.
    pub fn embed(embed: CreateEmbed) -> Self {
        Self::default().and_embed(embed)
    }

    /// An answer of a few sentences.
    pub fn said(text: impl Into<String>) -> Self {
        Self::embed(CreateEmbed::new().description(text))
    }

    /// With one more embed, in our colour.
    pub fn and_embed(mut self, embed: CreateEmbed) -> Self {
        self.embeds.push(embed.colour(COLOUR));
        self
    }

    /// With all of another answer below it.
    pub fn and(mut self, below: Self) -> Self {
        self.embeds.extend(below.embeds);
        self.rows.extend(below.rows);
        self.file = self.file.or(below.file);
        self
    }

    /// Characters that Discord takes in the embeds of one message, all together.
    pub const LONGEST: usize = 6000;

    /// Characters in its embeds, all together.
    #[must_use]
    pub fn length(&self) -> usize {
        self.embeds.iter().map(length).sum()
    }

    /// With one more row of buttons; without any, none.
    pub fn buttons(mut self, buttons: Vec<CreateButton>) -> Self {
        if !buttons.is_empty() {
            self.rows.push(CreateActionRow::Buttons(buttons));
        }
        self
    }

    /// With one more row holding a menu.
    pub fn menu(mut self, menu: CreateSelectMenu) -> Self {
        self.rows.push(CreateActionRow::SelectMenu(menu));
        self
    }

    /// With a file.
    pub fn file(mut self, file: CreateAttachment) -> Self {
        self.file = Some(file);
        self
    }

    /// As a command's reply.
    #[must_use]
    pub fn into_reply(self, audience: Audience) -> poise::CreateReply {
        let mut reply = poise::CreateReply::default()
            .components(self.rows)
            .allowed_mentions(nobody())
            .ephemeral(audience == Audience::Private);
        for embed in self.embeds {
            reply = reply.embed(embed);
        }
        match self.file {
            Some(file) => reply.attachment(file),
            None => reply,
        }
    }

    /// As a message in answer to a press: a new private one, or in place of the one pressed.
    pub fn into_message(self) -> CreateInteractionResponseMessage {
        CreateInteractionResponseMessage::new()
            .embeds(self.embeds)
            .components(self.rows)
            .add_files(self.file)
            .allowed_mentions(nobody())
            .ephemeral(true)
    }

    /// As one more private message, after the press was acknowledged.
    pub fn into_followup(self) -> CreateInteractionResponseFollowup {
        CreateInteractionResponseFollowup::new()
            .embeds(self.embeds)
            .components(self.rows)
            .add_files(self.file)
            .allowed_mentions(nobody())
            .ephemeral(true)
    }

    /// As a message of the bot's own, as Discord's JSON has it.
    #[must_use]
    pub fn into_post(self) -> serde_json::Value {
        serde_json::json!({
            "embeds": self.embeds,
            "components": self.rows,
            "allowed_mentions": nobody(),
        })
    }

    /// In place of what a defer promised, or of the message that was pressed.
    pub fn into_edit(self) -> EditInteractionResponse {
        let edit = EditInteractionResponse::new()
            .embeds(self.embeds)
            .components(self.rows)
            .allowed_mentions(nobody());
        match self.file {
            Some(file) => edit.new_attachment(file),
            None => edit,
        }
    }
}
