//! What the sandbox's page is told as the made-up server changes, and what can be switched there.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sunflower::sandbox::{Options, Planned, Sandbox, Stage, world::Id};

use crate::{
    bot::Bot,
    browser::{Window, cookie},
    stage::Standing,
    support::{Setting, assert_refused, noon},
};

const POST: &str = "POST /channels/{channel}/messages";

async fn open() -> (Setting, Window) {
    let setting = Setting::new().await;
    let page = setting.sandbox.page(0).unwrap();
    let window = Window::open(&page).await;
    (setting, window)
}

fn names(places: &Value) -> Vec<&str> {
    let channels = places["channels"].as_array().unwrap().iter();
    channels.map(|one| one["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_server_is_shown_as_each_person_sees_it() {
    let (setting, mut window) = open().await;
    let world = window.last("world");
    assert_eq!(world["guild"]["name"], "The Quiet Garden");
    assert_eq!(world["bot"]["online"], false);
    let people = world["people"].as_array().unwrap().iter();
    let people: Vec<_> = people
        .map(|one| (one["username"].clone(), one["what"].clone()))
        .collect();
    let expected = [
        ("rowan", "moderator"),
        ("maya", "member"),
        ("theo", "member"),
        ("wren", "may only read"),
        ("garden_keeper", "owner"),
    ];
    assert_eq!(
        people,
        expected.map(|(one, what)| (json!(one), json!(what)))
    );
    let places = window.last("places");
    let general = ["wellbeing", "general", "compost corner"];
    assert_eq!(names(&places)[..3], general);
    assert!(names(&places).contains(&"moderators"));
    assert_eq!(places["dm"], Value::Null);
    let first = window.last("messages");
    assert_eq!(first["channel"], json!(setting.channel("wellbeing")));

    window.go("moderators").await;
    window.be("wren").await;
    let places = window.hears("places").await;
    assert!(!names(&places).contains(&"moderators"));
    assert_eq!(places["channels"][0]["may_write"], false);
    // They can't stay where they don't see anything.
    let messages = window.last("messages");
    assert_eq!(messages["channel"], json!(setting.channel("wellbeing")));
    let hidden = json!({"do": "go", "channel": setting.channel("moderators")});
    assert_eq!(window.is_refused(hidden).await, "There is no such channel.");
    window.does(json!({"do": "go", "channel": "dm"})).await;
    let direct = window.hears("places").await["dm"]["id"].clone();
    assert!(direct.is_string());
    assert_eq!(window.last("messages")["channel"], direct);
    window.be("theo").await;
    let his = window.last("places")["dm"]["id"].clone();
    assert!(his.is_string() && his != direct);
    assert_eq!(window.last("messages")["channel"], his);
}

#[tokio::test]
async fn the_bots_coming_and_its_commands_are_told() {
    let (setting, mut window) = open().await;
    assert_eq!(window.last("commands")["slash"], json!([]));
    let bot = Bot::that_says_hello(&setting).await;
    let commands = window.hears("commands").await;
    assert_eq!(commands["slash"][0]["name"], "hello");
    assert_eq!(commands["slash"][0]["options"][0]["name"], "topic");
    assert_eq!(window.last("world")["bot"]["online"], true);
    let shy = serenity::all::CreateCommand::new("shy")
        .description("For moderators.")
        .default_member_permissions(serenity::all::Permissions::MANAGE_MESSAGES);
    bot.register(vec![shy]).await;
    assert_eq!(window.hears("commands").await["slash"][0]["name"], "shy");
    window.be("maya").await;
    assert_eq!(window.hears("commands").await["slash"], json!([]));
}

#[tokio::test]
async fn a_hundred_messages_are_shown_and_a_hundred_more_at_a_time() {
    let (setting, _) = open().await;
    let maya = setting.sandbox.member("maya");
    let said: Vec<_> = (0..250)
        .map(|n| maya.says(&n.to_string()).unwrap())
        .collect();
    let page = setting.sandbox.page(0).unwrap();
    let mut window = Window::open(&page).await;
    let texts = |range: std::ops::Range<u32>| range.map(|n| n.to_string()).collect::<Vec<_>>();
    assert_eq!(window.texts(), texts(150..250));
    assert_eq!(window.last("messages")["more"], true);
    let older = || json!({"do": "older"});
    assert_eq!(window.does(older()).await, json!({"more": true}));
    window.sees_text("50").await;
    assert_eq!(window.texts(), texts(50..250));
    assert_eq!(window.does(older()).await, json!({"more": false}));
    window.sees_text("0").await;
    assert_eq!(window.texts(), texts(0..250));
    let last = window.last("messages");
    assert_eq!(
        (&last["more"], &last["whole"]),
        (&json!(false), &json!(false))
    );
    assert_eq!(last["messages"].as_array().unwrap().len(), 50);

    // What was once shown is kept up to date, and only what changed is told.
    maya.edits(&said[3], "three").unwrap();
    window.sees_text("three").await;
    maya.deletes(&said[7]).unwrap();
    window.sees_go("7").await;
    let (edit, gone) = (&window.told[window.told.len() - 2], window.last("messages"));
    assert_eq!(edit["messages"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&gone["gone"], &gone["messages"]),
        (&json!([said[7].id()]), &json!([]))
    );
}

#[tokio::test]
async fn a_thread_and_what_is_referred_to_are_kept_up_to_date() {
    let (setting, mut window) = open().await;
    let maya = setting.sandbox.member("maya");
    let said = maya.says("A robin").unwrap();
    maya.replies(&said, "Where?", false).unwrap();
    window.sees_text("Where?").await;
    maya.edits(&said, "A wren").unwrap();
    window
        .sees(|one| one["referenced_message"]["content"] == "A wren")
        .await;
    let path = format!(
        "/channels/{}/messages/{}/threads",
        said.channel(),
        said.id()
    );
    let (status, thread) = setting.post(&path, json!({"name": "birds"})).await;
    assert_eq!(status, 201);
    window.sees(|one| one["thread"]["name"] == "birds").await;
    assert!(names(&window.last("places")).contains(&"birds"));
    let thread = thread["id"].as_str().unwrap().parse().unwrap();
    maya.in_channel_id(thread).says("Here").unwrap();
    window.sees(|one| one["thread"]["message_count"] == 1).await;
}

#[tokio::test]
async fn a_file_is_given_to_whoever_is_in_as_bytes_to_be_kept() {
    let (setting, mut window) = open().await;
    let form = reqwest::multipart::Form::new().text("payload_json", "{}");
    let file = |name: &'static str, kind: &str, bytes: &'static [u8]| {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name);
        part.mime_str(kind).unwrap()
    };
    let form = form
        .part(
            "files[0]",
            file("hers & his.html", "text/html", b"<script>"),
        )
        .part("files[1]", file("sun.png", "image/png", b"PNG"));
    let path = format!("/channels/{}/messages", setting.channel("wellbeing"));
    let (status, answer) = setting
        .send(setting.request("POST", &path).multipart(form))
        .await;
    assert_eq!(status, 200, "{answer}");
    let message = window.sees(|one| one["attachments"][1].is_object()).await;
    let page = setting.sandbox.page(0).unwrap();
    for (at, kind, name, bytes) in [
        (
            0,
            "application/octet-stream",
            "hers%20%26%20his.html",
            "<script>",
        ),
        (1, "image/png", "sun.png", "PNG"),
    ] {
        let id = message["attachments"][at]["id"].as_str().unwrap();
        let url = format!("{}/files/{id}", page.origin());
        let asking = setting.client().post(&url).header("origin", page.origin());
        let answer = asking
            .header("cookie", cookie(&page.address()).await)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], kind);
        let kept = format!("attachment; filename*=UTF-8''{name}");
        assert_eq!(answer.headers()["content-disposition"], kept);
        assert_eq!(answer.text().await.unwrap(), bytes);
    }
}

