//! What people do on the sandbox's page, with a bot of serenity's making at the other end.

use serde_json::{Value, json};
use serenity::all::{
    CommandOptionType as Kind, CreateCommand, CreateCommandOption as Opt, Permissions,
};

use crate::{
    bot::{Bot, Event},
    browser::Window,
    support::Setting,
};

fn plan() -> CreateCommand {
    let create = Opt::new(Kind::SubCommand, "create", "Makes a plan.")
        .add_sub_option(Opt::new(Kind::Channel, "channel", "Where?").required(true))
        .add_sub_option(Opt::new(Kind::Integer, "times", "How often?").max_int_value(5))
        .add_sub_option(Opt::new(Kind::String, "mood", "Which?").add_string_choice("Calm", "calm"))
        .add_sub_option(Opt::new(Kind::String, "topic", "About?").set_autocomplete(true));
    CreateCommand::new("plan")
        .description("Plans.")
        .default_member_permissions(Permissions::MANAGE_MESSAGES)
        .add_option(create)
}

async fn ready() -> (Setting, Bot, Window) {
    let setting = Setting::new().await;
    let bot = Bot::that_says_hello(&setting).await;
    bot.register(vec![
        plan(),
        CreateCommand::new("hello").description("Says hello."),
    ])
    .await;
    let page = setting.sandbox.page(0).unwrap();
    let window = Window::open(&page).await;
    (setting, bot, window)
}

fn hello() -> Value {
    json!({"do": "command", "path": ["hello"], "options": {}})
}

/// Posts as the bot in #wellbeing.
async fn posted(setting: &Setting, body: Value) -> Value {
    let path = format!("/channels/{}/messages", setting.channel("wellbeing"));
    let (status, message) = setting.post(&path, body).await;
    assert_eq!(status, 200, "{message}");
    message
}

#[tokio::test]
async fn a_command_arrives_with_its_options_and_its_answer_is_seen() {
    let (setting, mut bot, mut rowan) = ready().await;
    let general = setting.channel("general");
    let command = rowan
        .asks(json!({"do": "command", "path": ["plan", "create"],
            "options": {"channel": general, "times": "3", "mood": "Calm"}}))
        .await;
    let told = bot.next_command().await;
    let data = serde_json::to_value(&told.data).unwrap();
    let create = &data["options"][0];
    assert_eq!(create["name"], "create");
    let given = |name: &str| {
        let options = create["options"].as_array().unwrap();
        options.iter().find(|one| one["name"] == name).unwrap()["value"].clone()
    };
    assert_eq!(given("channel"), json!(general));
    assert_eq!(given("times"), 3);
    assert_eq!(given("mood"), "calm");
    let body = json!({"type": 4, "data": {"content": "Planned."}});
    setting.answer(told.id, &told.token, body).await;
    assert_eq!(rowan.answer(command).await["ok"], Value::Null);
    let seen = rowan.sees_text("Planned.").await;
    assert_eq!(seen["interaction_metadata"]["name"], "plan create");
    assert_eq!(seen["interaction"]["name"], "plan create");
}

#[tokio::test]
async fn what_an_option_does_not_take_is_said_of_that_option() {
    let (setting, _bot, mut rowan) = ready().await;
    let general = setting.channel("general");
    for (options, option, error) in [
        (json!({}), "channel", "This option is required."),
        (
            json!({"channel": "1"}),
            "channel",
            "What was chosen is not there any more.",
        ),
        (
            json!({"channel": general, "times": "9"}),
            "times",
            "It takes at most 5, not 9.",
        ),
        (
            json!({"channel": general, "mood": "loud"}),
            "mood",
            "\"loud\" is none of its choices.",
        ),
        (
            json!({"where": general}),
            "where",
            "There is no such option.",
        ),
    ] {
        let command = json!({"do": "command", "path": ["plan", "create"], "options": options});
        let answer = rowan.answer_to(command).await;
        assert_eq!(
            (&answer["option"], &answer["error"]),
            (&json!(option), &json!(error))
        );
    }
    for path in [
        json!(["plan"]),
        json!(["plan", "delete"]),
        json!(["plan", "create", "twice"]),
    ] {
        let command = json!({"do": "command", "path": path, "options": {"channel": general}});
        assert!(rowan.answer_to(command).await["option"].is_string());
    }
    let unknown = json!({"do": "command", "path": ["dance"], "options": {}});
    let refused = rowan.is_refused(unknown).await;
    assert_eq!(refused, "There is no command \"dance\" here.");
}

