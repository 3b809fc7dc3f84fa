//! Faults that people switch on by name, one by one, to see what would happen.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::sandbox::{
    core::Core,
    faults::Fault,
    world::{Id, OverwriteOf, Permissions, World},
};

/// A fault, as the page names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Switch {
    /// Discord answers 503 to everything.
    Down,
    /// What the bot sends into channels is performed, and the answer is lost.
    AnswersLost,
    /// Each request takes two seconds.
    Slow,
    /// The bot may not send messages in a channel.
    NoPermission,
}

/// Those about requests. Where several are switched on, the first strikes.
const OF_REQUESTS: [Switch; 3] = [Switch::Down, Switch::AnswersLost, Switch::Slow];

const SLOWNESS: Duration = Duration::from_secs(2);

impl Switch {
    fn label(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::AnswersLost => "answers_lost",
            Self::Slow => "slow",
            Self::NoPermission => "no_permission",
        }
    }

    fn add(self, core: &Core) {
        let plan = |name| core.faults.on(name).labelled(self.label());
        match self {
            Self::Down => plan("*").always(Fault::down(503)),
            Self::AnswersLost => {
                plan("POST /channels/{channel}/messages").always(Fault::DropAfter);
                plan("POST /channels/{channel}/threads").always(Fault::DropAfter);
            }
            Self::Slow => plan("*").always(Fault::Delay(SLOWNESS)),
            Self::NoPermission => {}
        }
    }
}

/// Switches a fault on or off.
pub(super) fn turn(
    core: &Core,
    switch: Switch,
    on: bool,
    channel: Option<Id>,
) -> Result<(), Refusal> {
    if switch == Switch::NoPermission {
        let channel = channel.and_then(|id| core.read(|world| with_overwrites(world, id)));
        let channel = channel.ok_or_else(|| Refusal::new("There is no such channel."))?;
        if on {
            core.deny_bot(channel, Permissions::SEND_MESSAGES);
        } else {
            core.allow_bot(channel);
        }
        return Ok(());
    }
    // Made anew, so that they strike in their own order and not in that of the switching.
    let is_wanted = |one: &Switch| {
        let is_on = || core.faults.are_on(one.label());
        if *one == switch { on } else { is_on() }
    };
    let wanted: Vec<_> = OF_REQUESTS.into_iter().filter(is_wanted).collect();
    for one in OF_REQUESTS {
        core.faults.off(one.label());
    }
    for one in wanted {
        one.add(core);
    }
    core.touch();
    Ok(())
}

/// The server's channel with this id; of a thread the one that it is in, whose rights it has.
fn with_overwrites(world: &World, id: Id) -> Option<Id> {
    let channel = world.channels.get(&id)?;
    channel.guild?;
    Some(channel.thread.as_ref().map_or(id, |thread| thread.parent))
}

/// Those that are switched on.
pub(super) fn on(core: &Core, world: &World) -> Value {
    let of_requests = OF_REQUESTS
        .into_iter()
        .filter(|one| core.faults.are_on(one.label()))
        .map(|one| json!({"name": one.label(), "channel": null}));
    let is_denied = |id: &Id| {
        world.channels.get(id).is_some_and(|channel| {
            channel.overwrites.iter().any(|one| {
                one.of == OverwriteOf::Member
                    && one.id == world.bot()
                    && one.deny.contain(Permissions::SEND_MESSAGES)
            })
        })
    };
    let of_channels = world
        .channels
        .keys()
        .filter(|id| is_denied(id))
        .map(|id| json!({"name": Switch::NoPermission.label(), "channel": id}));
    of_requests.chain(of_channels).collect()
}
