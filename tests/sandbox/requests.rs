//! Who may ask the sandbox anything, and what it writes down.

use serde_json::{Value, json};

use crate::support::{Setting, assert_refused};

#[tokio::test]
async fn a_request_without_the_bots_token_is_turned_away() {
    let setting = Setting::new().await;
    let bare = setting.client().get(setting.url("/users/@me"));
    let wrong = setting
        .client()
        .get(setting.url("/users/@me"))
        .header("authorization", "Bot nonsense");
    for request in [bare, wrong] {
        let answer = setting.send(request).await;
        assert_eq!(
            answer,
            (401, json!({"message": "401: Unauthorized", "code": 0}))
        );
    }
    assert_eq!(setting.get("/users/@me").await.0, 200);
}

#[tokio::test]
async fn a_page_of_another_site_reaches_nothing() {
    let setting = Setting::new().await;
    let from_a_page = setting
        .request("GET", "/users/@me")
        .header("origin", "https://example.com");
    let by_another_name = setting
        .request("GET", "/users/@me")
        .header("host", "evil.example.com");
    for request in [from_a_page, by_another_name] {
        assert_eq!(setting.send(request).await.0, 403);
    }
    let gateway = format!("{}/gateway", setting.sandbox.api_url());
    let knock = |origin: Option<&str>| {
        let request = setting
            .client()
            .get(&gateway)
            .header("connection", "upgrade");
        let request = request.header("upgrade", "websocket");
        let request = request.header("sec-websocket-version", "13");
        let request = request.header("sec-websocket-key", "c2FuZGJveCBzYW5kYm94IQ==");
        match origin {
            Some(origin) => request.header("origin", origin),
            None => request,
        }
    };
    let from_a_page = knock(Some("https://example.com")).send().await.unwrap();
    assert_eq!(from_a_page.status(), 403);
    assert_eq!(knock(None).send().await.unwrap().status(), 101);
}

#[tokio::test]
async fn what_discord_has_and_the_sandbox_has_not_is_written_down() {
    let setting = Setting::new().await;
    let answer = setting.get("/voice/regions").await;
    assert_eq!(
        answer,
        (404, json!({"message": "404: Not Found", "code": 0}))
    );
    let unhandled = setting.sandbox.record().unhandled();
    assert_eq!(unhandled.len(), 1);
    assert_eq!(unhandled[0].name(), "GET /voice/regions");
}

#[tokio::test]
async fn requests_are_written_down_with_their_answers_and_without_tokens() {
    let setting = Setting::new().await;
    let general = setting.channel("general");
    let path = format!("/channels/{general}/messages");
    setting
        .post(&path, json!({"content": "good morning"}))
        .await;
    setting.answer(1, "secret-token", json!({"type": 6})).await;
    setting
        .webhook("GET", "secret-token", "/messages/@original", Value::Null)
        .await;
    let requests = setting.sandbox.record().all();
    let posted = &requests[0];
    assert_eq!(posted.name(), "POST /channels/{channel}/messages");
    assert_eq!(posted.path, path);
    assert_eq!(posted.body, json!({"content": "good morning"}));
    assert_eq!(posted.status(), Some(200));
    let written = serde_json::to_string(&requests).unwrap();
    assert!(!written.contains("secret-token"));
    assert!(!written.contains(setting.sandbox.token()));
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let setting = Setting::new().await;
    let path = format!("/channels/{}/messages", setting.channel("general"));
    let request = setting.request("POST", &path).body("{");
    assert_refused(&setting.send(request).await, 400, 50109);
}

#[tokio::test]
async fn commands_keep_their_ids_and_change_their_version_only_when_they_change() {
    let setting = Setting::new().await;
    let application = setting.sandbox.read(|world| world.application.id);
    let path = format!("/applications/{application}/commands");
    let commands = json!([
        {"name": "hello", "description": "Says hello.", "type": 1,
         "options": [{"type": 3, "name": "topic", "description": "What.", "required": false}]},
        {"name": "schedule", "description": "Plans.", "default_member_permissions": "8192"},
    ]);
    let (_, first) = setting.with_body("PUT", &path, commands.clone()).await;
    assert_eq!(first[1]["default_member_permissions"], "8192");
    assert_eq!(first[0]["options"][0].get("required"), None);
    let (_, again) = setting.with_body("PUT", &path, commands.clone()).await;
    assert_eq!(again, first);
    let mut changed = commands;
    changed[0]["description"] = json!("Greets.");
    let (_, second) = setting.with_body("PUT", &path, changed).await;
    assert_eq!(second[0]["id"], first[0]["id"]);
    assert_ne!(second[0]["version"], first[0]["version"]);
    assert_eq!(second[1], first[1]);
    let (_, listed) = setting.get(&path).await;
    assert_eq!(listed.as_array().unwrap().len(), 2);
    let wrong = json!([{"name": "Has Spaces", "description": ""}]);
    let refused = setting.with_body("PUT", &path, wrong).await;
    assert_refused(&refused, 400, 50035);
    assert!(refused.1["errors"]["0"]["name"]["_errors"].is_array());
}
