//! The one dispatcher of everything pressed or chosen: parses the `custom_id` and hands it to whom
//! it concerns. What no longer exists gets a kind sentence.

use std::sync::Arc;

use serenity::all::{ComponentInteraction, ComponentInteractionDataKind, Http};

use super::{
    Bot, Error, Refusal, acting,
    answer::Answer,
    custom_id::{CustomId, Menu, Pool, View},
    errors, insights, keeping, mending,
    press::Press,
    reflecting, render, scheduling, searching, settings, setup, sharing, tagging, words,
};
use crate::content::{Library, Slug};

/// Answers a button or a menu, whatever comes.
pub async fn answer(bot: &Bot, http: &Http, interaction: &ComponentInteraction) {
    let mut press = Press::component(http, interaction);
    let answered = match CustomId::parse(&interaction.data.custom_id) {
        Some(id) => errors::catching(dispatch(bot, &mut press, id, interaction)).await,
        None => Err(Refusal::new(words::errors::UNKNOWN_BUTTON).into()),
    };
    errors::settle(&mut press, answered, "button").await;
}

/// What was chosen, if a menu was pressed.
fn chosen(interaction: &ComponentInteraction) -> &[String] {
    match &interaction.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values,
        _ => &[],
    }
}

async fn dispatch(
    bot: &Bot,
    press: &mut Press<'_>,
    id: CustomId,
    interaction: &ComponentInteraction,
) -> Result<(), Error> {
    match id {
        CustomId::Affirmation { pool, seed, step } => {
            walk(
                bot,
                press,
                render::affirmation::affirmation,
                pool,
                seed,
                step,
            )
            .await
        }
        CustomId::Prompt { pool, seed, step } => {
            walk(bot, press, render::prompt::prompt, pool, seed, step).await
        }
        CustomId::Article { slug, page, post } => {
            let answer = render::article::article(&bot.library(), &slug, page, press.seed())?;
            // A post belongs to everyone, and so does its preview.
            match post {
                Some(_) => press.anew(answer).await,
                None => press.turn(answer).await,
            }
        }
        CustomId::Articles { page } => {
            press
                .turn(render::article::choice(
                    &*bot.library_in(press.guild).await?,
                    page,
                ))
                .await
        }
        CustomId::Practice { slug, view, post } => {
            let answer = render::practice::practice(&bot.library(), &slug, view)?;
            match post {
                Some(_) => press.anew(answer).await,
                None => press.turn(answer).await,
            }
        }
        CustomId::Practices { page, article } => {
            // An article that is open shows its own, switched off or not.
            let library = match &article {
                Some(_) => bot.library(),
                None => bot.library_in(press.guild).await?,
            };
            let answer = render::practice::choice(&library, article.as_ref(), page)?;
            press.turn(answer).await
        }
        CustomId::Choose(menu) => {
            let chosen = chosen(interaction).first().map_or("", String::as_str);
            choose(bot, press, menu, chosen).await
        }
        CustomId::Reflect(source) => reflecting::begin(bot, press, source).await,
        CustomId::Agree(source) => reflecting::agree(bot, press, source).await,
        CustomId::AgreeToKeep(origin) => keeping::agree(bot, press, origin, interaction).await,
        CustomId::Decline => reflecting::decline(press).await,
        CustomId::Reflections { page } => reflecting::view(bot, press, page).await,
        CustomId::Found { nth } => searching::page(bot, press, nth, interaction).await,
        CustomId::DeleteOne { id, page, sure } => {
            reflecting::delete_one(bot, press, id, page, sure).await
        }
        CustomId::DeleteAll { sure } => reflecting::delete_all(bot, press, sure).await,
        CustomId::Withdraw { sure } => reflecting::withdraw(bot, press, sure).await,
        CustomId::ForgetMaker => reflecting::forget_maker(bot, press).await,
        CustomId::DeleteSchedule { id, sure } => scheduling::delete(bot, press, id, sure).await,
        CustomId::Tags { schedule } => {
            tagging::choose(bot, press, schedule, chosen(interaction)).await
        }
        CustomId::Schedules { page } => scheduling::list(bot, press, page).await,
        CustomId::History { page, schedule } => {
            scheduling::history(bot, press, page, schedule).await
        }
        // These ask Discord much, so that their futures are large.
        CustomId::Acting(act) => Box::pin(acting::pressed(bot, press, act, interaction)).await,
        CustomId::Mending(mending) => {
            Box::pin(mending::pressed(bot, press, mending, interaction)).await
        }
        CustomId::Settings(setting) => {
            Box::pin(settings::pressed(bot, press, setting, interaction)).await
        }
        CustomId::Sharing(what) => Box::pin(sharing::pressed(bot, press, what, interaction)).await,
        CustomId::Setup(step) => Box::pin(setup::pressed(bot, press, step, interaction)).await,
        CustomId::Insights { page } => insights::turn(bot, press, page).await,
        // Sent by forms only.
        CustomId::Form { .. } => Err(Refusal::new(words::errors::UNKNOWN_BUTTON).into()),
    }
}

/// A stop of a walk over the library: what is shown at this step, with *Reflect* if that is wanted.
pub type Stop = fn(&Library, Pool, u16, u32, bool) -> Result<Answer, Refusal>;

async fn walk(
    bot: &Bot,
    press: &mut Press<'_>,
    show: Stop,
    pool: Pool,
    seed: u16,
    step: u32,
) -> Result<(), Error> {
    let reflect = press.home.is_some();
    let library = library_of(bot, press, &pool).await?;
    press.turn(show(&library, pool, seed, step, reflect)?).await
}

/// What a walk draws from: an article's own go on, switched off or not.
async fn library_of(bot: &Bot, press: &Press<'_>, pool: &Pool) -> Result<Arc<Library>, Error> {
    match pool {
        Pool::Article(_) => Ok(bot.library()),
        Pool::All | Pool::Topic(_) => bot.library_in(press.guild).await,
    }
}

async fn choose(bot: &Bot, press: &mut Press<'_>, menu: Menu, value: &str) -> Result<(), Error> {
    let slug = |gone: &str| value.parse::<Slug>().map_err(|_| Refusal::new(gone));
    let answer = match menu {
        Menu::Article => {
            let slug = slug(words::reading::ARTICLE_GONE)?;
            render::article::article(&bot.library(), &slug, 0, press.seed())?
        }
        Menu::Practice => {
            let slug = slug(words::reading::PRACTICE_GONE)?;
            render::practice::practice(&bot.library(), &slug, View::Step(0))?
        }
        Menu::Country => {
            let library = bot.library();
            let directory = library.support();
            let wanted = directory.country(value).map_or(
                render::support::Wanted::Unknown,
                render::support::Wanted::Asked,
            );
            render::support::support(directory, wanted)
        }
    };
    press.turn(answer).await
}
