//! `sunflower sandbox` as somebody tries it: the page where it is said to be, the real bot in it.

use std::{collections::BTreeSet, net::TcpListener, time::Duration};

use serde_json::{Value, json};

use crate::{
    browser::Window,
    played::Played,
    process::{folder, now},
    year::pages,
};

/// Waits until the bot's commands are offered.
async fn until_offered(window: &mut Window, name: &str) {
    let offers = |commands: &Value| {
        let all = commands["slash"].as_array().unwrap();
        all.iter().any(|one| one["name"] == name)
    };
    while !offers(&window.last("commands")) {
        window.hears("commands").await;
    }
}

/// From the command to a page that answers.
const SOON: Duration = Duration::from_secs(1);
/// Other tests run beside this one, and what they take of the machine is not the program's.
const TRIES: usize = 5;

#[tokio::test]
async fn within_a_second_of_the_command_the_page_answers() {
    let mut took = Vec::new();
    for _ in 0..TRIES {
        let begun = now();
        let home = folder();
        let mut played = Played::start(home.path(), &[]);
        let mut rowan = played.window().await;
        until_offered(&mut rowan, "affirmation").await;
        rowan
            .does(json!({"do": "command", "path": ["affirmation"], "options": {}}))
            .await;
        let answered = |one: &Value| one["interaction_metadata"]["name"] == "affirmation";
        rowan.sees(answered).await;
        took.push(begun.elapsed());
        played.quits();
        if took.iter().any(|one| *one < SOON) {
            break;
        }
    }
    println!("from the command to an answer: {took:?}");
    assert!(took.iter().any(|one| *one < SOON), "{took:?}");
}

/// In a slow Discord each request takes two of the three seconds that it waits for an answer.
#[tokio::test]
async fn in_a_slow_discord_setup_goes_on() {
    let home = folder();
    let mut played = Played::start(home.path(), &[]);
    let mut rowan = played.window().await;
    until_offered(&mut rowan, "setup").await;
    rowan
        .does(json!({"do": "command", "path": ["setup"]}))
        .await;
    let picks = |one: &Value| one["components"][0]["components"][0]["type"] == 8;
    let asked = rowan.sees(picks).await;
    rowan
        .does(json!({"do": "fault", "name": "slow", "on": true}))
        .await;
    let menu = &asked["components"][0]["components"][0]["custom_id"];
    let here = rowan.last("messages")["channel"].clone();
    let choose =
        json!({"do": "choose", "message": asked["id"], "custom_id": menu, "values": [here]});
    let mut answer = Value::Null;
    for _ in 0..TRIES {
        answer = rowan.answer_to(choose.clone()).await;
        if answer.get("ok").is_some() {
            break;
        }
    }
    assert!(answer.get("ok").is_some(), "{answer}");
    rowan
        .sees(|one| one["id"] == asked["id"] && one.to_string().contains("Pick a day"))
        .await;
    played.quits();
}

#[tokio::test]
async fn the_page_opens_where_it_is_said_and_leads_to_the_next_post() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let home = folder();
    let mut played = Played::start(home.path(), &["--port", &port]);
    played.says(&format!("Port {port} is taken."));
    let address = played.address();
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");

    let mut rowan = Window::open_at(&address).await;
    until_offered(&mut rowan, "schedule").await;
    let options = json!({"channel": "#wellbeing", "when": "mondays 9:00", "zone": "London"});
    let create = json!({"do": "command", "path": ["schedule", "create"], "options": options});
    rowan.does(create).await;
    let planned = loop {
        let clock = rowan.hears("clock").await;
        if clock["next"] != json!([]) {
            break clock;
        }
    };
    assert_eq!(planned["running"], true);
    assert_eq!(planned["next"].as_array().unwrap().len(), 5);
    assert_eq!(planned["next"][0]["what"], "The weekly post");
    let messages = rowan.last("messages");
    assert_eq!(planned["next"][0]["channel"], messages["channel"]);
    rowan.does(json!({"do": "move", "to": "next"})).await;
    let shown = rowan.sees(|one| one["flags"] == 0).await;
    assert_eq!(shown["author"]["username"], "sunflower");
    assert_eq!(shown["components"][0]["components"][0]["label"], "Reflect");
    let after = loop {
        let clock = rowan.hears("clock").await;
        if clock["next"][0] != planned["next"][0] {
            break clock;
        }
    };
    assert_eq!(after["next"][0], planned["next"][1]);

    // However far the clock is moved, what lies on the way is posted at its time.
    let four_weeks = json!({"do": "move", "minutes": 4 * 7 * 24 * 60 + 60});
    rowan.does(four_weeks).await;
    let at = |post: &Value| post["timestamp"].as_str().unwrap()[..10].to_owned();
    let last = planned["next"][4]["at"].as_str().unwrap();
    rowan
        .sees(|one| one["flags"] == 0 && at(one) == last[..10])
        .await;
    assert_eq!(rowan.seen().filter(|one| one["flags"] == 0).count(), 5);

    // Whoever presses twice at once goes twice as far, and nothing is leapt over.
    let options = json!({"channel": "#general", "when": "every day at 18:00", "zone": "London"});
    let create = json!({"do": "command", "path": ["schedule", "create"], "options": options});
    rowan.does(create).await;
    rowan.go("general").await;
    let forty_days = json!({"do": "move", "minutes": 40 * 24 * 60});
    let twice = [
        rowan.asks(forty_days.clone()).await,
        rowan.asks(forty_days).await,
    ];
    for asked in twice {
        assert_eq!(rowan.answer(asked).await["ok"], Value::Null);
    }
    let days: BTreeSet<_> = rowan.seen().map(at).collect();
    assert_eq!(days.len(), 80, "{days:?}");

    // By the bot's own account, too: it has written each down before the clock goes on.
    let history = pages(&mut rowan, &["schedule", "history"]).await.concat();
    assert!(history.matches("✅").count() > 70, "{history}");
    assert!(!history.contains(" late"), "{history}");

    // The lines that are typed are still heeded beside it.
    let said = played.quits();
    assert!(
        said.contains("Sunflower, to everyone in #wellbeing:"),
        "{said}"
    );
}
