//! Every command that Discord has of the bot, with every option, as registered: so that a new one can't
//! be forgotten. For each there is a value that a person would give, and what they would look for in the
//! answer. A command or an option without an entry here fails the tests that go through all.

use serde_json::Value;
use sunflower::sandbox::{
    driver::{Member, Seen, Shown},
    world::{Command, ON_MESSAGES},
};

use crate::{garden::Garden, looking::weeks_counted};

/// A command that can be sent: with its subcommand, if it has those.
#[derive(Clone, Debug)]
pub struct Sent {
    pub name: String,
    /// Whether it is in a message's menu rather than typed.
    pub on_message: bool,
    /// Whether Discord keeps it for moderators.
    pub moderators: bool,
    required: Vec<String>,
    pub optional: Vec<String>,
}

/// What is given for an option, and what the answer then says. Of the command without options: "".
type Entry = (&'static str, &'static str, &'static str, &'static str);

/// Not words of the answer: everyone sees it.
const SHARED: &str = "(everyone sees it)";

const TABLE: &[Entry] = &[
    ("affirmation", "", "", "From “"),
    (
        "affirmation",
        "topic",
        "gratitude",
        "Gratitude That Nobody Ordered",
    ),
    ("affirmation", "share", "true", SHARED),
    ("practice", "", "", "Which practice would you like to try?"),
    ("practice", "name", "Keep a receipt", "Step 1 of 6"),
    ("practice", "share", "true", SHARED),
    ("article", "", "", "Which article would you like to read?"),
    (
        "article",
        "title",
        "Gratitude That Nobody Ordered",
        "**Gratitude That Nobody Ordered**",
    ),
    ("article", "share", "true", SHARED),
    ("prompt", "", "", "To reflect on"),
    (
        "prompt",
        "topic",
        "gratitude",
        "Gratitude That Nobody Ordered",
    ),
    ("prompt", "share", "true", SHARED),
    ("reflect", "", "", "A moment to reflect"),
    ("Keep as my reflection", "", "", "Kept, for you alone"),
    ("reflections view", "", "", "It rained."),
    ("reflections search", "words", "rained", "It rained."),
    ("reflections export", "", "", "📎"),
    ("reflections delete", "", "", "Delete all"),
    ("reflections withdraw", "", "", "Yes, withdraw"),
    ("support", "", "", "United States"),
    ("support", "country", "DE", "Germany"),
    ("privacy", "", "", "reflection"),
    ("help", "", "", "/affirmation"),
    ("schedule create", "channel", "#wellbeing", "#wellbeing"),
    (
        "schedule create",
        "when",
        "tuesdays 10:00",
        "Tuesdays at 10:00",
    ),
    ("schedule create", "zone", "Europe/Paris", "Europe/Paris"),
    (
        "schedule create",
        "topics",
        "gratitude, rest",
        "From: gratitude, rest",
    ),
    (
        "schedule create",
        "what",
        "A practice alone",
        "A practice alone",
    ),
    ("schedule create", "mention", "Early birds", "@Early birds"),
    (
        "schedule create",
        "thread",
        "true",
        "With a thread to talk in",
    ),
    (
        "schedule create",
        "quiet",
        "true",
        "Quiet: without a notification",
    ),
    ("schedule create", "catch_up", "3 days", "Up to 3 days late"),
    ("schedule edit", "schedule", "1", "(Europe/"),
    (
        "schedule edit",
        "when",
        "tuesdays 10:00",
        "Tuesdays at 10:00",
    ),
    ("schedule edit", "zone", "Europe/Paris", "Europe/Paris"),
    ("schedule edit", "channel", "#wellbeing", "#wellbeing"),
    (
        "schedule edit",
        "topics",
        "gratitude, rest",
        "From: gratitude, rest",
    ),
    (
        "schedule edit",
        "what",
        "A practice alone",
        "A practice alone",
    ),
    ("schedule edit", "mention", "Early birds", "@Early birds"),
    (
        "schedule edit",
        "thread",
        "true",
        "With a thread to talk in",
    ),
    (
        "schedule edit",
        "quiet",
        "true",
        "Quiet: without a notification",
    ),
    ("schedule edit", "catch_up", "3 days", "Up to 3 days late"),
    ("schedule edit", "no_mention", "false", "Edited 🌻"),
    ("schedule show", "schedule", "1", "**A schedule**"),
    ("schedule list", "", "", "**1.** #wellbeing"),
    ("schedule preview", "schedule", "1", "This goes out"),
    ("schedule skip", "schedule", "1", "Skipped the post of"),
    ("schedule post-now", "schedule", "1", "Post it now"),
    ("schedule pause", "schedule", "1", "Paused"),
    ("schedule pause", "until", "1 feb", "Paused until"),
    ("schedule resume", "schedule", "1", "Resumed"),
    ("schedule delete", "schedule", "1", "Yes, delete it"),
    ("schedule history", "", "", "#wellbeing"),
    ("schedule history", "schedule", "1", "#wellbeing"),
    ("setup", "", "", "1 of 3"),
    ("settings zone", "", "", "Europe/"),
    (
        "settings zone",
        "zone",
        "Europe/London",
        "is now **Europe/London**",
    ),
    (
        "settings notices",
        "",
        "",
        "I tell whoever made the schedule, alone",
    ),
    (
        "settings notices",
        "channel",
        "#general",
        "From now on I say in #general",
    ),
    (
        "settings notices",
        "off",
        "true",
        "no longer tell you in a channel",
    ),
    ("settings retention", "", "", "a year"),
    ("settings retention", "time", "2 years", "2 years"),
    ("settings check", "", "", "all they need"),
    (
        "settings erase",
        "",
        "",
        "needs the **Administrator** permission",
    ),
    ("settings library", "", "", "articles are on"),
    ("settings shares", "", "", "No shared reflection waits"),
    ("insights", "", "", "Week by week"),
];