#[tokio::test]
async fn suggestions_come_while_an_option_is_typed() {
    let (setting, mut bot, mut rowan) = ready().await;
    let asked = rowan
        .asks(
            json!({"do": "suggest", "path": ["plan", "create"], "typing": "topic",
            "options": {"topic": "re", "channel": setting.channel("general")}}),
        )
        .await;
    let told = bot.next_autocomplete().await;
    let focused = told.data.autocomplete().unwrap();
    assert_eq!((focused.name, focused.value), ("topic", "re"));
    let choices = json!([{"name": "Rest", "value": "rest"}]);
    let body = json!({"type": 8, "data": {"choices": choices}});
    setting.answer(told.id, &told.token, body).await;
    assert_eq!(rowan.answer(asked).await["ok"]["choices"], choices);
}

#[tokio::test]
async fn a_button_opens_a_form_that_is_filled_in_and_sent() {
    let (setting, mut bot, mut rowan) = ready().await;
    let button = json!({"type": 2, "style": 1, "label": "Write", "custom_id": "write"});
    posted(
        &setting,
        json!({"content": "A question",
        "components": [{"type": 1, "components": [button]}]}),
    )
    .await;
    let message = rowan.sees_text("A question").await["id"].clone();
    let press = json!({"do": "press", "message": message, "custom_id": "write"});
    let pressed = rowan.asks(press).await;
    let told = bot.next_component().await;
    let input =
        json!({"type": 4, "custom_id": "text", "style": 2, "min_length": 3, "placeholder": "…"});
    let form = json!({"type": 9, "data": {"custom_id": "form", "title": "Yours", "components": [
        {"type": 18, "label": "What came up?", "description": "For you alone", "component": input}]}});
    assert_eq!(setting.answer(told.id, &told.token, form).await.0, 204);
    let form = rowan.answer(pressed).await["ok"]["form"].clone();
    assert_eq!(
        form,
        json!({"number": 1, "title": "Yours", "fields": [{
            "custom_id": "text", "label": "What came up?", "description": "For you alone",
            "placeholder": "…", "value": null, "required": true, "min_length": 3,
            "max_length": 4000, "paragraph": true}]})
    );

    let fill = |text: &str| json!({"do": "fill", "form": 1, "fields": {"text": text}});
    let short = rowan.is_refused(fill("no")).await;
    assert_eq!(short, "\"What came up?\": at least 3 characters, not 2.");
    rowan.be("maya").await;
    let hers = rowan.is_refused(fill("A robin.")).await;
    assert_eq!(hers, "That form is closed.");
    rowan.be("rowan").await;
    let filled = rowan.asks(fill("A robin.")).await;
    let told = bot.next_form().await;
    assert_eq!(told.data.custom_id, "form");
    assert!(
        setting
            .sandbox
            .said()
            .texts()
            .contains(&"A robin.".to_owned())
    );
    let body = json!({"type": 4, "data": {"content": "Kept.", "flags": 64}});
    setting.answer(told.id, &told.token, body).await;
    assert_eq!(rowan.answer(filled).await["ok"], Value::Null);
    assert_eq!(rowan.sees_text("Kept.").await["flags"], 64);
    let again = rowan.is_refused(fill("A robin.")).await;
    assert_eq!(again, "That form is closed.");
}