#[tokio::test]
async fn faults_are_switched_on_and_off_one_by_one() {
    let (setting, mut window) = open().await;
    let path = format!("/channels/{}/messages", setting.channel("wellbeing"));
    let post = |text: &str| setting.post(&path, json!({"content": text}));
    let fault = |name: &str, on: bool| json!({"do": "fault", "name": name, "on": on});
    window.does(fault("down", true)).await;
    let told = json!([{"name": "down", "channel": null}]);
    assert_eq!(window.hears("faults").await["on"], told);
    assert_eq!(post("1").await.0, 503);
    window.does(fault("answers_lost", true)).await;
    let on = window.hears("faults").await["on"].clone();
    assert_eq!(on.as_array().unwrap().len(), 2);
    // Whatever is down answers nothing, however much else is wrong.
    assert_eq!(post("2").await.0, 503);
    window.does(fault("down", false)).await;
    let body = json!({"content": "3"}).to_string();
    let lost = setting
        .request("POST", &path)
        .header("content-type", "application/json");
    assert!(lost.body(body).send().await.is_err());
    assert_eq!(setting.get(&path).await.0, 200);
    window.sees_text("3").await;
    window.does(fault("answers_lost", false)).await;
    assert_eq!(window.last("faults")["on"], json!([]));
    assert_eq!(post("4").await.0, 200);
    let unknown = window.is_refused(fault("gremlins", true)).await;
    assert!(unknown.contains("gremlins"), "{unknown}");
}

