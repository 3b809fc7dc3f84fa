//! Commands one at a time: made, read, changed and taken away, for all servers and for one.

use serde_json::json;

use crate::support::{Answer, Setting, assert_refused};

/// The two places that commands are registered in.
fn places(setting: &Setting) -> [String; 2] {
    let (application, garden) = setting.sandbox.read(|world| {
        (
            world.application.id,
            world.guild("The Quiet Garden").unwrap().id,
        )
    });
    [
        format!("/applications/{application}/commands"),
        format!("/applications/{application}/guilds/{garden}/commands"),
    ]
}

async fn delete(setting: &Setting, path: &str) -> Answer {
    setting.send(setting.request("DELETE", path)).await
}

#[tokio::test]
async fn a_command_is_made_read_changed_and_taken_away() {
    let setting = Setting::new().await;
    for place in places(&setting) {
        let help = json!({"name": "help", "description": "Helps."});
        let (status, made) = setting.post(&place, help.clone()).await;
        assert_eq!(status, 201, "{made}");
        let one = format!("{place}/{}", made["id"].as_str().unwrap());
        assert_eq!(setting.get(&one).await, (200, made.clone()));
        let (status, again) = setting.post(&place, help).await;
        assert_eq!(
            (status, &again),
            (200, &made),
            "the same name changes nothing else"
        );
        let renamed = json!({"name": "support", "type": 3});
        let (status, changed) = setting.with_body("PATCH", &one, renamed).await;
        assert_eq!(status, 200, "{changed}");
        assert_eq!(
            (&changed["id"], &changed["name"]),
            (&made["id"], &json!("support"))
        );
        assert_eq!(
            (&changed["description"], &changed["type"]),
            (&json!("Helps."), &json!(1))
        );
        assert_ne!(changed["version"], made["version"]);
        assert_eq!(delete(&setting, &one).await.0, 204);
        assert_refused(&setting.get(&one).await, 404, 10063);
        assert_refused(&delete(&setting, &one).await, 404, 10063);
    }
}

#[tokio::test]
async fn one_command_is_held_to_the_limits_of_all() {
    let setting = Setting::new().await;
    for place in places(&setting) {
        let wrong = json!({"name": "Two Words", "description": "d"});
        let refused = setting.post(&place, wrong).await;
        assert_refused(&refused, 400, 50035);
        assert!(
            refused.1["errors"]["name"]["_errors"].is_array(),
            "{}",
            refused.1
        );
        let mut last = String::new();
        for n in 0..15 {
            let (status, made) = setting
                .post(&place, json!({"name": format!("Keep {n}"), "type": 3}))
                .await;
            assert_eq!(status, 201, "{made}");
            last = format!("{place}/{}", made["id"].as_str().unwrap());
        }
        let over = json!({"name": "Keep 15", "type": 3});
        assert_refused(&setting.post(&place, over).await, 400, 30032);
        assert_eq!(
            setting
                .post(&place, json!({"name": "Keep 3", "type": 3}))
                .await
                .0,
            200
        );
        let taken = json!({"name": "Keep 3"});
        assert_refused(&setting.with_body("PATCH", &last, taken).await, 400, 50035);
    }
    let elsewhere = setting
        .post("/applications/1/commands", json!({"name": "a"}))
        .await;
    assert_refused(&elsewhere, 404, 10002);
}
