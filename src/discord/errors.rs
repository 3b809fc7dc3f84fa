//! What the member did wrong and what broke are different types. The first is said to them in one
//! kind sentence; of the second they see an id, and the operator finds the cause in the log by it.

use std::{fmt, panic::AssertUnwindSafe};

use futures_util::FutureExt;
use poise::{CommandInteractionType, FrameworkError};
use serenity::all::{CreateInteractionResponse, HttpError};

use super::{
    Bot,
    answer::{Answer, Audience},
    first,
    press::Press,
    render::reflections,
    waiting::{self, Sending},
    words,
};

/// Something the member can mend or should know, in a kind sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    sentence: String,
    /// Then it says where to find help, too.
    about_reflections: bool,
}

impl Refusal {
    /// A refusal in these words.
    #[must_use]
    pub fn new(sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            about_reflections: false,
        }
    }

    /// A refusal of something about reflections.
    #[must_use]
    pub fn about_reflections(sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            about_reflections: true,
        }
    }

    /// What the member reads.
    #[must_use]
    pub fn sentence(&self) -> &str {
        &self.sentence
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

/// Why a command, button or form was not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Shown as it is.
    #[error("{0}")]
    Refused(Refusal),
    /// Discord has told the member that we did not respond, so nothing more can be said to them.
    #[error("it was too late to answer")]
    TooLate,
    /// Shown as an id; logged with its cause.
    #[error(transparent)]
    Fault(#[from] anyhow::Error),
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<serenity::Error> for Error {
    fn from(error: serenity::Error) -> Self {
        if is_too_late(&error) {
            Self::TooLate
        } else {
            Self::Fault(anyhow::anyhow!("answering Discord: {}", outcome(&error)))
        }
    }
}

/// Whether the interaction's three seconds or its token's fifteen minutes are over.
fn is_too_late(error: &serenity::Error) -> bool {
    const UNKNOWN_WEBHOOK: isize = 10015;
    const UNKNOWN_INTERACTION: isize = 10062;
    const INVALID_WEBHOOK_TOKEN: isize = 50027;
    let serenity::Error::Http(HttpError::UnsuccessfulRequest(answer)) = error else {
        return false;
    };
    [UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, INVALID_WEBHOOK_TOKEN].contains(&answer.error.code)
}

/// An error of serenity's, without the url (which holds the interaction's token) or the payload.
fn outcome(error: &serenity::Error) -> String {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(answer)) => format!(
            "status {}, code {}",
            answer.status_code.as_u16(),
            answer.error.code
        ),
        serenity::Error::Http(HttpError::Request(error)) if error.is_timeout() => {
            "timed out".to_owned()
        }
        serenity::Error::Http(HttpError::Request(error)) if error.is_connect() => {
            "could not connect".to_owned()
        }
        serenity::Error::Http(_) => "the request failed".to_owned(),
        serenity::Error::Json(_) => "the answer was not what it should be".to_owned(),
        serenity::Error::Model(_) => "what was to be sent breaks a limit of Discord's".to_owned(),
        _ => "an error of the library's".to_owned(),
    }
}

/// What the member sees of an error.
pub fn shown(error: Error, doing: &str) -> Answer {
    match error {
        Error::Refused(refusal) if refusal.about_reflections => reflections::said(refusal.sentence),
        error => Answer::said(sentence(error, doing)),
    }
}

/// What the member reads of an error. What broke is logged under an id that they read, too.
#[must_use]
pub fn sentence(error: Error, doing: &str) -> String {
    match error {
        Error::Refused(refusal) => refusal.sentence,
        Error::TooLate => words::errors::TOO_LATE.to_owned(),
        Error::Fault(cause) => words::errors::something_broke(&log(doing, &cause)),
    }
}

/// Logs what broke, and returns the id it is found by.
#[must_use]
pub fn log(doing: &str, cause: &anyhow::Error) -> String {
    let id = format!("{:08x}", rand::random::<u32>());
    tracing::error!(id, doing, cause = format!("{cause:#}"), "could not answer");
    id
}

