//! Whom a message pings: roles that anyone may mention, the others only by the right to.

use serde_json::{Value, json};
use sunflower::sandbox::world::Permissions;

use crate::support::Setting;

async fn says(setting: &Setting, content: &str) -> Value {
    let path = format!("/channels/{}/messages", setting.channel("general"));
    let allowed = json!({"parse": ["roles", "everyone"]});
    let body = json!({"content": content, "allowed_mentions": allowed});
    setting.post(&path, body).await.1
}

#[tokio::test]
async fn a_role_is_pinged_if_it_is_for_all_to_mention() {
    let setting = Setting::new().await;
    let (garden, early) = (setting.garden(), setting.role("Early birds"));
    let gardeners = setting.role("Gardeners");
    let both = format!("<@&{early}> <@&{gardeners}>");
    assert_eq!(says(&setting, &both).await["mention_roles"], json!([early]));
    setting.sandbox.make_mentionable(garden, early, false);
    assert_eq!(says(&setting, &both).await["mention_roles"], json!([]));
}

#[tokio::test]
async fn who_may_mention_everyone_pings_every_role_and_everyone() {
    let setting = Setting::new().await;
    let (garden, gardeners) = (setting.garden(), setting.role("Gardeners"));
    let text = format!("@everyone <@&{gardeners}>");
    let quiet = says(&setting, &text).await;
    assert_eq!(
        (&quiet["mention_everyone"], &quiet["mention_roles"]),
        (&json!(false), &json!([]))
    );
    let own = setting.role("Sunflower");
    let rights = setting
        .sandbox
        .read(|world| world.guilds[&garden].roles[&own].permissions);
    let rights = rights | Permissions::MENTION_EVERYONE;
    setting.sandbox.set_role_permissions(garden, own, rights);
    let loud = says(&setting, &text).await;
    assert_eq!(loud["mention_everyone"], true);
    assert_eq!(loud["mention_roles"], json!([gardeners]));
}
