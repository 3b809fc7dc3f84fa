//! Where settings come from, the environment before `.env`, and what each must look like.

use std::{collections::BTreeMap, env, net::SocketAddr};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;

use super::{Fault, Faults};
use crate::store::{DatabaseUrl, DatabaseUrlError, ids::GuildId};

/// Every setting there is, and what to do when it is wrong.
const KNOWN: [(&str, &str); 11] = [
    (
        "DISCORD_TOKEN",
        "Copy the token again from https://discord.com/developers/applications, Bot, Reset Token",
    ),
    (
        "DISCORD_API_URL",
        "Leave it out to talk to Discord, or give an address such as http://127.0.0.1:3000",
    ),
    ("DATABASE_URL", "Leave it out to use sqlite://sunflower.db"),
    (
        "CONTENT_DIR",
        "Give a folder laid out as content/README.md says",
    ),
    (
        "REFLECTION_KEY_FILE",
        "Give a file that only the bot can read",
    ),
    (
        "DEV_GUILD_ID",
        "Leave it out, or copy the server's id in Discord (Settings, Advanced, Developer Mode, \
         then right-click the server)",
    ),
    (
        "HTTP_BIND",
        "Leave it out, or give an address of this machine and a port, such as 127.0.0.1:9464",
    ),
    (
        "DISCORD_REQUESTS_PER_SECOND",
        "Leave it out for the 50 of most bots, or give what Discord has raised it to",
    ),
    (
        "BACKUP_KEEP_DAYS",
        "Leave it out, or give the number of days after which every backup is deleted; 0 if there are none",
    ),
    (
        "RUST_LOG",
        "Give error, warn, info, debug or trace, or such as sunflower::posting=debug",
    ),
    ("LOG_FORMAT", "Give text or json"),
];

const DEFAULT_DATABASE: &str = "sqlite://sunflower.db";

/// The settings as text, before they are understood.
pub(super) struct Settings(BTreeMap<&'static str, String>);

impl Settings {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is where the environment is read"
    )]
    pub fn from_env() -> (Self, Faults) {
        let mut faults = Faults::default();
        let mut found = BTreeMap::new();
        for (name, value) in dotenv(&mut faults) {
            // The first of two equal names counts, as dotenvy has it.
            found.entry(name).or_insert(value);
        }
        for (name, to_do) in KNOWN {
            match env::var(name) {
                Ok(value) => drop(found.insert(name, value)),
                Err(env::VarError::NotPresent) => {}
                Err(env::VarError::NotUnicode(_)) => faults.add(Fault {
                    name,
                    what: "it is not text".to_owned(),
                    to_do,
                }),
            }
        }
        (Self(found), faults)
    }

    #[cfg(test)]
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        Self(
            pairs
                .iter()
                .filter_map(|(name, value)| Some((known(name)?, (*value).to_owned())))
                .collect(),
        )
    }

    /// A setting that is there and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.get(name)?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// A setting understood by `parse`, if it is there.
    pub fn parse<T, E: ToString>(
        &self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Fault> {
        self.get(name)
            .map(parse)
            .transpose()
            .map_err(|what| wrong(name, what.to_string()))
    }
}

fn known(name: &str) -> Option<&'static str> {
    KNOWN
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(known, _)| *known)
}

fn wrong(name: &'static str, what: String) -> Fault {
    let to_do = KNOWN
        .iter()
        .find(|(known, _)| *known == name)
        .map_or("", |(_, to_do)| to_do);
    Fault { name, what, to_do }
}

