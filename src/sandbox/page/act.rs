//! What people do on the page, done through the driver, and moving the clock. Each takes as long as the bot takes to answer.

use std::{collections::BTreeMap, sync::Arc};

use chrono::TimeDelta;
use tokio::sync::oneshot;

use super::{asked::Asked, refusal::Refusal};
use crate::sandbox::{
    core::Core,
    driver::{Choice, Form, Member, Seen, Shown},
    moving,
    world::Id,
};

/// The clock is moved by this much at most, to either side.
const FARTHEST: TimeDelta = TimeDelta::days(366);

/// What came of it, but for what everyone sees anyway.
pub(super) enum Came {
    Nothing,
    Form(Form),
    Choices(Vec<Choice>),
}

impl From<Seen> for Came {
    fn from(seen: Seen) -> Self {
        match seen {
            Seen::Form(form) => Self::Form(form),
            Seen::Choices(choices) => Self::Choices(choices),
            Seen::Message(_) | Seen::Updated(_) | Seen::Nothing => Self::Nothing,
        }
    }
}

impl From<Shown> for Came {
    fn from(_: Shown) -> Self {
        Self::Nothing
    }
}

impl From<()> for Came {
    fn from((): ()) -> Self {
        Self::Nothing
    }
}

pub(super) type Done = Result<Came, Refusal>;

/// Uses a command.
pub(super) async fn command(
    member: Member,
    path: Vec<String>,
    options: BTreeMap<String, String>,
) -> Done {
    let seen = member.uses(&borrowed(&path), &pairs(&options)).await?;
    Ok(seen.into())
}

/// Looks at what is suggested for the option that is being typed into.
pub(super) async fn suggest(
    member: Member,
    path: Vec<String>,
    mut options: BTreeMap<String, String>,
    typing: String,
) -> Done {
    let typed = options.remove(&typing).unwrap_or_default();
    let mut options = pairs(&options);
    options.push((&typing, &typed));
    let choices = member.completes(&borrowed(&path), &options).await?;
    Ok(Came::Choices(choices))
}

/// Sends a form.
pub(super) async fn fill(member: Member, form: Form, fields: BTreeMap<String, String>) -> Done {
    Ok(member.fill(&form, &pairs(&fields)).await?.into())
}

/// Does what needs nobody else's answer, or waits for the bot's.
pub(super) async fn on_messages(member: Member, asked: Asked) -> Done {
    let on = |message: Id| member.finds(message);
    Ok(match asked {
        Asked::Use { message, command } => member
            .message_command(&on(message)?, &command)
            .await?
            .into(),
        Asked::Press { message, custom_id } => {
            member.click(&on(message)?, &custom_id).await?.into()
        }
        Asked::Choose {
            message,
            custom_id,
            values,
        } => {
            let values = borrowed(&values);
            let seen = member.choose(&on(message)?, &custom_id, &values).await?;
            seen.into()
        }
        Asked::Say {
            text,
            reply_to: Some(to),
            ping,
        } => member.replies(&on(to)?, &text, ping)?.into(),
        Asked::Say { text, .. } => member.says(&text)?.into(),
        Asked::Edit { message, text } => member.edits(&on(message)?, &text)?.into(),
        Asked::Delete { message } => member.deletes(&on(message)?)?.into(),
        Asked::React { message, emoji } => member.reacts(&on(message)?, &emoji)?.into(),
        Asked::Unreact { message, emoji } => member.takes_back(&on(message)?, &emoji)?.into(),
        _ => return Err(Refusal::new("That is not done to messages.")),
    })
}

/// Moves the clock to the next that is planned.
pub(super) async fn move_to_next(core: Arc<Core>) -> Done {
    let clock = Arc::clone(&core);
    let moved = apart(&core, async move { moving::to_next(&clock).await });
    if moved.await == Some(true) {
        return Ok(Came::Nothing);
    }
    Err(Refusal::new("Nothing is planned yet."))
}

/// Moves the clock by so many minutes.
pub(super) async fn move_by(core: Arc<Core>, minutes: i64) -> Done {
    let step = TimeDelta::try_minutes(minutes).filter(|step| step.abs() <= FARTHEST);
    let step =
        step.ok_or_else(|| Refusal::new("The clock goes no farther than a year at once."))?;
    let clock = Arc::clone(&core);
    apart(&core, async move { moving::by(&clock, step).await }).await;
    Ok(Came::Nothing)
}

/// Does it in a task of its own: everyone waits for the clock, and a window that takes nothing more is not to
/// hold it up. None comes of it if the sandbox ends first.
async fn apart<T: Send + 'static>(
    core: &Core,
    work: impl Future<Output = T> + Send + 'static,
) -> Option<T> {
    let (done, came) = oneshot::channel();
    core.tasks.start(async move {
        // Whoever asked may be gone.
        let _gone = done.send(work.await);
    });
    came.await.ok()
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

fn pairs(texts: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    let texts = texts.iter();
    texts
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect()
}
