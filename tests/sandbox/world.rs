//! The world is data: written down and read back it is the same, its clock included.

use serde_json::json;
use sunflower::sandbox::{
    Options,
    world::{Id, World},
};

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
async fn files_are_written_down_in_little_more_room_than_they_take() {
    let setting = Setting::new().await;
    let bytes: Vec<u8> = (0..30_000_u32).map(|nth| (nth % 251) as u8).collect();
    let id = Id::new(7);
    let written = setting.sandbox.change(|world| {
        let before = serde_json::to_string(world).unwrap();
        world.files.insert(id, bytes.clone());
        let after = serde_json::to_string(world).unwrap();
        assert!(after.len() - before.len() < bytes.len() * 3 / 2);
        after
    });
    let world: World = serde_json::from_str(&written).unwrap();
    assert_eq!(world.files[&id], bytes);
    let broken = written.replace("\"7\":\"", "\"7\":\"no base64!");
    assert!(serde_json::from_str::<World>(&broken).is_err());
}

#[tokio::test]
async fn a_world_that_is_taken_up_makes_no_id_that_was_made_since_it_was_written_down() {
    let setting = Setting::new().await;
    let (mut lost, mut world) = setting.sandbox.read(|world| (world.clone(), world.clone()));
    world.take_up();
    let lost: Vec<_> = (0..10).map(|_| lost.next_id()).collect();
    assert!((0..10).all(|_| !lost.contains(&world.next_id())));
}

#[tokio::test]
async fn a_dropped_sandbox_is_gone() {
    let setting = Setting::new().await;
    assert_eq!(setting.get("/users/@me").await.0, 200);
    let request = setting.request("GET", "/users/@me");
    drop(setting);
    assert!(request.send().await.is_err());
}
