//! The world is data: written down and read back it is the same, its clock included.

use serde_json::json;
use sunflower::sandbox::{Options, world::World};

use crate::support::{Setting, noon};

#[tokio::test]
async fn a_world_that_was_written_down_goes_on_where_it_was() {
    let setting = Setting::new().await;
    let path = format!("/channels/{}/messages", setting.channel("general"));
    let body = json!({"content": "hello", "nonce": "abc", "enforce_nonce": true});
    let (_, sent) = setting.post(&path, body.clone()).await;
    let written = setting
        .sandbox
        .read(|world| serde_json::to_string(world).unwrap());
    let world: World = serde_json::from_str(&written).unwrap();
    assert_eq!(world.clock, noon());
    assert_eq!(serde_json::to_string(&world).unwrap(), written);

    let options = Options {
        world: Some(world),
        ..Options::default()
    };
    let later = Setting::with(options).await;
    let (_, again) = later.post(&path, body).await;
    assert_eq!(again["id"], sent["id"], "even the nonce is remembered");
    let (_, next) = later.post(&path, json!({"content": "hello again"})).await;
    assert_ne!(next["id"], sent["id"]);
}

#[tokio::test]
async fn a_dropped_sandbox_is_gone() {
    let setting = Setting::new().await;
    assert_eq!(setting.get("/users/@me").await.0, 200);
    let request = setting.request("GET", "/users/@me");
    drop(setting);
    assert!(request.send().await.is_err());
}
