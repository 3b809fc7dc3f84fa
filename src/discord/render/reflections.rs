//! Consent, the form, and what a member kept.

use serenity::all::{
    CreateActionRow, CreateAttachment, CreateButton, CreateEmbed, CreateEmbedFooter,
    CreateInputText, CreateModal, InputTextStyle,
};

use super::{button, grave_button, main_button, text, turning};
use crate::{
    discord::{
        answer::Answer,
        custom_id::{CustomId, Source},
        forms,
        words::{labels, last_copy, reflections, settings},
    },
    reflection::{
        consent,
        model::{Entry, Erased, Page, ReflectionId, Retention, Scope, StoredAbout},
        words::CHARACTER_LIMIT,
    },
    store::Backend,
};

/// Characters of a form's title or a field's label, and of a field's placeholder.
const PLACEHOLDER: usize = 100;
/// Characters of an embed's description.
const DESCRIPTION: usize = 4096;

/// An answer about reflections: it says where to find help.
pub(super) fn about(embed: CreateEmbed) -> Answer {
    Answer::embed(embed.footer(CreateEmbedFooter::new(reflections::HELP)))
}

/// A sentence about reflections.
pub fn said(sentence: impl Into<String>) -> Answer {
    about(CreateEmbed::new().description(sentence))
}

/// What is kept, for how long, who can read it, how to take it back.
pub fn consent(source: Source, retention: Retention) -> Answer {
    said(consent::text(settings::how_long(retention))).buttons(vec![
        main_button(&CustomId::Agree(source), labels::I_AGREE),
        button(&CustomId::Decline, labels::NOT_NOW),
    ])
}

/// The form. A long question is cut in it; it was shown before, and is shown whole after.
pub fn form(source: Source, prompt: &str, agreed: bool) -> CreateModal {
    let limit = u16::try_from(CHARACTER_LIMIT).unwrap_or(u16::MAX);
    let field = CreateInputText::new(InputTextStyle::Paragraph, labels::FORM_FIELD, forms::FIELD)
        .placeholder(text::cut(&text::unmarked(prompt), PLACEHOLDER))
        .max_length(limit);
    CreateModal::new(
        CustomId::Form { source, agreed }.encode(),
        labels::FORM_TITLE,
    )
    .components(vec![CreateActionRow::InputText(field)])
}

/// After a reflection was kept.
pub fn saved(prompt: &str, id: ReflectionId) -> Answer {
    let embed = CreateEmbed::new()
        .title(reflections::SAVED_TITLE)
        .description(reflections::saved(prompt));
    about(embed).buttons(after_keeping(id))
}

/// Where to go on from what was kept.
pub fn after_keeping(id: ReflectionId) -> Vec<CreateButton> {
    let delete = CustomId::DeleteOne {
        id,
        page: 0,
        sure: false,
    };
    vec![
        button(&CustomId::Reflections { page: 0 }, labels::VIEW_MINE),
        button(&delete, labels::DELETE_THIS_ONE),
    ]
}

/// Whether the form has room for all of a question.
#[must_use]
pub fn is_shown_whole(prompt: &str) -> bool {
    text::length(&text::unmarked(prompt)) <= PLACEHOLDER
}

/// The words of a reflection that could not be kept, given back to their writer.
pub fn given_back(why: &str, words: &str) -> Answer {
    let embed = CreateEmbed::new()
        .title(reflections::NOT_KEPT_TITLE)
        .description(reflections::given_back(why));
    if text::length(words) <= DESCRIPTION {
        let help = CreateEmbedFooter::new(reflections::HELP);
        Answer::embed(embed).and_embed(CreateEmbed::new().description(words).footer(help))
    } else {
        // Counted one way 4000 characters fit, counted the other they may not.
        let file = CreateAttachment::bytes(words, "my-words.txt");
        about(embed).file(file)
    }
}

/// A page of the member's own.
pub fn page(page: &Page, scope: Scope) -> Answer {
    let Some(entry) = page.entries.first() else {
        return said(reflections::none(scope));
    };
    let number = reflections::number(page.page + 1, page.total);
    let mut answer = entry_embeds(entry, &number);
    answer = answer.buttons(turning(page.page, page.pages, |page| {
        CustomId::Reflections { page }
    }));
    answer.buttons(under(entry, page.page))
}

