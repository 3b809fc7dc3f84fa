//! Where to find help: one country's services if it is known, and always the international ones.

use serenity::all::{CreateEmbed, CreateEmbedFooter};

use super::{Item, choosing, text};
use crate::{
    content::{Country, Service, Support},
    discord::{
        answer::Answer,
        custom_id::Menu,
        words::{labels, support},
    },
};

/// How the country came about.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// Asked for.
    Asked(&'a Country),
    /// Guessed from the language of their Discord.
    Guessed(&'a Country),
    /// Asked for, and we have nothing for it.
    Unknown,
    /// Neither asked for nor to be guessed.
    Nowhere,
}

/// What is shown, and a menu of every country there is.
pub fn support(directory: &Support, wanted: Wanted<'_>) -> Answer {
    let mut said = support::INTRODUCTION.to_owned();
    let country = match wanted {
        Wanted::Asked(country) => Some(country),
        Wanted::Guessed(country) => {
            said = format!(
                "{said}\n\n{}",
                support::guessed(&text::plain(&country.name))
            );
            Some(country)
        }
        Wanted::Unknown => {
            said = format!("{said}\n\n{}", support::UNKNOWN_COUNTRY);
            None
        }
        Wanted::Nowhere => None,
    };
    let mut answer = Answer::embed(CreateEmbed::new().title(support::TITLE).description(said));
    if let Some(country) = country {
        answer = answer.and_embed(services(&country.name, &country.services));
    }
    answer = answer.and_embed(services(support::ANYWHERE, &directory.international));
    if directory.countries.is_empty() {
        return answer;
    }
    let items: Vec<Item> = directory.countries.iter().map(item).collect();
    answer.menu(choosing(Menu::Country, labels::CHOOSE_A_COUNTRY, &items))
}

fn item(country: &Country) -> Item {
    Item {
        value: country.code.clone(),
        label: country.name.clone(),
        about: None,
    }
}

fn services(place: &str, services: &[Service]) -> CreateEmbed {
    let shown: Vec<String> = services.iter().map(service).collect();
    let embed = CreateEmbed::new()
        .title(text::plain(place))
        .description(shown.join("\n\n"));
    match services.iter().map(|service| service.checked_on).min() {
        Some(day) => embed.footer(CreateEmbedFooter::new(support::checked_on(day))),
        None => embed,
    }
}

fn service(service: &Service) -> String {
    let mut lines = vec![
        format!("**{}**", text::plain(&service.name)),
        capital(&text::plain(&service.contact)),
        capital(&text::plain(&service.hours)),
        text::plain(&service.languages.join(", ")),
    ];
    lines.extend(service.link.as_ref().map(|link| format!("<{link}>")));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// With a capital at its beginning: each is a line of its own here.
fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(characters).collect()
}
