//! `sunflower invite`: the link that brings the bot to a server, with the least permissions it needs.

use anyhow::Context as _;
use tokio_util::sync::CancellationToken;

use super::run;
use crate::{
    config::{ApiUrl, Config, Token},
    discord::{
        permissions,
        rest::{self, Rest},
    },
    store::ids::ApplicationId,
};

/// Prints the link.
///
/// # Errors
///
/// There is no token to tell whose bot it is.
pub fn invite() -> anyhow::Result<()> {
    let (token, api_url) = Config::login_from_env()?;
    let application = match token.application() {
        Some(application) => application,
        None => ask(&token, api_url)?,
    };
    println!("{}", link(application));
    Ok(())
}

/// A token that does not begin with its application's id is one of a stand-in, which knows it.
fn ask(token: &Token, api_url: Option<ApiUrl>) -> anyhow::Result<ApplicationId> {
    let http = rest::http_client(api_url.as_ref()).context("TLS can't be set up")?;
    let application = run::runtime()?
        .block_on(async { Rest::new(http, token, api_url, CancellationToken::new()).application().await })
        .context(
            "The token does not tell whose bot it is, and Discord does not either: copy it again from \
             https://discord.com/developers/applications, Bot, Reset Token",
        )?;
    Ok(ApplicationId::new(application.id.get()))
}

fn link(application: ApplicationId) -> String {
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}\
         &scope=bot%20applications.commands&permissions={}",
        permissions::INVITED.bits()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_asks_for_no_more_than_is_needed() {
        // Add Reactions 1 << 6, View Channel 1 << 10, Send Messages 1 << 11, Embed Links 1 << 14,
        // Read Message History 1 << 16, Create Public Threads 1 << 35, Send Messages in Threads 1 << 38.
        let least: u64 = [6, 10, 11, 14, 16, 35, 38].map(|bit| 1 << bit).iter().sum();
        let link = link(ApplicationId::new(42));
        assert!(link.ends_with(&format!("&permissions={least}")), "{link}");
        assert!(
            link.contains("client_id=42&scope=bot%20applications.commands"),
            "{link}"
        );
    }
}
