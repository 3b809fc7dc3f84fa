//! A tour through all that the bot ever sends: every command in every way, then every button and menu on
//! every answer, and so on. What can be pressed is kept as it was when it was sent.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use chrono::TimeDelta;
use serde_json::Value;
use sunflower::sandbox::{
    driver::{Failure, Form, Member, PATIENCE, Seen, Shown},
    faults::Fault,
    world::{Id, Message, Permissions},
};

use tokio::time::timeout;

use crate::{
    garden::{Garden, shown},
    moderating::{POST, asked, channel},
    repertoire,
    sharing::{A_BATCH, OTHERS, in_thread, with_more_people},
};

/// How many of a kind of button are pressed: what differs by a name or a number only is one kind.
const OF_A_KIND: usize = 3;

/// A button or a menu as it was sent.
#[derive(Clone)]
pub struct Pressable {
    /// Who it was sent to; of what everyone sees, who looks at it.
    pub username: String,
    pub custom_id: String,
    /// The type of component, as Discord numbers them.
    kind: u64,
    /// What is chosen, if it is a menu.
    choice: String,
    message: Message,
}

/// What was met on a tour.
pub struct Met {
    pub pressables: Vec<Pressable>,
    /// Forms that opened, and for whom.
    pub forms: Vec<(String, Form)>,
    kinds: BTreeMap<String, usize>,
    grammar: BTreeSet<String>,
}

impl Pressable {
    /// Presses it on its message as it was sent, whatever became of that.
    pub async fn press(&self, garden: &Garden) -> Result<Seen, Failure> {
        let (channel, id): (Id, Id) = (self.message.channel, self.message.id);
        garden.sandbox.change(|world| {
            let there = world.messages.entry(channel).or_default();
            there.insert(id, self.message.clone());
        });
        let member = garden.sandbox.member(&self.username).in_channel_id(channel);
        let shown = self.shown(&member)?;
        if self.kind == 2 {
            member.click(&shown, &self.custom_id).await
        } else {
            member
                .choose(&shown, &self.custom_id, &[&self.choice])
                .await
        }
    }

    fn shown(&self, member: &Member) -> Result<Shown, Failure> {
        let all = member.reads_here()?;
        let mut fitting = all.into_iter().filter(|one| one.id() == self.message.id);
        let missing = || Failure::NotVisible(self.username.clone());
        fitting.next().ok_or_else(missing)
    }

    /// Whether this takes something away for good.
    fn is_last(&self) -> bool {
        self.custom_id.ends_with(":sure")
    }
}

/// Every word that the grammar of `custom_id`s knows, from its source: so that a new one can't be
/// forgotten.
pub fn grammar() -> BTreeSet<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/discord");
    let mut files = vec![source.join("custom_id.rs")];
    let parts = fs::read_dir(source.join("custom_id")).expect("the grammar's parts");
    files.extend(parts.map(|part| part.expect("a part").path()));
    let mut words = BTreeSet::new();
    for file in files.iter().filter(|file| !file.ends_with("tests.rs")) {
        let text = fs::read_to_string(file).expect("it can be read");
        for line in text.lines().map(str::trim) {
            let Some((pattern, _)) = line.split_once("=>") else {
                continue;
            };
            if !pattern.starts_with("[\"") && !pattern.starts_with("(\"") {
                continue;
            }
            let literals = pattern.split('"').skip(1).step_by(2);
            words.extend(literals.map(str::to_owned));
        }
    }
    words
}

fn components(message: &Message) -> impl Iterator<Item = &Value> {
    let rows = message.components.iter();
    rows.flat_map(|row| row["components"].as_array().into_iter().flatten())
}

/// What is chosen from a menu, one after the other: its first option, its
/// last, and one that leads elsewhere; or someone or something
/// of its kind. Of a button, nothing.
fn choices(component: &Value) -> Vec<&str> {
    match component["type"].as_u64() {
        Some(5 | 7) => vec!["maya"],
        Some(6) => vec!["Early birds"],
        Some(8) => vec!["general"],
        _ => {
            let options = component["options"].as_array().into_iter().flatten();
            let values: Vec<_> = options.filter_map(|one| one["value"].as_str()).collect();
            let ends = [values.first(), values.last()].into_iter().flatten();
            // What leads elsewhere says so before a colon.
            let elsewhere = values.iter().find(|value| value.contains(':'));
            let mut ends: Vec<_> = ends.chain(elsewhere).copied().collect();
            ends.sort_unstable();
            ends.dedup();
            if ends.is_empty() { vec![""] } else { ends }
        }
    }
}