/// Options that exclude each other, and what is said of that.
const EITHER: &[(&str, [&str; 2], &str)] = &[(
    "settings notices",
    ["channel", "off"],
    "Please fill in **channel** or **off**, not both.",
)];

/// The options of a registered command, or its subcommands.
fn options(of: &Value) -> &[Value] {
    of["options"].as_array().map_or(&[], Vec::as_slice)
}

fn name(of: &Value) -> &str {
    of["name"].as_str().unwrap_or_default()
}

/// Whether this is no option but a subcommand or a group of them.
fn is_subcommand(option: &Value) -> bool {
    matches!(option["type"].as_u64(), Some(1 | 2))
}

fn add_all(command: &Command, path: &str, body: &Value, all: &mut Vec<Sent>) {
    let inner = options(body);
    if inner.iter().any(is_subcommand) {
        for sub in inner {
            add_all(command, &format!("{path} {}", name(sub)), sub, all);
        }
        return;
    }
    let named = |required: bool| {
        let those = inner
            .iter()
            .filter(move |one| (one["required"] == true) == required);
        those.map(|one| name(one).to_owned()).collect()
    };
    all.push(Sent {
        name: path.to_owned(),
        on_message: command.kind() == ON_MESSAGES,
        moderators: command.default_member_permissions().is_some(),
        required: named(true),
        optional: named(false),
    });
}

/// Every command that is registered.
pub fn all(garden: &Garden) -> Vec<Sent> {
    garden.sandbox.read(|world| {
        let mut all = Vec::new();
        for command in world.commands_of(None) {
            add_all(command, command.name(), &command.body, &mut all);
        }
        all
    })
}

/// What the table has of an option, or of the bare command.
fn entry(command: &str, option: &str) -> Option<&'static Entry> {
    let mut those = TABLE.iter();
    those.find(|(of, named, _, _)| *of == command && *named == option)
}