/// Makes a panic an error like any other. Its payload may quote what a member wrote, so it is dropped.
///
/// # Errors
///
/// Those of `work`, and its panic.
pub async fn catching<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    AssertUnwindSafe(work)
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Err(Error::Fault(anyhow::anyhow!("it panicked"))))
}

/// Answers a press or a form that could not be answered as asked: privately, changing nothing.
pub async fn settle(press: &mut Press<'_>, answered: Result<(), Error>, doing: &str) {
    match answered {
        Ok(()) => {}
        Err(Error::TooLate) => note_undelivered(Err(Error::TooLate)),
        Err(error) => note_undelivered(press.anew(shown(error, doing)).await),
    }
}

/// An answer to a press that could not be sent is only logged: there is nowhere else to say it.
pub fn note_undelivered(delivered: Result<(), Error>) {
    if let Err(unsent) = delivered {
        tracing::warn!(%unsent, "an answer could not be sent");
    }
}

/// Answers whatever poise could not.
pub async fn answer(error: FrameworkError<'_, Bot, Error>) {
    let serenity = error.serenity_context();
    if let FrameworkError::UnknownInteraction { interaction, .. } = &error {
        if interaction.data.autocomplete().is_none() {
            let message = Answer::said(words::errors::UNKNOWN_COMMAND).into_message();
            let sent = interaction
                .create_response(&serenity.http, CreateInteractionResponse::Message(message))
                .await;
            waiting::sent(Sending::Answer, &sent);
            note_unsent(sent);
        }
        return;
    }
    let Some(poise::Context::Application(context)) = error.ctx() else {
        // No command, so nobody waits for an answer; our event handler answers its own errors.
        let cause = anyhow::anyhow!("poise could not handle an event");
        let _ = log("event", &cause);
        return;
    };
    if let FrameworkError::Command {
        error: Error::TooLate,
        ..
    } = error
    {
        return note_undelivered(Err(Error::TooLate));
    }
    let answer = of_command(error, &context.command().qualified_name);
    if context.interaction_type == CommandInteractionType::Command {
        let (answer, read) = first::above(context, answer, &[]).await;
        let sending = Sending::next_of(context);
        let sent = context.send(answer.into_reply(Audience::Private)).await;
        waiting::sent(sending, &sent);
        if sent.is_ok() {
            first::note(context.data(), read).await;
        }
        note_unsent(sent.map(drop));
    }
}

fn of_command(error: FrameworkError<'_, Bot, Error>, command: &str) -> Answer {
    let broke = |what: &str| shown(Error::Fault(anyhow::anyhow!("{what}")), command);
    let said = match error {
        FrameworkError::Command { error, .. }
        | FrameworkError::CommandCheckFailed {
            error: Some(error), ..
        } => return shown(error, command),
        // The payload may quote what a member wrote, so it is not logged.
        FrameworkError::CommandPanic { .. } => return broke("the command panicked"),
        FrameworkError::ArgumentParse { .. } => words::errors::UNREADABLE_OPTION,
        FrameworkError::CommandStructureMismatch { .. }
        | FrameworkError::SubcommandRequired { .. } => words::errors::UNKNOWN_COMMAND,
        FrameworkError::GuildOnly { .. } => words::errors::ONLY_IN_A_SERVER,
        FrameworkError::DmOnly { .. } => words::errors::ONLY_IN_DIRECT_MESSAGES,
        FrameworkError::MissingUserPermissions { .. }
        | FrameworkError::NotAnOwner { .. }
        | FrameworkError::NsfwOnly { .. }
        | FrameworkError::CommandCheckFailed { error: None, .. }
        | FrameworkError::PermissionFetchFailed { .. } => words::errors::NOT_ALLOWED,
        FrameworkError::MissingBotPermissions { .. } => words::errors::BOT_NOT_ALLOWED,
        FrameworkError::CooldownHit { .. } => words::errors::TOO_SOON,
        _ => return broke("poise could not run the command"),
    };
    Answer::said(said)
}

/// An answer that could not be sent is only logged: there is nowhere else to say it.
pub fn note_unsent(sent: serenity::Result<()>) {
    if let Err(error) = sent {
        tracing::warn!(outcome = outcome(&error), "an answer could not be sent");
    }
}
