//! Every button, menu and form that the bot ever sent, a year later and after a restart: each answers,
//! whatever has become of what it was about.

use std::{fs, path::Path};

use chrono::TimeDelta;
use sunflower::sandbox::driver::{Failure, Seen};

use crate::{
    garden::Garden,
    tour::{Met, fill, grammar, tour},
};

/// Words of the grammar that no answer carries in this server, and why.
const NOT_MET: [(&str, &str); 2] = [
    ("articles", "the library has no more than one menu holds"),
    ("library", "the library has no more than one menu holds"),
];

/// What is wrong with an answer, if anything: it is no sentence, something broke, or the bot does not know what it sent.
fn wrong(answer: &Result<Seen, Failure>) -> Option<String> {
    let seen = match answer {
        Ok(seen) => seen,
        Err(failure) => return Some(failure.to_string()),
    };
    let said = seen.as_text();
    let says_something = match seen {
        Seen::Message(_) | Seen::Updated(_) => said.contains(['.', '?', ':', '!']),
        Seen::Form(form) => !form.fields.is_empty(),
        Seen::Choices(_) | Seen::Nothing => false,
    };
    let broke =
        said.contains("Something went wrong") || said.contains("I can't follow it any more");
    (!says_something || broke).then_some(said)
}

/// Presses everything, first to last or last to first, and fills in every form.
async fn press_all(garden: &Garden, met: &Met, backwards: bool) {
    let mut pressables: Vec<_> = met.pressables.iter().collect();
    if backwards {
        pressables.reverse();
    }
    let mut faults = Vec::new();
    for one in pressables {
        let answer = one.press(garden).await;
        if let Some(fault) = wrong(&answer) {
            faults.push(format!("{} by {}: {fault}", one.custom_id, one.username));
        }
        if let Ok(Seen::Form(form)) = &answer
            && let Some(fault) = wrong(&fill(garden, &one.username, form).await)
        {
            faults.push(format!("the form of {}: {fault}", one.custom_id));
        }
    }
    for (username, form) in &met.forms {
        if let Some(fault) = wrong(&fill(garden, username, form).await) {
            faults.push(format!("{} by {username}: {fault}", form.custom_id));
        }
    }
    assert!(
        faults.is_empty(),
        "{}\nthe log:\n{}",
        faults.join("\n"),
        garden.log()
    );
}

#[tokio::test]
async fn every_button_answers_a_year_later_and_when_the_library_has_changed() {
    let mut garden = Garden::open().await;
    let met = tour(&garden).await;
    let mut missing = grammar();
    let pressed = met.pressables.iter().map(|one| &one.custom_id);
    let filled = met.forms.iter().map(|(_, form)| &form.custom_id);
    for custom_id in pressed.chain(filled) {
        missing.retain(|word| custom_id.split(':').all(|part| part != word));
    }
    for (word, why) in NOT_MET {
        assert!(
            missing.remove(word),
            "{word} was met; it is not true that {why}"
        );
    }
    assert!(missing.is_empty(), "never sent on the tour: {missing:?}");

    garden.stop_bot().await;
    garden.advance(TimeDelta::days(365));
    garden.start_bot().await;
    press_all(&garden, &met, false).await;
    // Now what can be deleted is: the other way round, each is about something that is gone.
    press_all(&garden, &met, true).await;

    garden.stop_bot().await;
    let library = tempfile::tempdir().expect("a folder");
    one_article(library.path());
    let mut config = garden.config();
    config.content_dir = Some(library.path().to_owned());
    garden.start_bot_with(config).await;
    press_all(&garden, &met, false).await;
    garden.close().await;
}

/// A library from which all articles but one have gone, and that one is new.
fn one_article(folder: &Path) {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    fs::create_dir(folder.join("articles")).expect("a folder");
    fs::copy(content.join("support.toml"), folder.join("support.toml")).expect("a copy");
    let article = "+++\ntitle = \"Windows\"\nslug = \"windows\"\nauthor = \"Somebody\"\n\
        publisher = \"The garden\"\noriginal = true\ntopics = [\"windows\"]\n+++\n\n\
        ## Summary\n\nThere is a window.\n\n## Key points\n\n- It opens.\n\n## Practices\n\n### Look out\n\n1. Go to it.\n2. Look.\n\n\
        ## Affirmations\n\n- I may look out.\n\n## Prompts\n\n- What is outside?\n";
    fs::write(folder.join("articles/windows.md"), article).expect("an article");
}
