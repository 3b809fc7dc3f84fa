//! What members see, made of the library's words, the bot's own, and a little layout.

use serenity::all::{
    ButtonStyle, CreateButton, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
};

use super::{
    answer::Answer,
    custom_id::{CustomId, Menu},
    words::labels,
};

pub mod acting;
pub mod affirmation;
pub mod article;
mod chart;
pub mod check;
pub mod help;
pub mod history;
pub mod insights;
pub mod keeping;
#[cfg(test)]
mod limits;
pub mod notices;
pub mod post;
pub mod practice;
pub mod privacy;
pub mod prompt;
pub mod reflections;
pub mod schedule;
pub mod schedules;
pub mod searching;
pub mod settings;
pub mod setup;
pub mod sharing;
pub mod support;
mod test_post;
pub mod text;

pub use post::weekly_post;
pub use test_post::test_post;

/// Options that one menu holds.
const MENU: usize = 25;
/// Characters of a menu option's label and description, and of a choice.
pub const CHOICE: usize = 100;

/// A quiet button.
pub fn button(id: &CustomId, label: impl Into<String>) -> CreateButton {
    CreateButton::new(id.encode())
        .label(label)
        .style(ButtonStyle::Secondary)
}

/// The button that most people want.
pub fn main_button(id: &CustomId, label: impl Into<String>) -> CreateButton {
    button(id, label).style(ButtonStyle::Primary)
}

/// A button that takes something away.
pub fn grave_button(id: &CustomId, label: impl Into<String>) -> CreateButton {
    button(id, label).style(ButtonStyle::Danger)
}

/// Back and forth through pages counted from 0; nothing where there is one. At either end the
/// button stays, greyed out, so that the other does not move under the thumb.
pub fn turning(page: u32, pages: u32, of: impl Fn(u32) -> CustomId) -> Vec<CreateButton> {
    if pages < 2 {
        return Vec::new();
    }
    let first = page == 0;
    let last = page + 1 >= pages;
    // A button that can't be pressed needs an id of its own all the same.
    let before = if first { pages } else { page - 1 };
    let after = if last { pages + 1 } else { page + 1 };
    vec![
        button(&of(before), labels::PREVIOUS_PAGE).disabled(first),
        button(&of(after), labels::NEXT_PAGE).disabled(last),
    ]
}

/// One thing to choose.
pub struct Item {
    pub value: String,
    pub label: String,
    pub about: Option<String>,
}

/// A question with a menu of things to choose from, in pages if one menu can't hold them.
pub fn picker(
    question: &str,
    menu: Menu,
    placeholder: &str,
    items: &[Item],
    page: u32,
    of: impl Fn(u32) -> CustomId,
) -> Answer {
    let pages: Vec<&[Item]> = items.chunks(MENU).collect();
    let last = pages.len().saturating_sub(1);
    let page = (page as usize).min(last);
    let answer = Answer::said(question);
    let Some(shown) = pages.get(page) else {
        return answer;
    };
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let page = u32::try_from(page).unwrap_or(u32::MAX);
    answer
        .menu(choosing(menu, placeholder, shown))
        .buttons(turning(page, count, of))
}

/// A menu of at most 25 things.
pub fn choosing(menu: Menu, placeholder: &str, items: &[Item]) -> CreateSelectMenu {
    let options = items
        .iter()
        .take(MENU)
        .map(|item| {
            let option =
                CreateSelectMenuOption::new(text::cut(&item.label, CHOICE), item.value.clone());
            match &item.about {
                Some(about) => option.description(text::cut(about, CHOICE)),
                None => option,
            }
        })
        .collect();
    CreateSelectMenu::new(
        CustomId::Choose(menu).encode(),
        CreateSelectMenuKind::String { options },
    )
    .placeholder(placeholder)
}
