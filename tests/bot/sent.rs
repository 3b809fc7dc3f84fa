//! All that the bot sent, as the sandbox recorded it: each request whole, and whose private answer it is.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use serde_json::Value;
use sunflower::sandbox::{
    record::{Outcome, Request},
    world::{Id, Interaction, flag},
};

use crate::garden::Garden;

/// What people pressed, typed and sent. The sandbox forgets it after a quarter of an hour, so it is noted
/// before that.
#[derive(Default)]
pub struct Presses(BTreeMap<Id, Press>);

struct Press {
    interaction: Interaction,
    /// Whether what was pressed is a private answer.
    on_private: bool,
}

impl Presses {
    pub fn note(&mut self, garden: &Garden) {
        garden.sandbox.read(|world| {
            for (id, interaction) in &world.interactions {
                let pressed = interaction
                    .on_message
                    .and_then(|message| world.message(interaction.channel, message));
                let press = Press {
                    interaction: interaction.clone(),
                    on_private: pressed.is_some_and(|message| message.ephemeral_to.is_some()),
                };
                self.0.insert(*id, press);
            }
        });
    }

    /// The ids of all that somebody did.
    pub fn of(&self, user: Id) -> Vec<Id> {
        let all = self.0.iter();
        all.filter(|(_, press)| press.interaction.user == user)
            .map(|(id, _)| *id)
            .collect()
    }

    /// Who alone reads what this request says, if it is a private answer.
    fn reader(&self, request: &Request) -> Option<Id> {
        let is_private = |data: &Value| data["flags"].as_u64().unwrap_or(0) & flag::EPHEMERAL != 0;
        let path: Vec<&str> = request.path.split('/').collect();
        match path.as_slice() {
            ["", "interactions", id, ..] => {
                let press = self.0.get(&id.parse().expect("an id"));
                let press = press.expect("every interaction was noted");
                let private = match request.body["type"].as_u64() {
                    // A new message, or the promise of one.
                    Some(4 | 5) => is_private(&request.body["data"]),
                    // A change of what was pressed, or the promise of it.
                    Some(6 | 7) => press.on_private,
                    // Suggestions and forms.
                    _ => true,
                };
                private.then_some(press.interaction.user)
            }
            ["", "webhooks", ..] => {
                let Outcome::Answered { body, .. } = &request.outcome else {
                    panic!("not answered: {request:?}");
                };
                let user = &body["interaction_metadata"]["user"]["id"];
                let user = user.as_str().and_then(|id| id.parse().ok());
                is_private(body).then(|| user.expect("whom it answers"))
            }
            _ => None,
        }
    }
}

/// One request, or one file.
pub struct Sent {
    /// Who alone reads it, if it is a private answer.
    pub to: Option<Id>,
    /// All that it says, a line a value: method and path, query, headers, the JSON, the files' names; or what
    /// is in the file.
    pub text: String,
}

/// All requests from the `first` on.
pub fn requests(garden: &Garden, presses: &Presses, first: usize) -> Vec<Sent> {
    let all = garden.sandbox.record().all();
    let all = all.iter().skip(first);
    all.map(|request| Sent {
        to: presses.reader(request),
        text: written_out(request),
    })
    .collect()
}

/// What is in the files on the bot's messages, taken out of archives.
pub fn files(garden: &Garden) -> Vec<Sent> {
    garden.sandbox.read(|world| {
        let messages = world.messages.values().flat_map(BTreeMap::values);
        let ours = messages.filter(|message| message.author == world.bot());
        ours.flat_map(|message| {
            message.attachments.iter().map(|file| Sent {
                to: message.ephemeral_to,
                text: unpacked(&world.files[&file.id]),
            })
        })
        .collect()
    })
}

fn unpacked(bytes: &[u8]) -> String {
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return String::from_utf8_lossy(bytes).into_owned();
    };
    let mut text = String::new();
    for nth in 0..zip.len() {
        let mut file = zip.by_index(nth).expect("a file in it");
        text.push_str(&file.name().expect("its name"));
        file.read_to_string(&mut text).expect("it is text");
    }
    text
}

fn written_out(request: &Request) -> String {
    let mut lines = vec![format!("{} {}", request.method, request.path)];
    lines.extend(request.query.iter().map(|query| format!("?{query}")));
    let headers = request.headers.iter();
    lines.extend(headers.map(|(name, value)| format!("{name}: {value}")));
    write_out("", &request.body, &mut lines);
    lines.extend(request.files.iter().map(|name| format!("file {name}")));
    lines.join("\n")
}

fn write_out(at: &str, value: &Value, lines: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (nth, item) in items.iter().enumerate() {
                write_out(&format!("{at}/{nth}"), item, lines);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                write_out(&format!("{at}/{name}"), field, lines);
            }
        }
        Value::String(text) => lines.push(format!("{at} = {text}")),
        other => lines.push(format!("{at} = {other}")),
    }
}