#[tokio::test]
async fn slowness_takes_two_seconds() {
    let (setting, mut window) = open().await;
    window
        .does(json!({"do": "fault", "name": "slow", "on": true}))
        .await;
    window.does(json!({"do": "watch", "on": true})).await;
    let began = tokio::time::Instant::now();
    let posting = setting.get("/users/@me");
    let watching = async {
        let pending = window.hears("request").await;
        assert_eq!(pending["outcome"], Value::Null);
        let done = window.hears("request").await;
        assert_eq!(done["number"], pending["number"]);
        assert_eq!(done["outcome"]["status"], 200);
        assert!(done["outcome"]["micros"].as_u64().unwrap() >= 2_000_000);
    };
    let (answer, ()) = tokio::join!(posting, watching);
    assert_eq!(answer.0, 200);
    assert!(began.elapsed().as_secs() >= 2);
}

#[tokio::test]
async fn the_bot_loses_its_permission_in_a_channel_and_is_told() {
    let (setting, mut window) = open().await;
    let mut listener = crate::listener::Listener::log_in(&setting).await;
    let general = setting.channel("general");
    let corner = setting.corner().to_string();
    let fault = |channel: &str, on: bool| json!({"do": "fault", "name": "no_permission", "on": on, "channel": channel});
    let path = format!("/channels/{general}/messages");
    // A thread's rights are those of the channel that it is in.
    for channel in [&general, &corner] {
        window.does(fault(channel, true)).await;
        assert_eq!(listener.hears("CHANNEL_UPDATE").await["id"], json!(general));
        let told = json!([{"name": "no_permission", "channel": general}]);
        assert_eq!(window.last("faults")["on"], told);
        let refused = setting.post(&path, json!({"content": "x"})).await;
        assert_refused(&refused, 403, 50013);
        window.does(fault(channel, false)).await;
        assert_eq!(listener.hears("CHANNEL_UPDATE").await["id"], json!(general));
        assert_eq!(setting.post(&path, json!({"content": "x"})).await.0, 200);
        assert_eq!(window.last("faults")["on"], json!([]));
    }
    assert_eq!(
        window.is_refused(fault("1", true)).await,
        "There is no such channel."
    );
}

#[tokio::test]
async fn requests_and_events_are_told_while_somebody_watches_and_without_tokens() {
    let (setting, mut window) = open().await;
    let mut bot = Bot::that_says_hello(&setting).await;
    window.hears("commands").await;
    let is_of_drawer = |event: &&Value| event["event"] == "request" || event["event"] == "told";
    assert_eq!(window.told.iter().filter(is_of_drawer).count(), 0);
    window.does(json!({"do": "watch", "on": true})).await;
    let asked = window
        .asks(json!({"do": "command", "path": ["hello"], "options": {}}))
        .await;
    let told = bot.next_command().await;
    let body = json!({"type": 4, "data": {"content": "Hello."}});
    setting.answer(told.id, &told.token, body).await;
    window.answer(asked).await;
    let nothing = json!({"content": ""});
    let path = format!("/channels/{}/messages", setting.channel("wellbeing"));
    assert_eq!(setting.post(&path, nothing).await.0, 400);
    let refused = loop {
        let request = window.hears("request").await;
        if request["outcome"]["status"] == 400 {
            break request;
        }
    };
    assert_eq!(refused["method"], "POST");
    assert_eq!(refused["path"], json!(path));
    assert_eq!(refused["verdict"], "Cannot send an empty message (50006)");

    let all: Vec<_> = window.told.iter().filter(is_of_drawer).collect();
    let answered = all
        .iter()
        .find(|one| one["body"]["data"]["content"] == "Hello.");
    let answered = answered.expect("what was before is told too");
    assert_eq!(
        answered["path"],
        format!("/interactions/{}/{{token}}/callback", told.id)
    );
    let created = all
        .iter()
        .find(|one| one["name"] == "INTERACTION_CREATE")
        .unwrap();
    assert_eq!(created["data"]["data"]["name"], "hello");
    assert!(all.iter().any(|one| one["name"] == "READY"));
    let mut tokens = setting.sandbox.said().tokens();
    tokens.push(setting.sandbox.token().to_owned());
    assert_eq!(tokens.len(), 2);
    for event in &window.told {
        let event = event.to_string();
        assert!(tokens.iter().all(|token| !event.contains(token)), "{event}");
    }

    window.does(json!({"do": "watch", "on": false})).await;
    let before = window.told.iter().filter(is_of_drawer).count();
    assert_eq!(
        setting.post(&path, json!({"content": "Unwatched"})).await.0,
        200
    );
    window.sees_text("Unwatched").await;
    assert_eq!(window.told.iter().filter(is_of_drawer).count(), before);
    assert_eq!(setting.sandbox.record().of(POST).len(), 2);
}

