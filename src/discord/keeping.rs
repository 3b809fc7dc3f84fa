//! A message of a member's own, kept as their reflection. Before they agree its words are nowhere but
//! in the private answer that asks them, which their press brings back.

use serenity::all::{ComponentInteraction, Message, MessageInteractionMetadata, MessageType};

use super::{
    Bot, Error, Refusal,
    answer::Answer,
    custom_id::{Origin, Source},
    errors,
    press::{Place, Press},
    reflecting,
    render::{keeping as render, reflections},
    words::{self, keeping as said},
};
use crate::{
    reflection::{
        model::NewReflection,
        words::{CHARACTER_LIMIT, Unfit, fit},
    },
    store::ids::{ChannelId, GuildId, MessageId, PostId, UserId},
};

/// The command was used on a message: it is kept, or first what that means.
pub async fn begin(
    bot: &Bot,
    user: UserId,
    home: Option<GuildId>,
    message: &Message,
) -> Result<Answer, Error> {
    let guild =
        home.ok_or_else(|| Refusal::about_reflections(words::reflections::ONLY_WHERE_I_AM))?;
    let text = own_words(user, message)?;
    let origin = origin(bot, guild, message).await?;
    if bot.journal.has_consented(user, guild).await? {
        let attachments = !message.attachments.is_empty();
        Ok(keep_or_give_back(bot, (user, guild), origin, text, attachments).await)
    } else {
        let retention = bot.journal.retention(guild).await?;
        Ok(render::asking(origin, text, retention))
    }
}

/// *I agree* was pressed: recorded, and the words that the press brings back are kept.
pub async fn agree(
    bot: &Bot,
    press: &mut Press<'_>,
    origin: Origin,
    interaction: &ComponentInteraction,
) -> Result<(), Error> {
    let guild = reflecting::home(press)?;
    let user = press.user;
    let text = brought_back(interaction);
    let work = async {
        bot.journal.agree(user, guild).await?;
        Ok::<_, Error>(match text {
            Some(text) => keep_or_give_back(bot, (user, guild), origin, text, false).await,
            None => reflections::said(said::AGREE_ONCE_MORE),
        })
    };
    let answer = press.patiently(Place::Here, work).await??;
    press.turn(answer).await
}

/// The words in the answer that was pressed, if it was an answer to whoever pressed.
fn brought_back(interaction: &ComponentInteraction) -> Option<&str> {
    let asked = match interaction.message.interaction_metadata.as_deref() {
        Some(MessageInteractionMetadata::Command(of)) => of.user.id,
        _ => return None,
    };
    (asked == interaction.user.id)
        .then(|| render::brought_back(&interaction.message.embeds))
        .flatten()
}

/// What of a message can be kept.
fn own_words(user: UserId, message: &Message) -> Result<&str, Refusal> {
    if message.author.id.get() != user.get() {
        let bot = message.author.bot || message.webhook_id.is_some();
        return Err(Refusal::about_reflections(if bot {
            said::A_BOTS
        } else {
            said::SOMEONE_ELSES
        }));
    }
    // Discord's own notes, such as that a message was pinned, stand under a member's name too.
    if !matches!(
        message.kind,
        MessageType::Regular | MessageType::InlineReply
    ) {
        return Err(Refusal::about_reflections(said::NO_WORDS));
    }
    fit(&message.content).map_err(|unfit| {
        Refusal::about_reflections(match unfit {
            Unfit::Empty => said::NO_WORDS.to_owned(),
            Unfit::TooLong => words::reflections::too_long(CHARACTER_LIMIT),
        })
    })
}

/// The post that a message replied to, or in whose thread it stands: such a thread, and a forum's,
/// has the id of the message it began with.
async fn origin(bot: &Bot, guild: GuildId, message: &Message) -> Result<Origin, Error> {
    let replied = message.message_reference.as_ref();
    let replied = replied.and_then(|reference| reference.message_id);
    let channel = message.channel_id.get();
    let begun_with = [replied.map(serenity::all::MessageId::get), Some(channel)];
    for message in begun_with.into_iter().flatten() {
        let store = &bot.posting.store;
        let asked = store.question_of(guild, MessageId::new(message)).await;
        if let Some(asked) = asked.map_err(anyhow::Error::new)? {
            return Ok(Origin::Post(asked.post));
        }
    }
    Ok(Origin::Channel(ChannelId::new(channel)))
}

/// The answer once the words are kept, or why they are not, with the words.
async fn keep_or_give_back(
    bot: &Bot,
    (user, guild): (UserId, GuildId),
    origin: Origin,
    text: &str,
    attachments: bool,
) -> Answer {
    let keeping = async {
        let (post, prompt) = question(bot, guild, origin).await?;
        let new = NewReflection {
            user,
            guild,
            post,
            prompt: prompt.clone(),
            text: text.to_owned(),
        };
        let id = reflecting::into_the_journal(bot, &new).await?;
        Ok(render::kept(&prompt, text, attachments, id))
    };
    match errors::catching(keeping).await {
        Ok(answer) => answer,
        Err(error) => {
            let why = errors::sentence(error, "keeping a message");
            reflections::given_back(&why, text)
        }
    }
}

/// What the words are kept under.
async fn question(
    bot: &Bot,
    guild: GuildId,
    origin: Origin,
) -> Result<(Option<PostId>, String), Error> {
    match origin {
        Origin::Channel(channel) => Ok((None, said::from_channel(channel))),
        Origin::Post(post) => {
            let source = Source::Post(post);
            let prompt = reflecting::prompt(bot, guild, &source).await?;
            Ok((Some(post), prompt))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn message(author: u64, changed: &Value) -> Message {
        let mut body = json!({
            "id": "9", "channel_id": "8", "content": "Hello.", "type": 0, "tts": false, "pinned": false,
            "timestamp": "2026-11-23T12:00:00Z", "edited_timestamp": null, "mention_everyone": false,
            "author": {"id": author.to_string(), "username": "maya", "discriminator": "0"},
            "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
        });
        let fields = changed.as_object().cloned().unwrap_or_default();
        if let Some(body) = body.as_object_mut() {
            body.extend(fields);
        }
        serde_json::from_value(body).unwrap()
    }

    #[test]
    fn only_words_that_the_member_wrote_are_theirs_to_keep() {
        let maya = UserId::new(1);
        let of = |author, changed: Value| {
            let message = message(author, &changed);
            own_words(maya, &message).map(str::to_owned)
        };
        let refused = |sentence: &str| Err(Refusal::about_reflections(sentence));
        let hello = Ok("Hello.".to_owned());
        assert_eq!(of(1, json!({"content": " Hello.\n"})), hello);
        assert_eq!(of(1, json!({"type": 19})), hello, "a reply");
        assert_eq!(of(2, json!({})), refused(said::SOMEONE_ELSES));
        let webhook = json!({"webhook_id": "3"});
        assert_eq!(of(3, webhook), refused(said::A_BOTS));
        for wordless in [
            json!({"content": ""}),
            json!({"content": "\u{200b}\n"}),
            // A thread was made, whose name this is.
            json!({"type": 18, "content": "compost corner"}),
        ] {
            assert_eq!(of(1, wordless), refused(said::NO_WORDS));
        }
    }
}
