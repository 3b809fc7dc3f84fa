//! Where hostile input can go in, and how often it did.

use std::{collections::BTreeMap, fmt};

/// One way in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Door {
    /// A command that is typed, with its subcommand.
    Command(String),
    /// An option that suggests values, while it is typed.
    Suggestion(String, String),
    /// A command in a message's menu.
    OnMessage(String),
    /// A button of this kind.
    Press(String),
    /// A menu of this kind.
    Menu(String),
    /// A button or a menu that nobody was shown, made from one of this kind.
    Forged(String),
    /// A form of this kind.
    Form(String),
    /// A form that nobody was shown, made from one of this kind.
    ForgedForm(String),
    /// A message in a channel.
    Message(Writing),
}

/// What is done in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Writing {
    Said,
    Replied,
    Edited,
}

/// Whether a door is of a kind.
pub type IsOf = fn(&Door) -> bool;

/// The kinds of doors, each with how often one of it is tried in a round.
pub const ROUND: [(IsOf, usize); 9] = [
    (|door| matches!(door, Door::Command(_)), 6),
    (|door| matches!(door, Door::Suggestion(..)), 2),
    (|door| matches!(door, Door::OnMessage(_)), 1),
    (|door| matches!(door, Door::Press(_)), 6),
    (|door| matches!(door, Door::Menu(_)), 3),
    (|door| matches!(door, Door::Forged(_)), 6),
    (|door| matches!(door, Door::Form(_)), 3),
    (|door| matches!(door, Door::ForgedForm(_)), 2),
    (|door| matches!(door, Door::Message(_)), 3),
];

/// How often each door was tried with something that Discord let through.
#[derive(Debug, Default)]
pub struct Tally {
    pub doors: BTreeMap<Door, usize>,
    /// How often each option was given, by command.
    pub options: BTreeMap<(String, String), usize>,
    /// What was kept and came back word for word.
    pub kept: usize,
}

impl Tally {
    pub fn count(&self) -> usize {
        self.doors.values().sum()
    }

    pub fn add(&mut self, other: Self) {
        for (door, count) in other.doors {
            *self.doors.entry(door).or_default() += count;
        }
        for (option, count) in other.options {
            *self.options.entry(option).or_default() += count;
        }
        self.kept += other.kept;
    }

    /// The doors and options through which nothing ever came. What is seldom there for long may have come as
    /// a forgery alone.
    pub fn closed(&self) -> Vec<String> {
        let count = |door: &Door| self.doors.get(door).copied().unwrap_or_default();
        let doors = self.doors.keys().filter(|door| match door {
            Door::Press(kind) | Door::Menu(kind) => {
                count(door) + count(&Door::Forged(kind.clone())) == 0
            }
            _ => count(door) == 0,
        });
        let doors = doors.map(|door| format!("{door:?}"));
        let options = self.options.iter().filter(|(_, count)| **count == 0);
        let options = options.map(|((command, option), _)| format!("/{command} {option}:"));
        doors.chain(options).collect()
    }

    /// Whether a button or a menu of this kind was shown.
    pub fn has(&self, kind: &str) -> bool {
        self.doors.contains_key(&Door::Forged(kind.to_owned()))
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (door, count) in &self.doors {
            writeln!(f, "{count:>6} {door:?}")?;
        }
        for ((command, option), count) in &self.options {
            writeln!(f, "{count:>6} /{command} {option}:")?;
        }
        writeln!(f, "{:>6} kept and read again", self.kept)?;
        write!(f, "{:>6} in all", self.count())
    }
}
