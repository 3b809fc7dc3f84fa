//! What the bot never does: ping anyone, or write into its log who did what, in which words.

use serde_json::{Value, json};

use crate::{
    garden::{Garden, shown},
    looking::{id_of, updated},
};

const WORDS: &str = "Rosemary and thyme helped me today";

/// Maya uses all there is, with words that would ping; everything the bot sent is then on record.
async fn used() -> Garden {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let theo = id_of(&garden, "theo");
    let affirmation = shown(maya.slash("/affirmation topic:trauma share:true").await);
    let text = format!("{WORDS} @everyone @here <@{theo}> <@&{theo}>");
    garden.reflect(&maya, &affirmation, &text).await;
    garden.reflect(&maya, &affirmation, &text).await;
    let mut page = shown(maya.slash("/reflections view").await);
    page = updated(maya.click(&page, "Next page").await);
    let asked = updated(maya.click(&page, "Delete this one").await);
    updated(maya.click(&asked, "Yes, delete it").await);
    for command in [
        "/reflections export",
        "/practice share:true",
        "/article title:healing-from-relational-trauma share:true",
        "/affirmation topic:@everyone",
        "/support country:@everyone",
        "/privacy",
        "/help",
    ] {
        shown(maya.slash(command).await);
    }
    let asked = shown(maya.slash("/reflections withdraw").await);
    updated(maya.click(&asked, "Yes, withdraw").await);
    garden
}

#[tokio::test]
async fn nothing_that_is_sent_can_ping_anyone() {
    let garden = used().await;
    let is_message = |body: &Value| body["embeds"].is_array() || body["content"].is_string();
    let mut sent = 0;
    for request in garden.sandbox.record().all() {
        for body in [&request.body, &request.body["data"]] {
            if is_message(body) {
                sent += 1;
                let allowed = &body["allowed_mentions"];
                assert_eq!(allowed["parse"], json!([]), "{}: {body}", request.name());
                for kind in ["users", "roles"] {
                    let named = allowed[kind].as_array().map_or(0, Vec::len);
                    assert_eq!(named, 0, "{}: {allowed}", request.name());
                }
            }
        }
    }
    assert!(sent > 10, "{sent} messages");
    for message in garden.maya().reads_here().expect("her channel") {
        let pinged = &message.raw().mentions;
        assert!(pinged.users.is_empty() && pinged.roles.is_empty() && !pinged.everyone);
    }
    garden.close().await;
}

#[tokio::test]
async fn the_log_holds_no_words_no_names_and_no_tokens() {
    let mut garden = used().await;
    garden.stop_bot().await;
    let log = garden.log();
    assert!(!log.is_empty(), "something is logged at all");
    let interactions = garden.sandbox.read(|world| {
        let tokens = world.interactions.values().map(|one| one.token.clone());
        tokens.collect::<Vec<_>>()
    });
    assert!(interactions.len() > 10);
    let maya = id_of(&garden, "maya").to_string();
    let secrets = ["Rosemary", "thyme", "Maya", "maya", &maya, "sandbox."];
    for secret in secrets
        .into_iter()
        .chain(interactions.iter().map(String::as_str))
    {
        assert!(!log.contains(secret), "{secret:?} is in the log:\n{log}");
    }
    assert!(!log.contains(garden.sandbox.token()));
    garden.close().await;
}
