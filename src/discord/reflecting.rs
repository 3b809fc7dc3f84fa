//! Reflections, from the press of *Reflect* to the last one deleted. Everything here acts on the
//! presser's own, whoever's message was pressed.

use super::{
    Bot, Error, Refusal,
    answer::Answer,
    custom_id::Source,
    press::{Place, Press},
    render::reflections as render,
    sharing,
    words::{last_copy, privacy, reflections as words},
};
use crate::{
    content::choose,
    reflection::{
        KeepError,
        model::{Erased, NewReflection, ReflectionId, Scope},
    },
    store::ids::{GuildId, UserId},
};

/// *Reflect* was pressed: the form, or first what is kept.
pub async fn begin(bot: &Bot, press: &mut Press<'_>, source: Source) -> Result<(), Error> {
    let guild = home(press)?;
    let prompt = prompt(bot, guild, &source).await?;
    if bot.journal.has_consented(press.user, guild).await? {
        press.open(render::form(source, &prompt, false)).await
    } else {
        let retention = bot.journal.retention(guild).await?;
        press.anew(render::consent(source, retention)).await
    }
}

/// *I agree* was pressed: recorded, and on to the form.
pub async fn agree(bot: &Bot, press: &mut Press<'_>, source: Source) -> Result<(), Error> {
    let guild = home(press)?;
    let prompt = prompt(bot, guild, &source).await?;
    bot.journal.agree(press.user, guild).await?;
    press.open(render::form(source, &prompt, true)).await
}

/// *Not now* was pressed: nothing is stored.
pub async fn decline(press: &mut Press<'_>) -> Result<(), Error> {
    press.turn(render::said(words::DECLINED)).await
}

/// The form was sent: what to answer once it is kept.
pub async fn keep(
    bot: &Bot,
    user: UserId,
    guild: Option<GuildId>,
    source: &Source,
    text: &str,
) -> Result<Answer, Error> {
    let guild = guild.ok_or_else(|| Refusal::about_reflections(words::ONLY_WHERE_I_AM))?;
    let prompt = prompt(bot, guild, source).await?;
    let new = NewReflection {
        user,
        guild,
        post: match source {
            Source::Post(post) => Some(*post),
            Source::Article { .. } => None,
        },
        prompt: prompt.clone(),
        text: text.to_owned(),
    };
    let id = into_the_journal(bot, &new).await?;
    let kept = render::saved(&prompt, id);
    Ok(sharing::asked(bot, kept, id, new.post, text).await)
}

/// Keeps what a member wrote, or says why not.
pub async fn into_the_journal(bot: &Bot, new: &NewReflection) -> Result<ReflectionId, Error> {
    match bot.journal.keep(new).await {
        Ok(id) => Ok(id),
        Err(KeepError::NoConsent) => Err(Refusal::about_reflections(words::NO_CONSENT).into()),
        Err(KeepError::TooMany { limit, again_at }) => {
            Err(Refusal::about_reflections(words::too_many(limit, again_at)).into())
        }
        Err(KeepError::TooLong { limit }) => {
            Err(Refusal::about_reflections(words::too_long(limit)).into())
        }
        Err(KeepError::Empty) => Err(Refusal::about_reflections(words::EMPTY).into()),
        Err(KeepError::Failed(cause)) => Err(cause.into()),
    }
}

/// The server that a reflection is written in: one that the bot is a member of.
pub fn home(press: &Press<'_>) -> Result<GuildId, Refusal> {
    press
        .home
        .ok_or_else(|| Refusal::about_reflections(words::ONLY_WHERE_I_AM))
}

/// The question that is answered: a post's as it was sent, or an article's as it is.
pub async fn prompt(bot: &Bot, guild: GuildId, source: &Source) -> Result<String, Error> {
    let (prompt, otherwise) = match source {
        Source::Post(post) => {
            let post = bot.posting.store.post(*post).await;
            let post = post.map_err(anyhow::Error::new)?;
            // A server's posts are answered in that server. A preview's button has no post yet.
            let post = post.filter(|post| post.guild == guild);
            (post.and_then(|post| post.prompt), words::NOT_POSTED)
        }
        Source::Article { slug, prompt } => {
            let library = bot.library();
            let article = library.article(slug);
            let prompt =
                article.and_then(|article| choose::nth(&article.prompts, *prompt as usize));
            (prompt.cloned(), words::PROMPT_GONE)
        }
    };
    prompt.ok_or_else(|| Refusal::about_reflections(otherwise).into())
}

/// A page of the presser's own.
pub async fn view(bot: &Bot, press: &mut Press<'_>, page: u32) -> Result<(), Error> {
    let answer = page_of(bot, press.user, press.scope(), page).await?;
    press.turn(answer).await
}

/// A page of a member's own, with how far what is on it is shared.
pub async fn page_of(bot: &Bot, user: UserId, scope: Scope, page: u32) -> Result<Answer, Error> {
    let page = bot.journal.page(user, scope, page).await?;
    let shown = render::page(&page, scope);
    sharing::with_state(bot, shown, page.entries.first()).await
}

/// Deletes one of the presser's own, or asks first.
pub async fn delete_one(
    bot: &Bot,
    press: &mut Press<'_>,
    id: ReflectionId,
    page: u32,
    sure: bool,
) -> Result<(), Error> {
    if !sure {
        return press.turn(render::sure_one(id, page)).await;
    }
    let deleting = bot.journal.delete_one(press.user, &id);
    let answer = match press.patiently(Place::Here, deleting).await?? {
        Some(erased) => gone(bot, &words::deleted(&erased), erased),
        None => render::said(words::ALREADY_GONE),
    };
    press.turn(answer).await
}

/// Deletes all of the presser's own, or asks first.
pub async fn delete_all(bot: &Bot, press: &mut Press<'_>, sure: bool) -> Result<(), Error> {
    let scope = press.scope();
    if !sure {
        let stored = bot.journal.stored_about(press.user, scope).await?;
        return press
            .turn(render::sure_all(stored.reflections, scope))
            .await;
    }
    let deleting = bot.journal.delete_all(press.user, scope);
    let erased = press.patiently(Place::Here, deleting).await??;
    let sentence = words::deleted(&erased);
    press.turn(gone(bot, &sentence, erased)).await
}

/// Withdraws the presser's consent, which the command asked about.
pub async fn withdraw(bot: &Bot, press: &mut Press<'_>, sure: bool) -> Result<(), Error> {
    let scope = press.scope();
    if !sure {
        let stored = bot.journal.stored_about(press.user, scope).await?;
        return press.turn(render::withdrawing(&stored, scope)).await;
    }
    let withdrawing = bot.journal.withdraw(press.user, scope);
    let erased = press.patiently(Place::Here, withdrawing).await??;
    let sentence = words::withdrawn(&erased, scope);
    press.turn(gone(bot, &sentence, erased)).await
}

/// What was removed, and when its last copy is gone.
fn gone(bot: &Bot, sentence: &str, erased: Erased) -> Answer {
    if erased.reflections + erased.consents == 0 {
        return render::said(sentence);
    }
    let backups = last_copy::after(bot.backup_keep_days, bot.clock.now());
    render::erased(sentence, erased, bot.posting.store.backend(), &backups)
}

/// The presser is no longer known as the maker of schedules.
pub async fn forget_maker(bot: &Bot, press: &mut Press<'_>) -> Result<(), Error> {
    let scope = press.scope();
    let forgetting = bot.journal.forget_maker(press.user, scope);
    let forgotten = press.patiently(Place::Here, forgetting).await??;
    press
        .turn(Answer::said(privacy::forgotten(forgotten, scope)))
        .await
}