/// A clock that stands, and a bot that has plans.
struct Planning {
    stage: Standing,
    at: Mutex<Vec<DateTime<Utc>>>,
}

impl Stage for Planning {
    fn now(&self) -> DateTime<Utc> {
        self.stage.now()
    }

    fn move_to(&self, at: DateTime<Utc>) {
        self.stage.move_to(at);
    }

    fn sleep_until(&self, at: DateTime<Utc>) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.stage.sleep_until(at)
    }

    fn planned(&self) -> Pin<Box<dyn Future<Output = Vec<Planned>> + Send + '_>> {
        let at = self.at.lock().unwrap();
        let later = at.iter().filter(|at| **at > self.now());
        let planned = later.map(|at| Planned {
            at: *at,
            what: "A post".to_owned(),
            channel: Id::new(1),
        });
        Box::pin(std::future::ready(planned.collect()))
    }
}

#[tokio::test]
async fn plans_that_are_known_later_are_told_once_everyone_is_to_look_anew() {
    let stage = Arc::new(Planning {
        stage: Standing::at(noon()),
        at: Mutex::default(),
    });
    let sandbox = Sandbox::start(Options::default(), stage.clone());
    let sandbox = sandbox.await.unwrap();
    let page = sandbox.page(0).unwrap();
    let mut window = Window::open(&page).await;
    assert_eq!(window.last("clock")["next"], json!([]));
    let tomorrow = noon() + TimeDelta::days(1);
    stage.at.lock().unwrap().push(tomorrow);
    sandbox.touch();
    while window.last("clock")["next"][0]["at"] != json!(tomorrow) {
        window.hears("clock").await;
    }
}

#[tokio::test]
async fn the_clock_is_moved_by_hand_and_to_what_is_planned() {
    let days = |days: i64| noon() + TimeDelta::days(days);
    let stage = Planning {
        stage: Standing::at(noon()),
        at: Mutex::new(vec![days(1), days(8)]),
    };
    let sandbox = Sandbox::start(Options::default(), Arc::new(stage))
        .await
        .unwrap();
    let page = sandbox.page(0).unwrap();
    let mut window = Window::open(&page).await;
    let clock = loop {
        let clock = window.last("clock");
        if clock["next"] != json!([]) {
            break clock;
        }
        window.hears("clock").await;
    };
    assert_eq!(
        (&clock["now"], &clock["running"]),
        (&json!(noon()), &json!(false))
    );
    let planned = |at: DateTime<Utc>| json!({"at": at, "what": "A post", "channel": "1"});
    assert_eq!(clock["next"], json!([planned(days(1)), planned(days(8))]));

    let hours = |hours: i64| json!({"do": "move", "minutes": hours * 60});
    let next = || json!({"do": "move", "to": "next"});
    window.does(hours(2)).await;
    assert_eq!(sandbox.now(), noon() + TimeDelta::hours(2));
    window.does(hours(-1)).await;
    assert_eq!(sandbox.now(), noon() + TimeDelta::hours(1));
    window.does(next()).await;
    assert_eq!(sandbox.now(), days(1));
    window.does(next()).await;
    assert_eq!(sandbox.now(), days(8));
    assert_eq!(window.is_refused(next()).await, "Nothing is planned yet.");
    let far = window.is_refused(hours(24 * 400)).await;
    assert_eq!(far, "The clock goes no farther than a year at once.");
    let nowhere = window.is_refused(json!({"do": "move"})).await;
    assert_eq!(nowhere, "Where is the clock to be moved?");
    let clock = loop {
        let clock = window.hears("clock").await;
        if clock["next"] == json!([]) {
            break clock;
        }
    };
    assert_eq!(clock["now"], json!(days(8)));
}

#[tokio::test]
async fn what_can_not_be_understood_is_answered_too() {
    let (_setting, mut window) = open().await;
    for (what, said) in [
        (json!({"do": "dance"}), "dance"),
        (json!({"do": "say"}), "text"),
        (
            json!({"do": "press", "message": 5, "custom_id": "x"}),
            "string",
        ),
        (json!({}), "do"),
    ] {
        let refused = window.is_refused(what).await;
        assert!(refused.contains(said), "{refused}");
    }
    window.send("{".to_owned()).await;
    window
        .does(json!({"do": "say", "text": "Still here"}))
        .await;
}
