//! An interaction from the member's side: it is sent to the bot, then they wait for what comes of it.

use chrono::TimeDelta;
use serde_json::Value;
use tokio::time::timeout;

use super::{Choice, Failure, Form, Member, PATIENCE, Scene, Seen, Shown};
use crate::sandbox::world::{
    Answer, FIRST_ANSWER, Id, Interaction, InteractionKind, Owners, TOKEN_LIFE, Then, World,
};

/// What a member does.
pub(super) struct Action {
    pub kind: InteractionKind,
    /// The command's name with its subcommands', if it is one.
    pub command: Option<String>,
    /// Through whose installation they reach the bot.
    pub owners: Owners,
    /// The message that a command in its menu is used on.
    pub target: Option<Id>,
    /// The type of the option that is being typed into.
    pub option_type: Option<i64>,
    /// The message whose component is used, or that the form was opened from.
    pub on_message: Option<Id>,
    /// What the bot is told of it.
    pub data: Value,
}

/// The least that is later than a limit.
const JUST_AFTER: TimeDelta = TimeDelta::milliseconds(1);

impl Member {
    /// Does something and waits for the bot's answer.
    pub(super) async fn act(
        &self,
        decide: impl FnOnce(&mut World, Scene) -> Result<Action, Failure>,
    ) -> Result<Seen, Failure> {
        let begun = self.core.change(|world| {
            let scene = self.scene(world)?;
            let action = decide(world, scene)?;
            if !self.core.hub.is_anyone_there(scene.guild) {
                return Err(Failure::Offline);
            }
            let interaction = begin(world, scene, &action);
            self.core
                .said
                .note_interaction(&interaction.token, &action.data);
            self.core
                .hub
                .tell_interaction(world, &interaction, &action.data);
            Ok(interaction)
        })?;
        let waited = timeout(PATIENCE, self.outcome(&begun)).await;
        waited.map_err(|_late| Failure::NothingHappened)?
    }

    async fn outcome(&self, begun: &Interaction) -> Result<Seen, Failure> {
        let stage = &self.core.stage;
        let first = self.core.until(|world| {
            let interaction = world.interactions.get(&begun.id)?;
            interaction.answer.clone()
        });
        let answer = tokio::select! {
            biased;
            answer = first => answer,
            () = stage.sleep_until(begun.created_at + FIRST_ANSWER + JUST_AFTER) => {
                return Err(Failure::DidNotRespond);
            }
        };
        if !matches!(answer, Answer::Deferred(_) | Answer::DeferredUpdate) {
            return Ok(self.core.read(|world| seen(world, begun, &answer)));
        }
        let settled = self.core.until(|world| settled(world, begun, &answer));
        tokio::select! {
            biased;
            seen = settled => Ok(seen),
            () = stage.sleep_until(begun.created_at + TOKEN_LIFE + JUST_AFTER) => {
                Err(Failure::DidNotRespond)
            }
        }
    }
}

/// What a member sees once that which was promised has come.
fn settled(world: &World, begun: &Interaction, promise: &Answer) -> Option<Seen> {
    if let Answer::Deferred(id) = promise {
        return match world.message(begun.channel, *id) {
            Some(message) if message.is_loading() => None,
            Some(message) => Some(Seen::Message(Shown::of(world, message))),
            None => Some(Seen::Nothing),
        };
    }
    let shown = |id| {
        let message = world.message(begun.channel, id);
        message.map(|message| Shown::of(world, message))
    };
    let seen = match world.interactions.get(&begun.id)?.then? {
        Then::Changed(id) => shown(id).map(Seen::Updated),
        Then::Sent(id) => shown(id).map(Seen::Message),
    };
    Some(seen.unwrap_or(Seen::Nothing))
}

fn begin(world: &mut World, scene: Scene, action: &Action) -> Interaction {
    let id = world.next_id();
    let interaction = Interaction {
        id,
        token: format!("sandbox.{id}.{:032x}", rand::random::<u128>()),
        kind: action.kind,
        user: scene.user,
        channel: scene.channel,
        guild: scene.guild,
        created_at: world.clock,
        command: action.command.clone(),
        target: action.target,
        owners: action.owners,
        option_type: action.option_type,
        on_message: action.on_message,
        answer: None,
        original: None,
        followups: 0,
        then: None,
    };
    world.forget_old_interactions();
    world.interactions.insert(id, interaction.clone());
    interaction
}

/// What a member sees of the bot's answer.
fn seen(world: &World, interaction: &Interaction, answer: &Answer) -> Seen {
    let shown = |id: &Id| {
        let message = world.message(interaction.channel, *id);
        message.map(|message| Shown::of(world, message))
    };
    match answer {
        Answer::Message(id) | Answer::Deferred(id) => {
            shown(id).map_or(Seen::Nothing, Seen::Message)
        }
        Answer::Updated(id) => shown(id).map_or(Seen::Nothing, Seen::Updated),
        Answer::DeferredUpdate => Seen::Nothing,
        Answer::Choices(choices) => Seen::Choices(choices.iter().map(Choice::of).collect()),
        Answer::Form(form) => Seen::Form(Form::of(form, interaction)),
    }
}
