//! What one person sees, as events: each is told when it differs from what was told last.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{person::Person, places, switches, window::Window};
use crate::sandbox::{
    Planned,
    core::Core,
    driver::{Member, Scene},
    wire,
    world::{Command, Id, ON_MESSAGES, SLASH, World},
};

/// A clock that goes on by itself and is this far from where it would be was moved.
const LEAP: TimeDelta = TimeDelta::milliseconds(250);
/// How many planned times are told.
const PLANS: usize = 5;

/// What a person was told.
#[derive(Default)]
pub(super) struct View {
    world: Value,
    places: Value,
    /// The commands by their ids and versions.
    commands: Option<Vec<(Id, Id)>>,
    window: Window,
    clock: Option<Clock>,
    faults: Value,
}

struct Clock {
    now: DateTime<Utc>,
    told_at: Instant,
    is_running: bool,
    next: Vec<Planned>,
}

impl View {
    /// Goes further back in the messages; says whether there are more.
    pub fn grow(&mut self, core: &Core, person: &Person) -> bool {
        core.read(|world| self.window.grow(world, person))
    }

    /// All that is new for `person`, who is also `member`.
    pub fn news(
        &mut self,
        core: &Core,
        person: &mut Person,
        member: &Member,
        planned: &[Planned],
    ) -> Vec<Value> {
        core.read(|world| {
            person.stay_in_sight(world);
            let person = &*person;
            let mut news = Vec::new();
            news.extend(changed(&mut self.world, places::world(core, world, person)));
            news.extend(changed(&mut self.places, places::places(world, person)));
            news.extend(self.commands(world, person, member));
            news.extend(self.clock(core, world, planned));
            news.extend(self.window.news(world, person));
            let faults = json!({"event": "faults", "on": switches::on(core, world)});
            news.extend(changed(&mut self.faults, faults));
            news
        })
    }

    fn commands(&mut self, world: &World, person: &Person, member: &Member) -> Option<Value> {
        let channel = person.channel(world);
        let offered = |kind| {
            let scene = channel.map(|channel| Scene {
                user: person.user,
                channel: channel.id,
                guild: channel.guild,
            });
            let offered = scene.map(|scene| member.offers(world, scene, kind));
            offered.into_iter().flatten()
        };
        let all = offered(SLASH).chain(offered(ON_MESSAGES));
        let all = all.map(|command| (command.id, command.version)).collect();
        if self.commands.as_ref() == Some(&all) {
            return None;
        }
        self.commands = Some(all);
        let application = world.application.id;
        let slash = offered(SLASH).map(|command| wire::command(command, application, false));
        let on_messages = offered(ON_MESSAGES).map(Command::name);
        Some(json!({
            "event": "commands", "slash": slash.collect::<Vec<_>>(),
            "on_messages": on_messages.collect::<Vec<_>>(),
        }))
    }

    fn clock(&mut self, core: &Core, world: &World, planned: &[Planned]) -> Option<Value> {
        let clock = Clock {
            now: world.clock,
            told_at: Instant::now(),
            is_running: core.stage.is_running(),
            next: planned.iter().take(PLANS).cloned().collect(),
        };
        let goes_on = |told: &Clock| told.goes_on_to(&clock);
        if self.clock.as_ref().is_some_and(goes_on) {
            return None;
        }
        let event = json!({"event": "clock", "now": clock.now, "running": clock.is_running,
            "next": clock.next});
        self.clock = Some(clock);
        Some(event)
    }
}

impl Clock {
    /// Whether whoever was told this knows `later` by themselves.
    fn goes_on_to(&self, later: &Self) -> bool {
        let ran = if self.is_running {
            later.told_at - self.told_at
        } else {
            Duration::ZERO
        };
        let shows = TimeDelta::from_std(ran).map_or(self.now, |ran| self.now + ran);
        self.is_running == later.is_running
            && self.next == later.next
            && (later.now - shows).abs() < LEAP
    }
}

fn changed(told: &mut Value, now: Value) -> Option<Value> {
    (*told != now).then(|| {
        *told = now.clone();
        now
    })
}