impl Met {
    /// Keeps what can be pressed on a message, and gives back what was not met before.
    fn meet(&mut self, shown: &Shown, username: &str) -> Vec<Pressable> {
        let mut new = Vec::new();
        for component in components(shown.raw()) {
            let Some(custom_id) = component["custom_id"].as_str() else {
                continue;
            };
            if component["disabled"] == true {
                continue;
            }
            let words = custom_id
                .split(':')
                .filter(|part| self.grammar.contains(*part));
            let kind: Vec<&str> = words.collect();
            let met = self.kinds.entry(kind.join(":")).or_default();
            if *met >= OF_A_KIND {
                continue;
            }
            *met += 1;
            new.extend(choices(component).into_iter().map(|choice| Pressable {
                username: username.to_owned(),
                custom_id: custom_id.to_owned(),
                kind: component["type"].as_u64().unwrap_or_default(),
                choice: choice.to_owned(),
                message: shown.raw().clone(),
            }));
        }
        self.pressables.extend(new.iter().cloned());
        new
    }

    /// Looks at what came of something: what can be pressed there, and what comes of its form.
    async fn look(&mut self, garden: &Garden, seen: Seen, username: &str) -> Vec<Pressable> {
        match seen {
            Seen::Message(shown) | Seen::Updated(shown) => self.meet(&shown, username),
            Seen::Form(form) => {
                self.forms.push((username.to_owned(), form.clone()));
                match fill(garden, username, &form).await {
                    Ok(Seen::Message(shown) | Seen::Updated(shown)) => self.meet(&shown, username),
                    other => panic!("{}: {other:?}", form.as_text()),
                }
            }
            other => panic!("neither a message nor a form: {}", other.as_text()),
        }
    }

    /// Goes on from these until nothing is new; what takes something away comes last.
    pub async fn go_on(&mut self, garden: &Garden, from: Vec<Pressable>) {
        let (mut last, mut next): (Vec<_>, Vec<_>) = from.into_iter().partition(Pressable::is_last);
        loop {
            let Some(one) = next.pop().or_else(|| last.pop()) else {
                return;
            };
            let seen = one.press(garden).await;
            let seen = seen.unwrap_or_else(|failure| panic!("{}: {failure}", one.custom_id));
            let new = self.look(garden, seen, &one.username).await;
            let (graver, lighter): (Vec<_>, Vec<_>) = new.into_iter().partition(Pressable::is_last);
            last.extend(graver);
            next.extend(lighter);
        }
    }
}

/// Fills in every field of a form.
pub async fn fill(garden: &Garden, username: &str, form: &Form) -> Result<Seen, Failure> {
    let fields = form.fields.iter();
    let texts: Vec<_> = fields
        .map(|field| (field.custom_id.as_str(), "Swifts."))
        .collect();
    garden.sandbox.member(username).fill(form, &texts).await
}

/// Commands whose answers have more to press than those with the values of the table.
const FURTHER: [&str; 3] = [
    // Who made schedules can have that forgotten.
    "/privacy",
    "/settings retention time:30 days",
    // A forum that wants a tag on every post.
    "/schedule create channel:#weekly-garden when:mondays 9:00",
];

/// Every command in every way, and all that can be pressed on the answers; and what is under a post, for
/// one who agreed before and for one who did not. There are pages of whatever has pages.
pub async fn tour(garden: &Garden) -> Met {
    let post = repertoire::settled_in(garden).await;
    // What is searched for is found twice, so that its page is turned.
    garden
        .reflect(&garden.maya(), &post, "It rained again.")
        .await;
    let mut met = Met {
        pressables: Vec::new(),
        forms: Vec::new(),
        kinds: BTreeMap::new(),
        grammar: grammar(),
    };
    let mut found = shared(garden, &mut met, &post).await;
    asked(garden, "/schedule create channel:#general when:daily 9:00").await;
    garden.advance(TimeDelta::days(14));
    garden.post_in("general", 1).await;
    for username in ["maya", "theo"] {
        found.extend(met.meet(&post, username));
    }
    for command in repertoire::all(garden) {
        for optional in command.ways() {
            let seen = command.send(garden, &optional).await;
            let username = command.user(garden).name().to_owned();
            found.extend(met.look(garden, seen, &username).await);
        }
    }
    for command in FURTHER {
        let moderator = garden.moderator();
        let seen = moderator.slash(command).await.expect("an answer");
        found.extend(met.look(garden, seen, moderator.name()).await);
    }
    // Whoever has not agreed is asked, with their words.
    let keeper = garden.sandbox.member("garden_keeper");
    let own = keeper.says("Clouds today.").expect("they may write");
    let seen = keeper.message_command(&own, "Keep as my reflection").await;
    found.extend(
        met.look(garden, seen.expect("an answer"), "garden_keeper")
            .await,
    );
    // Who administers the server may delete all of it, and types another name.
    let seen = keeper.slash("/settings erase").await.expect("an answer");
    found.extend(met.look(garden, seen, "garden_keeper").await);
    met.go_on(garden, found).await;
    for notice in troubles(garden).await {
        let moderator = garden.moderator();
        let found = met.meet(&notice, moderator.name());
        met.go_on(garden, found).await;
    }
    met
}

