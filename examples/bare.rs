//! The least that a poise bot can be: `/affirmation` is answered with a constant. `measure` runs it
//! beside Sunflower, so that what serenity and poise cost by themselves is told from what we add.
//! serenity is set up as Sunflower sets it up: no cache, no rate limiter of its own, the same client.

use poise::serenity_prelude as serenity;
use serenity::{ClientBuilder, GatewayIntents, HttpBuilder};

type Error = serenity::Error;

/// A kind sentence, always the same.
#[poise::command(slash_command)]
async fn affirmation(ctx: poise::Context<'_, (), Error>) -> Result<(), Error> {
    let kind = poise::CreateReply::default()
        .content("You are allowed to take your time.")
        .ephemeral(true);
    ctx.send(kind).await?;
    Ok(())
}

#[tokio::main]
#[expect(
    clippy::disallowed_methods,
    reason = "the whole program is this file: nobody else reads the environment"
)]
async fn main() {
    let setting = |name| std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"));
    let client = reqwest::Client::builder()
        .use_rustls_tls()
        .no_proxy()
        .build()
        .expect("TLS can be set up");
    let http = HttpBuilder::new(setting("DISCORD_TOKEN"))
        .client(client)
        .ratelimiter_disabled(true)
        .proxy(setting("DISCORD_API_URL"))
        .build();
    let options = poise::FrameworkOptions {
        commands: vec![affirmation()],
        ..Default::default()
    };
    let framework = poise::Framework::builder()
        .options(options)
        .initialize_owners(false)
        .setup(|context, _ready, framework| {
            let commands = &framework.options().commands;
            Box::pin(poise::builtins::register_globally(context, commands))
        })
        .build();
    let intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES;
    let mut client = ClientBuilder::new_with_http(http, intents)
        .framework(framework)
        .await
        .expect("serenity can be set up");
    client.start().await.expect("the connection holds");
}