/// What can be done with a reflection that is shown; `page` is its place among all. One whose id can't be read
/// goes with all of them only.
pub(super) fn under(entry: &Entry, page: u32) -> Vec<CreateButton> {
    let sure = false;
    let delete = entry.id.map(|id| CustomId::DeleteOne { id, page, sure });
    let delete = delete.map(|delete| button(&delete, labels::DELETE_THIS_ONE));
    delete.into_iter().collect()
}

/// The question, the words and the dates. They may not fit one embed's description; then there are more.
pub(super) fn entry_embeds(entry: &Entry, number: &str) -> Answer {
    let mut blocks = match &entry.words {
        Some(words) => vec![format!("**{}**", words.prompt), words.text.clone()],
        None => vec![reflections::UNREADABLE.to_owned()],
    };
    blocks.push(reflections::dates(entry.written_at, entry.ends_at));
    let footer = CreateEmbedFooter::new(format!("{number} · {}", reflections::HELP));
    let pieces = text::pages(&blocks, DESCRIPTION);
    let last = pieces.len().saturating_sub(1);
    let mut answer = Answer::default();
    for (nth, piece) in pieces.into_iter().enumerate() {
        let embed = CreateEmbed::new().description(piece);
        answer = answer.and_embed(if nth == last {
            embed.footer(footer.clone())
        } else {
            embed
        });
    }
    answer
}

/// What to delete: one, or all.
pub fn what_to_delete(count: u64, scope: Scope) -> Answer {
    if count == 0 {
        return said(reflections::none(scope));
    }
    said(reflections::what_to_delete(count, scope)).buttons(vec![
        button(&CustomId::Reflections { page: 0 }, labels::CHOOSE_ONE),
        grave_button(&CustomId::DeleteAll { sure: false }, labels::DELETE_ALL),
    ])
}

/// Whether one is really to be deleted.
pub fn sure_one(id: ReflectionId, page: u32) -> Answer {
    let yes = CustomId::DeleteOne {
        id,
        page,
        sure: true,
    };
    said(reflections::SURE_ONE).buttons(vec![
        grave_button(&yes, labels::YES_DELETE_IT),
        button(&CustomId::Reflections { page }, labels::KEEP),
    ])
}

/// Whether all are really to be deleted.
pub fn sure_all(count: u64, scope: Scope) -> Answer {
    if count == 0 {
        return said(reflections::none(scope));
    }
    said(reflections::sure_all(count, scope)).buttons(vec![
        grave_button(&CustomId::DeleteAll { sure: true }, labels::YES_DELETE_ALL),
        button(&CustomId::Reflections { page: 0 }, labels::KEEP_ALL),
    ])
}

/// Whether consent is really to be withdrawn; nothing to ask where there is none.
pub fn withdrawing(stored: &StoredAbout, scope: Scope) -> Answer {
    if stored.consents.is_empty() && stored.reflections == 0 {
        return said(reflections::nothing_to_withdraw(scope));
    }
    said(reflections::sure_withdraw(stored.reflections, scope)).buttons(vec![
        grave_button(&CustomId::Withdraw { sure: true }, labels::YES_WITHDRAW),
        button(&CustomId::Reflections { page: 0 }, labels::KEEP_ALL),
    ])
}

/// After something was deleted; `backups` says when the last copy is gone.
pub fn erased(sentence: &str, erased: Erased, backend: Backend, backups: &str) -> Answer {
    let files = match backend {
        Backend::Postgres => last_copy::POSTGRES,
        Backend::Sqlite if erased.done => "",
        Backend::Sqlite => reflections::LAST_TRACE,
    };
    said(format!("{sentence}{files}\n{backups}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(done: bool, backend: Backend) -> String {
        let erased = Erased {
            reflections: 1,
            consents: 0,
            shares: 0,
            done,
        };
        let post = super::erased("Gone.", erased, backend, "Backups.").into_post();
        post["embeds"][0]["description"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    #[test]
    fn what_the_databases_files_hold_yet_is_said() {
        assert_eq!(said(true, Backend::Sqlite), "Gone.\nBackups.");
        let delayed = said(false, Backend::Sqlite);
        assert!(delayed.contains("within moments"), "{delayed}");
        let postgres = said(true, Backend::Postgres);
        assert!(postgres.contains("VACUUM"), "{postgres}");
    }
}
