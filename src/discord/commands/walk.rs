//! Where `/affirmation` and `/prompt` begin: a walk over what the library has on a topic, or over all
//! of it. One indexed read, of what the server switched off.

use super::{library_here, send};
use crate::{
    content::{Library, Topic},
    discord::{
        Context, Error, Refusal, answer::Audience, buttons::Stop, custom_id::Pool, press, words,
    },
};

/// Answers with the first stop.
///
/// # Errors
///
/// If there is no such topic, or the database can't answer.
pub async fn begin(
    ctx: Context<'_>,
    stop: Stop,
    topic: Option<&str>,
    share: Option<bool>,
) -> Result<(), Error> {
    let library = &library_here(ctx).await?;
    let pool = match topic {
        Some(named) => Pool::Topic(find_topic(library, named)?),
        None => Pool::All,
    };
    let home = press::home(
        ctx.interaction.guild_id,
        &ctx.interaction.authorizing_integration_owners,
    );
    let seed = press::seed(ctx.interaction.id);
    let answer = stop(library, pool, seed, 0, home.is_some())?;
    send(ctx, answer, Audience::shared_if(share)).await
}

/// The topic of this name, as it was chosen from the list or typed.
///
/// # Errors
///
/// If there is none.
pub fn find_topic(library: &Library, named: &str) -> Result<Topic, Refusal> {
    let name = named.trim().to_lowercase().replace(' ', "-");
    let topics = library.topics();
    let found = topics.iter().find(|topic| topic.as_str() == name);
    found.cloned().ok_or_else(|| {
        let named = name.parse().ok();
        Refusal::new(words::reading::unknown_topic(named.as_ref(), topics))
    })
}