#[tokio::test]
async fn what_is_chosen_from_a_menu_arrives() {
    let (setting, mut bot, mut rowan) = ready().await;
    let options = json!([{"label": "Box breathing", "value": "box"}]);
    let rows = json!([
        {"type": 1, "components": [{"type": 3, "custom_id": "pick", "options": options}]},
        {"type": 1, "components": [{"type": 5, "custom_id": "who"}]}]);
    posted(&setting, json!({"content": "Choose", "components": rows})).await;
    let message = rowan.sees_text("Choose").await["id"].clone();
    let maya = setting.sandbox.read(|world| world.user("maya").unwrap().id);
    for (menu, value) in [("pick", "box".to_owned()), ("who", maya.to_string())] {
        let chosen = rowan
            .asks(json!({"do": "choose", "message": message, "custom_id": menu, "values": [value]}))
            .await;
        let told = bot.next_component().await;
        let data = serde_json::to_value(&told.data).unwrap();
        assert_eq!(data["values"], json!([value]), "{data}");
        setting
            .answer(told.id, &told.token, json!({"type": 6}))
            .await;
        setting
            .webhook(
                "PATCH",
                &told.token,
                "/messages/@original",
                json!({"content": "Choose"}),
            )
            .await;
        assert_eq!(rowan.answer(chosen).await["ok"], Value::Null);
    }
}

#[tokio::test]
async fn what_a_message_bears_no_more_is_said_as_people_say_it() {
    let (setting, _bot, mut rowan) = ready().await;
    let button = |custom_id: &str, disabled: bool| json!({"type": 2, "style": 1, "label": "Reflect", "custom_id": custom_id, "disabled": disabled});
    let options = json!([{"label": "Box breathing", "value": "practice:box"}]);
    let menu = json!({"type": 3, "custom_id": "setup:zones:1", "placeholder": "Pick one",
        "options": options, "max_values": 1});
    let rows = json!([
        {"type": 1, "components": [button("reflect:1", false), button("reflect:2", true)]},
        {"type": 1, "components": [menu]},
        {"type": 1, "components": [{"type": 8, "custom_id": "setup:channel:1"}]}]);
    posted(&setting, json!({"content": "Choose", "components": rows})).await;
    let message = rowan.sees_text("Choose").await["id"].clone();
    let press =
        |custom_id: &str| json!({"do": "press", "message": message, "custom_id": custom_id});
    let choose = |custom_id: &str, values: &[&str]| json!({"do": "choose", "message": message, "custom_id": custom_id, "values": values});
    let changed = "That is not there any more: the message has changed meanwhile.";
    for (asked, said) in [
        (press("reflect:3"), changed),
        (press("reflect:2"), "\"Reflect\" can't be used now."),
        (choose("setup:zones:2", &["practice:box"]), changed),
        (
            choose("setup:zones:1", &["practice:letter"]),
            "\"Pick one\": there is no such option.",
        ),
        (
            choose("setup:zones:1", &[]),
            "\"Pick one\": between 1 and 1 choices, not 0.",
        ),
        (
            choose("setup:channel:1", &["1234567890123456789"]),
            "\"Make a selection\": what was chosen is not there any more.",
        ),
        (
            json!({"do": "unreact", "message": message, "emoji": "🌻"}),
            changed,
        ),
    ] {
        assert_eq!(rowan.is_refused(asked.clone()).await, said, "{asked}");
    }
}

