//! One garden under siege: input after input through the door that was tried least, and a look after each
//! at what it brought about.

use std::collections::{BTreeSet, VecDeque};

use chrono::TimeDelta;
use proptest::{
    strategy::{Strategy as _, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use sunflower::sandbox::driver::{Failure, Seen, Shown};

use super::{
    commands::{self, Leaf},
    doors::{Door, IsOf, ROUND, Tally, Writing},
    found::Found,
    people::{ALL, PLACES},
    scene, stored,
    texts::Payload,
    verdict,
};
use crate::{
    garden::Garden,
    looking::id_of,
    moderating::{channel, role},
};

/// Faster than anybody is.
const A_MOMENT: TimeDelta = TimeDelta::minutes(3);
/// How often the database and all channels are looked through, which takes its time.
const EVERY: usize = 100;
/// How many inputs are told of that came before the one that did harm.
const TOLD: usize = 4;
/// How often a smaller input is tried once one did harm.
const SHRINKS: usize = 16;

pub struct Siege {
    pub garden: Garden,
    pub tally: Tally,
    pub(super) found: Found,
    pub(super) commands: Vec<Leaf>,
    /// The post that is replied to.
    pub(super) post: Shown,
    /// The latest input, as it can be sent again.
    pub(super) sent: String,
    before: VecDeque<String>,
    /// What people wrote who are no moderators.
    pub(super) words: BTreeSet<String>,
    runner: TestRunner,
}

/// What became of an input that did no harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knock {
    Heard,
    /// Discord's own client would not have sent it.
    NotSent,
}

impl Siege {
    /// In a garden of its own, with inputs drawn from this seed.
    pub async fn lay(seed: u64) -> Self {
        verdict::note_panics();
        let (garden, post) = scene::set().await;
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let mut siege = Self {
            tally: Tally::default(),
            found: Found::default(),
            commands: commands::all(&garden),
            post,
            sent: String::new(),
            before: VecDeque::new(),
            words: BTreeSet::new(),
            runner: TestRunner::new_with_rng(Config::default(), rng),
            garden,
        };
        siege.open_the_known_doors();
        siege
    }

    fn open_the_known_doors(&mut self) {
        let mut doors = Vec::new();
        for leaf in &self.commands {
            let name = leaf.name.clone();
            for option in &leaf.options {
                let given = (name.clone(), option.name().to_owned());
                self.tally.options.entry(given).or_default();
            }
            for option in leaf.options.iter().filter(|one| one.suggests()) {
                doors.push(Door::Suggestion(name.clone(), option.name().to_owned()));
            }
            doors.push(if leaf.on_message {
                Door::OnMessage(name)
            } else {
                Door::Command(name)
            });
        }
        let written = [Writing::Said, Writing::Replied, Writing::Edited];
        doors.extend(written.map(Door::Message));
        doors.extend(self.found.look_at("maya", &self.post));
        self.open(doors);
    }

    pub(super) fn open(&mut self, doors: Vec<Door>) {
        for door in doors {
            self.tally.doors.entry(door).or_default();
        }
    }

    /// What would ping somebody, or lead somewhere.
    fn mentions(&self) -> Vec<String> {
        let garden = &self.garden;
        let people = ALL.map(|name| format!("<@{}>", id_of(garden, name)));
        let nick = format!("<@!{}>", id_of(garden, "theo"));
        let roles = ["Moderators", "Early birds", "Gardeners"];
        let roles = roles.map(|name| format!("<@&{}>", role(garden, name)));
        let channels = ["wellbeing", "moderators"];
        let channels = channels.map(|name| format!("<#{}>", channel(garden, name)));
        let command = garden.sandbox.read(|world| {
            let mut all = world.commands_of(None);
            all.find(|one| one.name() == "help").map(|one| one.id)
        });
        let command = command.map(|id| format!("</help:{id}>"));
        let all = people.into_iter().chain([nick]).chain(roles);
        all.chain(channels).chain(command).collect()
    }

    /// So many inputs.
    ///
    /// # Panics
    ///
    /// If one of them did harm, with the smallest that was found to do it.
    pub async fn withstands(&mut self, inputs: usize) {
        let payloads = Payload::any(self.mentions());
        let round: Vec<_> = ROUND
            .iter()
            .flat_map(|(is_of, often)| std::iter::repeat_n(*is_of, *often))
            .collect();
        let mut turns = round.iter().cycle();
        let mut tried = Tally::default();
        while self.tally.count() < inputs {
            let is_of = turns.next().expect("a round has turns");
            let Some(door) = self.least_tried(*is_of, &mut tried) else {
                continue;
            };
            let mut drawn = payloads.new_tree(&mut self.runner).expect("a payload");
            match self.knock(&door, &drawn.current()).await {
                Ok(Knock::Heard) => {
                    *self.tally.doors.entry(door).or_default() += 1;
                    if self.tally.count().is_multiple_of(EVERY) {
                        self.look_around();
                        self.moderate().await;
                        stored::nothing_without_consent(&self.garden).await;
                    }
                }
                Ok(Knock::NotSent) => {}
                Err(harm) => {
                    let smallest = self.smaller(&door, &mut drawn, harm).await;
                    panic!(
                        "{smallest}\n\nBefore it:\n{}\n\nThe end of the log:\n{}",
                        Vec::from(self.before.clone()).join("\n"),
                        tail(&self.garden.log())
                    );
                }
            }
        }
    }

    /// Looks at what all of it left behind.
    ///
    /// # Panics
    ///
    /// If that is anything that should not be.
    pub async fn leaves_nothing(self) -> Tally {
        let pinged = verdict::pinged(&self.garden);
        assert!(pinged.is_empty(), "these ping:\n{}", pinged.join("\n"));
        stored::nothing_without_consent(&self.garden).await;
        stored::no_words_in_clear(&self.garden, &self.words).await;
        self.garden.close().await;
        self.tally
    }

    /// The door of these that was tried least, whether Discord let that through or not.
    fn least_tried(&self, is_of: IsOf, tried: &mut Tally) -> Option<Door> {
        let doors = self.tally.doors.keys().filter(|door| is_of(door));
        let count = |door: &&Door| tried.doors.get(*door).copied().unwrap_or_default();
        let door = doors.min_by_key(count)?.clone();
        *tried.doors.entry(door.clone()).or_default() += 1;
        Some(door)
    }

    /// One input, and what it brought about.
    async fn knock(&mut self, door: &Door, payload: &Payload) -> Result<Knock, String> {
        self.garden.advance(A_MOMENT);
        self.sent = format!("{door:?}");
        let knocked = match door {
            Door::Command(name) => self.command(name, payload).await,
            Door::Suggestion(name, option) => self.suggestion(name, option, payload).await,
            Door::OnMessage(name) => self.on_message(name, payload).await,
            Door::Press(kind) => self.press(kind, payload).await,
            Door::Menu(kind) => self.menu(kind, payload).await,
            Door::Forged(kind) => self.forged(kind, payload).await,
            Door::Form(kind) => self.form(kind, payload).await,
            Door::ForgedForm(kind) => self.forged_form(kind, payload).await,
            Door::Message(writing) => self.message(*writing, payload).await,
        };
        let mut faults = verdict::faults(&self.garden);
        faults.extend(knocked.as_ref().err().cloned());
        if !faults.is_empty() {
            return Err(format!("{}\n{}", self.sent, faults.join("\n")));
        }
        if self.before.len() == TOLD {
            self.before.pop_front();
        }
        self.before.push_back(self.sent.clone());
        knocked
    }

    /// Tries smaller ones at the same door; tells of the smallest that does harm, too.
    async fn smaller(
        &mut self,
        door: &Door,
        drawn: &mut impl ValueTree<Value = Payload>,
        harm: String,
    ) -> String {
        let (mut smallest, mut does_harm) = (harm, true);
        for _ in 0..SHRINKS {
            let is_another = if does_harm {
                drawn.simplify()
            } else {
                drawn.complicate()
            };
            if !is_another {
                break;
            }
            let knocked = self.knock(door, &drawn.current()).await;
            does_harm = knocked.is_err();
            if let Err(harm) = knocked {
                smallest = harm;
            }
        }
        smallest
    }

    /// What came of something that a member did.
    pub(super) fn heard(
        &mut self,
        who: &'static str,
        answer: Result<Seen, Failure>,
    ) -> Result<Knock, String> {
        match answer {
            Ok(seen) => {
                if seen.as_text().contains("Something went wrong on our side") {
                    let said = seen.as_text();
                    return Err(format!("{who} reads: {said}"));
                }
                let doors = self.found.look(who, &seen);
                self.open(doors);
                Ok(Knock::Heard)
            }
            Err(failure) => not_sent(&failure),
        }
    }

    /// Looks at what stands in the channels and in what somebody was told alone.
    fn look_around(&mut self) {
        let channels: Vec<_> = self.garden.sandbox.read(|world| {
            let all = world.channels.values();
            all.filter(|one| one.guild.is_some())
                .map(|one| one.id)
                .collect()
        });
        for who in ["rowan", "maya"] {
            let member = self.garden.sandbox.member(who);
            let mut there: Vec<_> = channels
                .iter()
                .map(|id| member.in_channel_id(*id))
                .collect();
            there.push(member.in_dm());
            for place in there {
                for shown in place.reads_here().unwrap_or_default() {
                    let doors = self.found.look_at(who, &shown);
                    self.open(doors);
                }
            }
        }
    }

    /// A moderator does in earnest what leads to a menu that hands at random hardly come to: somebody else has
    /// mended the notice before.
    async fn moderate(&mut self) {
        if !self.found.components("notice move-to").is_empty() {
            return;
        }
        for button in self.found.components("notice move") {
            let rowan = self.garden.sandbox.member("rowan");
            let there = rowan.in_channel_id(button.on.channel());
            // It may be mended by now.
            if let Ok(seen) = there.click(&button.on, "Move to another channel").await {
                let doors = self.found.look("rowan", &seen);
                self.open(doors);
            }
        }
    }

    /// Somebody somewhere, and who they are.
    pub(super) fn hand(payload: &Payload) -> (&'static str, Option<&'static str>) {
        let who = payload.pick(0, &ALL).copied().unwrap_or("maya");
        (who, payload.pick(1, &PLACES).copied().flatten())
    }
}

/// Whether Discord itself stood in the way, or the bot did not answer.
pub(super) fn not_sent(failure: &Failure) -> Result<Knock, String> {
    match failure {
        Failure::Offline
        | Failure::DidNotRespond
        | Failure::NothingHappened
        | Failure::SawSomethingElse { .. }
        | Failure::NoSuchMember(_) => Err(failure.to_string()),
        Failure::NoSuchChannel { .. }
        | Failure::NotRegistered(_)
        | Failure::NotAllowed { .. }
        | Failure::BadOption { .. }
        | Failure::NotVisible(_)
        | Failure::NotThere { .. }
        | Failure::Disabled(_)
        | Failure::BadField { .. } => Ok(Knock::NotSent),
    }
}

fn tail(log: &str) -> String {
    let lines: Vec<_> = log.lines().rev().take(20).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}
