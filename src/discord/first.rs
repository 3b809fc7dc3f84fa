//! What nobody could be told, the next moderator who gives a command reads before its answer.

use super::{Bot, Context, answer::Answer, render};
use crate::{
    posting::model::{NoticeId, Unheard},
    store::ids::GuildId,
};

/// An answer to a command with what must be read first above it, and which notices those are. What the
/// answer shows itself needs no place above it. Commands that are not the moderators' stay as they are.
pub async fn above(
    ctx: Context<'_>,
    answer: Answer,
    shown: &[NoticeId],
) -> (Answer, Vec<NoticeId>) {
    let parents = ctx.parent_commands();
    let command = parents.first().copied().unwrap_or_else(|| ctx.command());
    let guild = ctx.interaction.guild_id;
    let guild = guild.filter(|_| command.default_member_permissions.manage_messages());
    let Some(guild) = guild else {
        return (answer, Vec::new());
    };
    let bot = ctx.data();
    let unheard = match bot.posting.unheard(GuildId::new(guild.get()), shown).await {
        Ok(unheard) => unheard,
        // What was asked is answered all the same.
        Err(error) => {
            tracing::warn!(%error, "what nobody was told could not be read");
            Vec::new()
        }
    };
    put_above(&unheard, answer)
}

/// What does not fit above this answer stands above the next.
fn put_above(unheard: &[Unheard], answer: Answer) -> (Answer, Vec<NoticeId>) {
    if unheard.is_empty() {
        return (answer, Vec::new());
    }
    let first = render::notices::first(unheard);
    if first.length() + answer.length() > Answer::LONGEST {
        return (answer, Vec::new());
    }
    let read = unheard.iter().map(|one| one.notice.id).collect();
    (first.and(answer), read)
}

/// Notes what was read. If that fails it is read once more, which is better than never.
pub async fn note(bot: &Bot, read: Vec<NoticeId>) {
    if read.is_empty() {
        return;
    }
    if let Err(error) = bot.posting.heard(read).await {
        tracing::warn!(%error, "that a notice was read could not be noted");
    }
}
