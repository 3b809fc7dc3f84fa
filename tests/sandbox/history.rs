//! Reading a channel's history: its windows, and the permission it needs.

use serde_json::{Value, json};
use sunflower::sandbox::world::Permissions;

use crate::support::{Setting, assert_refused};

async fn seven_messages(setting: &Setting) -> (String, Vec<String>) {
    let path = format!("/channels/{}/messages", setting.channel("general"));
    let mut ids = Vec::new();
    for number in 1..=7 {
        let (_, sent) = setting
            .post(&path, json!({"content": number.to_string()}))
            .await;
        ids.push(sent["id"].as_str().unwrap().to_owned());
    }
    (path, ids)
}

fn contents(listed: &Value) -> Vec<&str> {
    let listed = listed.as_array().unwrap().iter();
    listed.map(|one| one["content"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_history_comes_newest_first_and_in_the_window_asked_for() {
    let setting = Setting::new().await;
    let (path, ids) = seven_messages(&setting).await;
    let page = async |query: String| setting.get(&format!("{path}?{query}")).await.1;
    assert_eq!(contents(&setting.get(&path).await.1).len(), 7);
    assert_eq!(contents(&page("limit=2".to_owned()).await), ["7", "6"]);
    let before = page(format!("limit=2&before={}", ids[3])).await;
    assert_eq!(contents(&before), ["3", "2"]);
    let after = page(format!("limit=2&after={}", ids[3])).await;
    assert_eq!(contents(&after), ["6", "5"]);
    let around = page(format!("limit=3&around={}", ids[3])).await;
    assert_eq!(contents(&around), ["5", "4", "3"]);
}

#[tokio::test]
async fn at_most_a_hundred_messages_are_asked_for() {
    let setting = Setting::new().await;
    let path = format!("/channels/{}/messages", setting.channel("general"));
    for limit in ["0", "101", "many"] {
        let answer = setting.get(&format!("{path}?limit={limit}")).await;
        assert_refused(&answer, 400, 50035);
    }
    assert_eq!(setting.get(&format!("{path}?limit=100")).await.0, 200);
}

#[tokio::test]
async fn without_read_message_history_the_list_is_empty_and_no_error() {
    let setting = Setting::new().await;
    let (path, ids) = seven_messages(&setting).await;
    let general = setting.id("general");
    setting
        .sandbox
        .deny_bot(general, Permissions::READ_MESSAGE_HISTORY);
    assert_eq!(setting.get(&path).await, (200, json!([])));
    let one = setting.get(&format!("{path}/{}", ids[0])).await;
    assert_refused(&one, 403, 50001);
    setting.sandbox.allow_bot(general);
    assert_eq!(contents(&setting.get(&path).await.1).len(), 7);
}

#[tokio::test]
async fn without_view_channel_there_is_no_access() {
    let setting = Setting::new().await;
    let (path, _) = seven_messages(&setting).await;
    let general = setting.id("general");
    setting.sandbox.deny_bot(general, Permissions::VIEW_CHANNEL);
    assert_refused(&setting.get(&path).await, 403, 50001);
}

#[tokio::test]
async fn what_people_say_is_empty_for_a_bot_that_was_not_granted_to_read_it() {
    let setting = Setting::new().await;
    let path = format!("/channels/{}/messages", setting.channel("general"));
    let (_, own) = setting.post(&path, json!({"content": "my own"})).await;
    let maya = setting.sandbox.member("maya").in_channel("general");
    let shown = maya.reads_here().unwrap().pop().unwrap();
    maya.replies(&shown, "unheard", false).unwrap();
    let heard = maya.replies(&shown, "heard", true).unwrap();
    assert_eq!(
        contents(&setting.get(&path).await.1),
        ["heard", "", "my own"]
    );
    for (id, content) in [
        (own["id"].as_str().unwrap().to_owned(), "my own"),
        (heard.id().to_string(), "heard"),
    ] {
        assert_eq!(
            setting.get(&format!("{path}/{id}")).await.1["content"],
            content
        );
    }
    setting
        .sandbox
        .change(|world| world.application.privileged_intents = 1 << 15);
    assert_eq!(
        contents(&setting.get(&path).await.1),
        ["heard", "unheard", "my own"]
    );
}
