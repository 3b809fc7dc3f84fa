//! What is set for a server, as its moderators see it.

use std::collections::BTreeSet;

use serenity::all::{
    ActionRowComponent, CreateActionRow, CreateEmbed, CreateInputText, CreateModal,
    CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption, InputTextStyle, Message,
};

use super::{CHOICE, MENU, button, grave_button, schedules::line, text, turning};
use crate::{
    content::{Article, Library, Slug, Topic},
    discord::{
        answer::Answer,
        custom_id::{CustomId, Settings},
        forms,
        words::settings,
    },
    posting::model::Schedule,
    reflection::model::Retention,
};

/// Titles and schedules that are listed one by one.
const LISTED: usize = 10;

/// Whether reflections are really to be kept a shorter time.
pub fn sure_shorten(retention: Retention) -> Answer {
    let yes = CustomId::Settings(Settings::Retain(retention));
    Answer::said(settings::sure_shorten(retention)).buttons(vec![
        grave_button(&yes, settings::YES_SHORTEN),
        button(&CustomId::Settings(Settings::Kept), settings::NO_SHORTEN),
    ])
}

/// Whether everything of the server is really to be deleted.
pub fn sure_erase() -> Answer {
    Answer::said(settings::SURE_ERASE).buttons(vec![
        grave_button(&CustomId::Settings(Settings::Erase), settings::YES_ERASE),
        button(&CustomId::Settings(Settings::NotErase), settings::NO_ERASE),
    ])
}

/// The form that asks for the server's name, which has 2 to 100 characters (resources/guild).
pub fn name_to_erase() -> CreateModal {
    let field = CreateInputText::new(InputTextStyle::Short, settings::NAME_FIELD, forms::FIELD)
        .max_length(100);
    let id = CustomId::Settings(Settings::Erase);
    CreateModal::new(id.encode(), settings::NAME_TITLE)
        .components(vec![CreateActionRow::InputText(field)])
}

/// A page of the articles with those ticked that are off; what is off at all, and the schedules that
/// have nothing left.
pub fn library(library: &Library, off: &BTreeSet<Slug>, bare: &[Schedule], page: u32) -> Answer {
    let articles = library.articles();
    let pages: Vec<_> = articles.chunks(MENU).collect();
    let last = pages.len().saturating_sub(1);
    let page = (page as usize).min(last);
    let titles: Vec<String> = articles
        .iter()
        .filter(|article| off.contains(&article.slug))
        .map(|article| text::plain(&article.title))
        .collect();
    let said = [
        settings::LIBRARY_ABOUT.to_owned(),
        settings::on(articles.len() - titles.len(), articles.len()),
        settings::LIBRARY_HOW.to_owned(),
    ];
    let mut embed = CreateEmbed::new()
        .title(settings::LIBRARY)
        .description(said.join("\n\n"));
    let listed = if titles.is_empty() {
        settings::ALL_ON.to_owned()
    } else {
        few(&titles)
    };
    embed = embed.field(settings::SWITCHED_OFF, text::cut(&listed, 1024), false);
    if !bare.is_empty() {
        let lines: Vec<String> = bare.iter().map(line).collect();
        let told = format!("{}\n{}", few(&lines), settings::BARE_TO_DO);
        embed = embed.field(settings::BARE, text::cut(&told, 1024), false);
    }
    let answer = Answer::embed(embed);
    let Some(shown) = pages.get(page) else {
        return answer;
    };
    let [page, pages] = [page, pages.len()].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    let options: Vec<_> = shown.iter().map(|article| option(article, off)).collect();
    answer
        .menu(ticking(page, options))
        .buttons(turning(page, pages, |page| {
            CustomId::Settings(Settings::Library { page })
        }))
}

/// The first few, and how many more.
fn few(lines: &[String]) -> String {
    let mut shown: Vec<String> = lines
        .iter()
        .take(LISTED)
        .map(|line| format!("- {line}"))
        .collect();
    if lines.len() > LISTED {
        shown.push(super::super::words::schedules::more(lines.len() - LISTED));
    }
    shown.join("\n")
}

fn option(article: &Article, off: &BTreeSet<Slug>) -> CreateSelectMenuOption {
    let is_off = off.contains(&article.slug);
    let topics: Vec<&str> = article.topics.iter().map(Topic::as_str).collect();
    let about = if is_off {
        settings::IS_OFF.to_owned()
    } else {
        topics.join(", ")
    };
    CreateSelectMenuOption::new(text::cut(&article.title, CHOICE), article.slug.to_string())
        .description(text::cut(&about, CHOICE))
        .default_selection(is_off)
}

fn ticking(page: u32, options: Vec<CreateSelectMenuOption>) -> CreateSelectMenu {
    let most = u8::try_from(options.len()).unwrap_or(u8::MAX);
    let id = CustomId::Settings(Settings::SwitchedOff { page });
    CreateSelectMenu::new(id.encode(), CreateSelectMenuKind::String { options })
        .placeholder(settings::CHOOSE_SWITCHED_OFF)
        .min_values(0)
        .max_values(most)
}

/// What a menu on a message holds, and whether each was ticked when it was shown.
pub fn ticks<'a>(message: &'a Message, menu: &str) -> Vec<(&'a str, bool)> {
    let components = message.components.iter().flat_map(|row| &row.components);
    components
        .filter_map(|component| match component {
            ActionRowComponent::SelectMenu(shown) if shown.custom_id.as_deref() == Some(menu) => {
                Some(&shown.options)
            }
            _ => None,
        })
        .flatten()
        .map(|option| (option.value.as_str(), option.default))
        .collect()
}