#[tokio::test]
async fn messages_are_written_answered_edited_deleted_and_reacted_to() {
    let (setting, _bot, mut maya) = ready().await;
    maya.be("maya").await;
    posted(&setting, json!({"content": "This week"})).await;
    let post = maya.sees_text("This week").await["id"].clone();
    maya.does(json!({"do": "say", "text": "Hm.", "reply_to": post, "ping": true}))
        .await;
    let reply = maya.sees_text("Hm.").await;
    assert_eq!(reply["referenced_message"]["content"], "This week");
    assert_eq!(reply["mentions"][0]["username"], "sunflower");
    let reply = reply["id"].clone();
    maya.does(json!({"do": "edit", "message": reply, "text": "Yes."}))
        .await;
    maya.sees_text("Yes.").await;
    maya.does(json!({"do": "react", "message": post, "emoji": "🌻"}))
        .await;
    let reacted = |count: u64| {
        move |one: &Value| one["content"] == "This week" && one["reactions"][0]["count"] == count
    };
    let mine = maya.sees(reacted(1)).await;
    assert_eq!(mine["reactions"][0]["me"], true);
    maya.be("theo").await;
    let mine = maya.sees(reacted(1)).await;
    assert_eq!(mine["reactions"][0]["me"], false);
    let others = json!({"do": "delete", "message": reply});
    let refused = maya.is_refused(others.clone()).await;
    assert_eq!(
        refused,
        "Deleting is not for theo here: it needs Manage Messages."
    );
    maya.be("maya").await;
    maya.does(json!({"do": "unreact", "message": post, "emoji": "🌻"}))
        .await;
    maya.sees(|one| one["content"] == "This week" && one.get("reactions").is_none())
        .await;
    maya.does(others).await;
    maya.sees_go("Yes.").await;
}

#[tokio::test]
async fn a_private_answer_is_in_one_persons_window_alone_until_they_dismiss_it() {
    let (setting, mut bot, mut rowan) = ready().await;
    let page = setting.sandbox.page(0).unwrap();
    let mut maya = Window::open_as(&page, "maya").await;
    let mut hers_too = Window::open_as(&page, "maya").await;
    let command = maya.asks(hello()).await;
    let told = bot.next_command().await;
    let body = json!({"type": 4, "data": {"content": "Between us.", "flags": 64}});
    setting.answer(told.id, &told.token, body).await;
    maya.answer(command).await;
    let private = maya.sees_text("Between us.").await["id"].clone();
    hers_too.sees_text("Between us.").await;

    // Whatever rowan is told comes in order: the public message after anything of hers.
    posted(&setting, json!({"content": "To all"})).await;
    rowan.sees_text("To all").await;
    assert_eq!(rowan.texts(), ["To all"]);
    for event in &rowan.told {
        assert!(!event.to_string().contains("Between us."), "{event}");
    }
    let seen = rowan.is_refused(json!({"do": "press", "message": private, "custom_id": "x"}));
    assert_eq!(seen.await, "That message is not there any more.");
    // Nor does the same window, once it is another's.
    hers_too.be("theo").await;
    hers_too.sees_text("To all").await;
    assert_eq!(hers_too.texts(), ["To all"]);

    maya.does(json!({"do": "delete", "message": private})).await;
    maya.sees_go("Between us.").await;
    assert_eq!(maya.texts(), ["To all"]);
}

#[tokio::test]
async fn what_takes_long_holds_up_nothing_else() {
    let (setting, mut bot, mut rowan) = ready().await;
    let first = rowan.asks(hello()).await;
    let second = rowan.asks(hello()).await;
    rowan.does(json!({"do": "say", "text": "Meanwhile"})).await;
    let (one, two) = (bot.next_command().await, bot.next_command().await);
    for (told, text, number) in [(two, "Second", second), (one, "First", first)] {
        let body = json!({"type": 4, "data": {"content": text}});
        setting.answer(told.id, &told.token, body).await;
        rowan.answer(number).await;
    }
    assert_eq!(rowan.texts(), ["Meanwhile", "Second", "First"]);
}

#[tokio::test]
async fn a_bot_that_does_not_answer_is_said_to_be_silent() {
    let (setting, mut bot, mut rowan) = ready().await;
    let asked = rowan.asks(hello()).await;
    let Event::Command(_) = bot.next().await else {
        panic!("it is told");
    };
    rowan.does(json!({"do": "move", "minutes": 1})).await;
    assert_eq!(
        rowan.answer(asked).await["error"],
        "The application did not respond."
    );
    drop(bot);
    setting.sandbox.gateway().invalid_session(false);
    let offline = rowan.is_refused(hello()).await;
    assert_eq!(offline, "The application is offline.");
}