/// Our settings in `.env`, in the folder the program was started in or one above it.
fn dotenv(faults: &mut Faults) -> Vec<(&'static str, String)> {
    let unreadable = |what: &str| Fault {
        name: ".env",
        what: what.to_owned(),
        to_do: "Write NAME=value, one a line, with quotes around a value that has spaces or # in it",
    };
    let lines = match dotenvy::dotenv_iter() {
        Ok(lines) => lines,
        Err(error) if error.not_found() => return Vec::new(),
        Err(_) => {
            faults.add(unreadable("it is there but can't be read"));
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for line in lines {
        match line {
            Ok((name, value)) => found.extend(known(&name).map(|name| (name, value))),
            // The error would show the line, and with it perhaps the token.
            Err(_) => faults.add(unreadable("it has a line that can't be read")),
        }
    }
    found
}

pub(super) fn database(settings: &Settings) -> Result<DatabaseUrl, Fault> {
    settings
        .get("DATABASE_URL")
        .unwrap_or(DEFAULT_DATABASE)
        .parse()
        .map_err(|error: DatabaseUrlError| wrong("DATABASE_URL", error.to_string()))
}

pub(super) fn dev_guild(text: &str) -> Result<GuildId, &'static str> {
    match text.parse() {
        Ok(id @ 1..) => Ok(GuildId::new(id)),
        _ => Err("it is not the id of a server"),
    }
}

pub(super) fn http_bind(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse()
        .map_err(|_| "it is not an IP address with a port")
}

/// Longer than anyone keeps a backup, and short enough that a date can be said.
const MOST_DAYS: u16 = 3650;

pub(super) fn days(text: &str) -> Result<u16, &'static str> {
    let days = text.parse().ok().filter(|days| *days <= MOST_DAYS);
    days.ok_or("it is not a number of days, up to ten years")
}

/// How much is logged and in which form.
#[derive(Clone, Debug, Default)]
pub struct Logging {
    /// What is logged.
    pub levels: LogLevels,
    /// In which form.
    pub format: LogFormat,
}

impl Logging {
    /// Only what needs somebody's attention, for when something else is being told.
    #[must_use]
    pub fn quiet() -> Self {
        Self {
            levels: LogLevels(only_ours([], Some(LevelFilter::WARN))),
            format: LogFormat::default(),
        }
    }
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// One line for a person.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

pub(super) fn log_format(text: &str) -> Result<LogFormat, &'static str> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("it is neither text nor json"),
    }
}

/// How much of our own is logged. What others log is not: it holds payloads and addresses whole.
#[derive(Clone, Debug)]
pub struct LogLevels(Targets);

impl Default for LogLevels {
    fn default() -> Self {
        Self(only_ours([], Some(LevelFilter::INFO)))
    }
}

impl LogLevels {
    /// Reads `RUST_LOG`, of which only what speaks of this crate counts.
    ///
    /// # Errors
    ///
    /// When it tells of no levels.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let asked: Targets = text.parse().map_err(|_| "it is not a level of logging")?;
        let default = asked.default_level();
        Ok(Self(only_ours(asked, default)))
    }

    /// The filter for the subscriber.
    #[must_use]
    pub fn filter(self) -> Targets {
        self.0
    }
}

fn only_ours(
    asked: impl IntoIterator<Item = (String, LevelFilter)>,
    default: Option<LevelFilter>,
) -> Targets {
    const OURS: &str = env!("CARGO_PKG_NAME");
    let ours = asked.into_iter().filter(|(target, _)| {
        target
            .strip_prefix(OURS)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    });
    Targets::new()
        .with_default(LevelFilter::OFF)
        .with_target(OURS, default.unwrap_or(LevelFilter::INFO))
        .with_targets(ours)
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn rust_log_moves_our_own_target_only() {
        let said = |text: &str, target: &str, level: Level| {
            LogLevels::parse(text)
                .unwrap()
                .filter()
                .would_enable(target, &level)
        };
        assert!(said("debug", "sunflower::posting", Level::DEBUG));
        assert!(!said("trace", "serenity::http", Level::ERROR));
        assert!(!said(
            "serenity=trace,sunflower=warn",
            "serenity",
            Level::ERROR
        ));
        assert!(!said("sunflower=warn", "sunflower", Level::INFO));
        assert!(said(
            "sunflower::posting=trace",
            "sunflower::posting",
            Level::TRACE
        ));
        assert!(said("sunflower::posting=trace", "sunflower", Level::INFO));
    }
}
