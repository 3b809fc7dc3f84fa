//! Posting: limits, nonces, edits, files, direct messages.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::{Answer, Setting, assert_refused};

async fn post(setting: &Setting, body: serde_json::Value) -> Answer {
    let path = format!("/channels/{}/messages", setting.channel("general"));
    setting.post(&path, body).await
}

#[tokio::test]
async fn a_message_that_breaks_a_limit_is_refused_with_the_place_of_the_fault() {
    let setting = Setting::new().await;
    let too_long = json!({"embeds": [{"description": "x".repeat(4097)}]});
    let answer = post(&setting, too_long).await;
    assert_refused(&answer, 400, 50035);
    let fault = &answer.1["errors"]["embeds"]["0"]["description"]["_errors"][0];
    assert_eq!(fault["code"], "BASE_TYPE_MAX_LENGTH");
    let whole = json!({"description": "x".repeat(4000)});
    let answer = post(&setting, json!({"embeds": [whole, whole]})).await;
    assert_refused(&answer, 400, 50035);
    assert_refused(
        &post(&setting, json!({"content": "x".repeat(2001)})).await,
        400,
        50035,
    );
    assert_refused(&post(&setting, json!({"content": " "})).await, 400, 50006);
    let nonce = json!({"content": "hello", "nonce": "n".repeat(26)});
    assert_refused(&post(&setting, nonce).await, 400, 50035);
    assert_eq!(
        post(&setting, json!({"content": "x".repeat(2000)})).await.0,
        200
    );
}

#[tokio::test]
async fn an_enforced_nonce_posts_once_for_a_few_minutes() {
    let setting = Setting::new().await;
    let body = json!({"content": "the week's post", "nonce": "abc", "enforce_nonce": true});
    let (_, first) = post(&setting, body.clone()).await;
    setting.advance(TimeDelta::seconds(60));
    let (status, second) = post(&setting, body.clone()).await;
    assert_eq!((status, &second["id"]), (200, &first["id"]));
    let elsewhere = format!("/channels/{}/messages", setting.channel("wellbeing"));
    let (_, other) = setting.post(&elsewhere, body.clone()).await;
    assert_ne!(other["id"], first["id"]);
    setting.advance(TimeDelta::minutes(10));
    let (_, third) = post(&setting, body).await;
    assert_ne!(third["id"], first["id"]);
}

#[tokio::test]
async fn an_enforced_nonce_of_a_deleted_message_is_unknown() {
    let setting = Setting::new().await;
    let body = json!({"content": "the week's post", "nonce": "abc", "enforce_nonce": true});
    let (_, first) = post(&setting, body.clone()).await;
    let channel = setting.id("general");
    let id = first["id"].as_str().unwrap().parse().unwrap();
    setting.sandbox.delete_message(channel, id);
    assert_refused(&post(&setting, body).await, 404, 10008);
}

#[tokio::test]
async fn a_nonce_that_is_not_enforced_hinders_nothing() {
    let setting = Setting::new().await;
    let body = json!({"content": "hello", "nonce": "abc"});
    let (_, first) = post(&setting, body.clone()).await;
    let (_, second) = post(&setting, body).await;
    assert_ne!(first["id"], second["id"]);
}

#[tokio::test]
async fn an_edit_changes_what_it_names_and_leaves_the_rest() {
    let setting = Setting::new().await;
    let embed = json!({"title": "Breathe"});
    let (_, sent) = post(&setting, json!({"content": "hello", "embeds": [embed]})).await;
    let id = sent["id"].as_str().unwrap();
    let path = format!("/channels/{}/messages/{id}", setting.channel("general"));
    let (status, edited) = setting
        .with_body("PATCH", &path, json!({"content": "bye"}))
        .await;
    assert_eq!((status, &edited["content"]), (200, &json!("bye")));
    assert_eq!(edited["embeds"][0]["title"], "Breathe");
    assert!(edited["edited_timestamp"].is_string());
    let emptied = json!({"content": "", "embeds": []});
    assert_refused(
        &setting.with_body("PATCH", &path, emptied).await,
        400,
        50006,
    );
    let request = setting.request("DELETE", &path);
    assert_eq!(setting.send(request).await.0, 204);
    assert_refused(&setting.get(&path).await, 404, 10008);
}

#[tokio::test]
async fn nobody_edits_anothers_message() {
    let setting = Setting::new().await;
    let maya = setting.sandbox.member("maya").in_channel("general");
    let hers = maya.says("good morning").unwrap();
    let path = format!("/channels/{}/messages/{}", hers.channel(), hers.id());
    let answer = setting
        .with_body("PATCH", &path, json!({"content": "no"}))
        .await;
    assert_refused(&answer, 403, 50005);
    let request = setting.request("DELETE", &path);
    assert_refused(&setting.send(request).await, 403, 50013);
}

#[tokio::test]
async fn a_file_is_kept_and_shown() {
    let setting = Setting::new().await;
    let form = "--b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"mine.json\"\r\n\
        Content-Type: application/json\r\n\r\n{\"kept\":1}\r\n--b\r\n\
        Content-Disposition: form-data; name=\"payload_json\"\r\n\r\n\
        {\"attachments\":[{\"id\":0,\"description\":\"all of it\"}]}\r\n--b--\r\n";
    let path = format!("/channels/{}/messages", setting.channel("general"));
    let request = setting
        .request("POST", &path)
        .header("content-type", "multipart/form-data; boundary=b")
        .body(form);
    let (status, sent) = setting.send(request).await;
    assert_eq!(status, 200, "{sent}");
    assert_eq!(sent["attachments"][0]["filename"], "mine.json");
    assert_eq!(sent["attachments"][0]["description"], "all of it");
    let shown = setting.sandbox.member("maya").reads("general").unwrap();
    let file = &shown[0].files()[0];
    let text = setting
        .sandbox
        .read(|world| world.file_text(file.id).map(str::to_owned));
    assert_eq!(text.as_deref(), Some("{\"kept\":1}"));
    assert_eq!(shown[0].as_text(), "📎 mine.json");
}

#[tokio::test]
async fn direct_messages_reach_only_who_accepts_them() {
    let setting = Setting::new().await;
    let maya = setting.sandbox.read(|world| world.user("maya").unwrap().id);
    let (_, channel) = setting
        .post("/users/@me/channels", json!({"recipient_id": maya}))
        .await;
    let id = channel["id"].as_str().unwrap();
    let path = format!("/channels/{id}/messages");
    assert_eq!(
        setting.post(&path, json!({"content": "hello"})).await.0,
        200
    );
    let seen = setting.sandbox.member("maya").in_dm().reads_here().unwrap();
    assert_eq!(seen[0].as_text(), "hello");
    setting.sandbox.change(|world| {
        world.users.get_mut(&maya).unwrap().accepts_direct_messages = false;
    });
    assert_refused(
        &setting.post(&path, json!({"content": "hello"})).await,
        403,
        50007,
    );
}
