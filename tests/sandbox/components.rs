//! Buttons, menus and forms as members use them.

use serde_json::{Value, json};
use serenity::all::{ActionRowComponent, ComponentInteractionDataKind};
use sunflower::sandbox::driver::{Failure, Shown};

use crate::{bot::Bot, support::Setting};

/// A message of the bot's in #wellbeing with these components.
async fn posted(setting: &Setting, rows: Value) -> Shown {
    let path = format!("/channels/{}/messages", setting.channel("wellbeing"));
    let body = json!({"content": "This week", "components": rows});
    let (status, answer) = setting.post(&path, body).await;
    assert_eq!(status, 200, "{answer}");
    let seen = setting.sandbox.member("maya").reads("wellbeing");
    seen.unwrap().remove(0)
}

fn buttons() -> Value {
    json!([{"type": 1, "components": [
        {"type": 2, "style": 1, "label": "Another", "custom_id": "another:1"},
        {"type": 2, "style": 2, "label": "Back", "custom_id": "back:1", "disabled": true},
        {"type": 2, "style": 5, "label": "Source", "url": "https://example.org"}]}])
}

#[tokio::test]
async fn a_button_is_pressed_and_its_message_changes() {
    let setting = Setting::new().await;
    let mut bot = Bot::log_in(&setting).await;
    let shown = posted(&setting, buttons()).await;
    assert_eq!(shown.as_text(), "This week\n[Another] (Back) [Source ↗]");
    let maya = setting.sandbox.member("maya");
    let answering = async {
        let press = bot.next_component().await;
        assert_eq!(press.data.custom_id, "another:1");
        assert_eq!(press.message.id.get(), shown.id().get());
        let change = json!({"type": 7, "data": {"content": "Another one"}});
        setting.answer(press.id, &press.token, change).await
    };
    let (seen, answer) = tokio::join!(maya.click(&shown, "Another"), answering);
    assert_eq!(answer.0, 204);
    let updated = seen.unwrap().updated().unwrap();
    assert_eq!(updated.id(), shown.id());
    assert!(updated.as_text().starts_with("Another one\n[Another]"));
}

#[tokio::test]
async fn what_is_not_there_or_disabled_can_not_be_pressed() {
    let setting = Setting::new().await;
    let _bot = Bot::log_in(&setting).await;
    let shown = posted(&setting, buttons()).await;
    let maya = setting.sandbox.member("maya");
    let disabled = maya.click(&shown, "Back").await.unwrap_err();
    assert_eq!(disabled, Failure::Disabled("Back".to_owned()));
    for absent in ["Delete", "Source"] {
        let absent = maya.click(&shown, absent).await.unwrap_err();
        assert!(matches!(absent, Failure::NotThere { .. }), "{absent}");
    }
    setting.sandbox.delete_message(shown.channel(), shown.id());
    let gone = maya.click(&shown, "Another").await.unwrap_err();
    assert_eq!(gone, Failure::NotVisible("maya".to_owned()));
}

#[tokio::test]
async fn a_menu_gives_the_value_of_what_is_chosen() {
    let setting = Setting::new().await;
    let mut bot = Bot::log_in(&setting).await;
    let option = |name: &str, value: &str| json!({"label": name, "value": value});
    let menu = json!([{"type": 1, "components": [{"type": 3, "custom_id": "pick", "placeholder": "Pick one",
        "options": [option("Box breathing", "box"), option("A letter", "letter")]}]}]);
    let shown = posted(&setting, menu).await;
    assert_eq!(
        shown.as_text(),
        "This week\n[Pick one ▾]\n  · Box breathing\n  · A letter"
    );
    let maya = setting.sandbox.member("maya");
    for wrong in [&["A poem"][..], &["box", "letter"], &[]] {
        let refused = maya.choose(&shown, "pick", wrong).await.unwrap_err();
        assert!(matches!(refused, Failure::BadField { .. }), "{refused}");
    }
    let answering = async {
        let chosen = bot.next_component().await;
        setting
            .answer(chosen.id, &chosen.token, json!({"type": 6}))
            .await;
        let changed = json!({"content": "A letter, then.", "components": []});
        setting
            .webhook("PATCH", &chosen.token, "/messages/@original", changed)
            .await;
        chosen.data.kind.clone()
    };
    let (seen, kind) = tokio::join!(maya.choose(&shown, "Pick one", &["A letter"]), answering);
    // What was promised is waited for.
    let changed = seen.unwrap().updated().unwrap();
    assert_eq!(changed.as_text(), "A letter, then.");
    let ComponentInteractionDataKind::StringSelect { values } = kind else {
        panic!("{kind:?}");
    };
    assert_eq!(values, ["letter"]);
}

#[tokio::test]
async fn a_form_opens_is_filled_in_and_sent() {
    let setting = Setting::new().await;
    let mut bot = Bot::log_in(&setting).await;
    let shown = posted(&setting, buttons()).await;
    let maya = setting.sandbox.member("maya");
    let field = json!({"type": 4, "custom_id": "text", "style": 2, "label": "What came up?",
        "min_length": 3, "max_length": 10});
    let form = json!({"type": 9, "data": {"custom_id": "reflect:1", "title": "Reflect",
        "components": [{"type": 1, "components": [field]}]}});
    let opening = async {
        let press = bot.next_component().await;
        setting.answer(press.id, &press.token, form).await
    };
    let (seen, answer) = tokio::join!(maya.click(&shown, "Another"), opening);
    assert_eq!(answer.0, 204, "{}", answer.1);
    let form = seen.unwrap().form().unwrap();
    assert_eq!(form.as_text(), "┌ Reflect ┐\nWhat came up? *\n  []");
    for wrong in ["", "no", "far too long a text"] {
        let refused = maya.fill(&form, &[("What came up?", wrong)]).await;
        assert!(matches!(refused, Err(Failure::BadField { .. })));
    }
    let keeping = async {
        let sent = bot.next_form().await;
        let ActionRowComponent::InputText(input) = &sent.data.components[0].components[0] else {
            panic!("a text");
        };
        assert_eq!(sent.data.custom_id, "reflect:1");
        assert_eq!(input.value.as_deref(), Some("a storm"));
        let body = json!({"type": 4, "data": {"content": "Kept.", "flags": 64}});
        setting.answer(sent.id, &sent.token, body).await
    };
    let filling = maya.fill(&form, &[("What came up?", "a storm")]);
    let (seen, answer) = tokio::join!(filling, keeping);
    assert_eq!(answer.0, 204);
    assert_eq!(seen.unwrap().as_text(), "(only you can see this)\nKept.");
}

#[tokio::test]
async fn a_message_reads_as_people_read_it() {
    let setting = Setting::new().await;
    let maya = setting.sandbox.read(|world| world.user("maya").unwrap().id);
    let path = format!("/channels/{}/messages", setting.channel("wellbeing"));
    let body = json!({"content": format!("For <@{maya}>, next <t:1795510800:F> (<t:1795510800:R>)"),
        "embeds": [{"title": "Breathe", "description": "In.\n\nOut.", "footer": {"text": "A. Author"},
            "fields": [{"name": "Try", "value": "once"}]}]});
    setting.post(&path, body).await;
    let seen = setting.sandbox.member("theo").reads("wellbeing").unwrap();
    assert_eq!(
        seen[0].as_text(),
        "For @Maya, next Tuesday, 24 November 2026 09:00 (in 21 hours)\n\
         │ **Breathe**\n│ In.\n│\n│ Out.\n│ **Try**\n│ once\n│ — A. Author"
    );
}