/// What is asked about sharing, what is shared and reported, and two that wait for the moderators.
async fn shared(garden: &Garden, met: &mut Met, post: &Shown) -> Vec<Pressable> {
    garden.sandbox.change(with_more_people);
    let mut found = Vec::new();
    for username in OTHERS {
        let member = garden.sandbox.member(username);
        let kept = garden.reflect(&member, post, "Clouds.").await;
        found.extend(met.meet(&kept, username));
    }
    let theo = garden.theo().in_channel_id(post.id());
    for text in ["Swallows.", "Martins.", "Larks."] {
        garden.advance(TimeDelta::minutes(1));
        let member = garden.sandbox.member(OTHERS[0]);
        let kept = garden.reflect(&member, post, text).await;
        found.extend(met.meet(&kept, OTHERS[0]));
        let answer = shown(member.click(&kept, "Share without my name").await);
        found.extend(met.meet(&answer, OTHERS[0]));
        garden.advance(A_BATCH);
        if text == "Swallows." {
            let message = in_thread(garden, post, 1).await.remove(0);
            found.extend(met.meet(&message, "theo"));
            let sure = shown(theo.click(&message, "Report").await);
            shown(theo.click(&sure, "Yes, report it").await);
            let list = asked(garden, "/schedule list").await;
            found.extend(met.meet(&list, garden.moderator().name()));
            shown(garden.moderator().click(&list, "Hold the next ones").await);
        }
    }
    let queue = asked(garden, "/settings shares").await;
    found.extend(met.meet(&queue, garden.moderator().name()));
    found
}

/// One notice of each kind that has buttons of its own, in #potting-shed, now that nothing else is due; and
/// the menu that leads on from one.
async fn troubles(garden: &Garden) -> Vec<Shown> {
    for nth in 1.. {
        let paused = asked(garden, &format!("/schedule pause schedule:{nth}")).await;
        if paused.as_text().contains("There is no such schedule") {
            break;
        }
    }
    asked(garden, "/settings notices channel:#potting-shed").await;
    let general = channel(garden, "general");
    let mut notices = Vec::new();
    for (taken, fault, words) in [
        (Permissions::SEND_MESSAGES, None, "Send Messages"),
        (
            Permissions::READ_MESSAGE_HISTORY,
            Some(Fault::DropBefore),
            "could not find out",
        ),
    ] {
        let create = "/schedule create channel:#general when:\"0 * * * *\" zone:Europe/London";
        asked(garden, create).await;
        garden.sandbox.deny_bot(general, taken);
        if let Some(fault) = fault {
            garden.sandbox.faults().on(POST).once(fault);
        }
        garden.advance(TimeDelta::hours(1));
        notices.push(told(garden, words).await);
        garden.sandbox.allow_bot(general);
    }
    // Whoever presses another button first sees this menu no more.
    let moderator = garden.moderator().in_channel("potting-shed");
    let menu = moderator.click(&notices[0], "Move to another channel");
    notices.insert(0, shown(menu.await));
    notices
}

/// The notice that says this, which takes its time.
async fn told(garden: &Garden, words: &str) -> Shown {
    let moderator = garden.moderator().in_channel("potting-shed");
    let comes = async {
        loop {
            let all = moderator.reads_here().expect("they see it");
            let mut notices = all.into_iter().filter(|one| !one.is_private());
            if let Some(notice) = notices.find(|one| one.as_text().contains(words)) {
                return notice;
            }
            garden.advance(TimeDelta::minutes(1));
            asked(garden, "/schedule list").await;
        }
    };
    timeout(PATIENCE, comes).await.expect("it is told")
}
