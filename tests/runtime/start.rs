//! Starting: whatever is wrong stops it with a sentence that says what to do, and the token goes
//! nowhere it should not.

use serde_json::json;
use sunflower::{app, clock::Clock};
use tokio_util::sync::CancellationToken;

use crate::{
    config::config,
    stub::{Answer, Stub},
};

/// What the bot says when it starts against this Discord.
async fn refusal(discord: &Stub) -> String {
    let folder = tempfile::tempdir().unwrap();
    let config = config("made-up", &discord.url, folder.path());
    let ended = app::run(config, Clock::system(), CancellationToken::new()).await;
    format!("{:#}", ended.unwrap_err())
}

fn knows_the_bot(discord: &Stub) {
    let application = json!({"id": "3", "bot": {"id": "4"}});
    discord.answers(
        "GET /oauth2/applications/@me",
        Answer::json(200, &application),
    );
}

fn gateway_at(url: &str) -> Answer {
    Answer::json(200, &json!({"url": url, "shards": 1}))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_lookup_of_serenitys_never_leads_to_the_real_gateway() {
    let discord = Stub::start().await;
    knows_the_bot(&discord);
    discord.answers("GET /gateway/bot", gateway_at("ws://127.0.0.1:9"));
    let error = json!({"message": "500: Internal Server Error", "code": 0});
    discord.answers("GET /gateway", Answer::json(500, &error));
    let said = refusal(&discord).await;
    assert!(
        said.contains("gateway") && said.contains("nothing is sent there"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_would_be_told_the_token_in_clear_is_refused() {
    let discord = Stub::start().await;
    knows_the_bot(&discord);
    discord.answers("GET /gateway/bot", gateway_at("ws://gateway.example"));
    let said = refusal(&discord).await;
    assert!(said.contains("in clear"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_discord_does_not_accept_is_named() {
    let discord = Stub::start().await;
    knows_the_bot(&discord);
    let error = json!({"message": "401: Unauthorized", "code": 0});
    discord.answers("GET /gateway/bot", Answer::json(401, &error));
    let said = refusal(&discord).await;
    assert!(said.contains("does not accept the token"), "{said}");
    assert!(!said.contains("made-up"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stand_in_that_is_not_there_is_named() {
    let discord = Stub::start().await;
    let said = refusal(&discord).await;
    assert!(said.contains("status 404"), "{said}");
}