/// What the table lacks of what is registered, and what it holds that is not.
pub fn gaps(all: &[Sent]) -> Vec<String> {
    let mut wanted = Vec::new();
    for command in all {
        if command.required.is_empty() {
            wanted.push((command.name.as_str(), ""));
        }
        let options = command.required.iter().chain(&command.optional);
        wanted.extend(options.map(|option| (command.name.as_str(), option.as_str())));
    }
    let missing = wanted
        .iter()
        .filter(|(of, option)| entry(of, option).is_none());
    let missing = missing.map(|(of, option)| format!("no value for /{of} {option}"));
    let old = TABLE
        .iter()
        .filter(|(of, option, _, _)| !wanted.contains(&(of, option)));
    let old = old.map(|(of, option, _, _)| format!("no such option: /{of} {option}"));
    missing.chain(old).collect()
}

impl Sent {
    /// Who uses it: a moderator, or else Maya.
    pub fn user(&self, garden: &Garden) -> Member {
        if self.moderators {
            garden.moderator()
        } else {
            garden.maya()
        }
    }

    /// Every way to send it: with no optional option, with each alone, with all.
    pub fn ways(&self) -> Vec<Vec<&str>> {
        let optional: Vec<&str> = self.optional.iter().map(String::as_str).collect();
        let mut ways = vec![Vec::new()];
        ways.extend(optional.iter().map(|one| vec![*one]));
        if optional.len() > 1 {
            ways.push(optional);
        }
        ways
    }

    fn entries(&self, optional: &[&str]) -> Vec<&'static Entry> {
        let required = self.required.iter().map(String::as_str);
        let options = required.chain(optional.iter().copied());
        let mut entries: Vec<_> = options
            .map(|option| entry(&self.name, option).expect("a value"))
            .collect();
        if entries.is_empty() {
            entries.push(entry(&self.name, "").expect("a value"));
        }
        entries
    }

    /// Sends it with its required and these optional options, on a message of their own if it is in the
    /// menu of messages.
    pub async fn send(&self, garden: &Garden, optional: &[&str]) -> Seen {
        let user = self.user(garden);
        let answer = if self.on_message {
            let own = user
                .says("Today the swifts were back.")
                .expect("they may write");
            user.message_command(&own, &self.name).await
        } else {
            let entries = self.entries(optional).into_iter();
            let given = entries.filter(|(_, option, _, _)| !option.is_empty());
            let given: Vec<_> = given
                .map(|(_, option, value, _)| format!("{option}:{value}"))
                .collect();
            let typed = format!("/{} {}", self.name, given.join(" "));
            user.slash(&typed).await
        };
        answer.unwrap_or_else(|failure| panic!("/{} {optional:?}: {failure}", self.name))
    }

    /// What an answer does not say of what was given, though it should.
    pub fn unheard(&self, optional: &[&str], answer: &Seen) -> Vec<String> {
        let said = answer.as_text();
        for (of, options, heard) in EITHER {
            let both = options.iter().all(|option| optional.contains(option));
            if *of == self.name && both {
                let gap = format!("/{of} {options:?}, no {heard:?} in: {said}");
                return if said.contains(heard) {
                    Vec::new()
                } else {
                    vec![gap]
                };
            }
        }
        let entries = self.entries(optional).into_iter();
        let unheard = entries.filter(|(_, _, _, heard)| match *heard {
            SHARED => said.contains("(only you can see this)"),
            heard => !said.contains(heard),
        });
        unheard
            .map(|(of, option, _, heard)| format!("/{of} {option}, no {heard:?} in: {said}"))
            .collect()
    }
}

/// What anyone has who used the bot for a while: a schedule, a post, a reflection, weeks that were counted.
pub async fn settled_in(garden: &Garden) -> Shown {
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    garden.reflect(&garden.maya(), &post, "It rained.").await;
    weeks_counted(garden, 13).await;
    post
}
