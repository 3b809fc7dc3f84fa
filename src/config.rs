//! The environment, read once into `Config`; the only reader of environment variables. Whatever is
//! missing or wrong is named at once, each with what to do. Secrets never show in `Debug`.

mod faults;
mod settings;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use self::{
    faults::Fault,
    settings::{Settings, database, days, dev_guild, http_bind, log_format},
};
pub use self::{
    faults::Faults,
    settings::{LogFormat, LogLevels, Logging},
};
pub use crate::discord::login::{ApiUrl, RequestsPerSecond, Token};
use crate::store::{DatabaseUrl, ids::GuildId};

/// Everything the program is told from outside.
#[derive(Clone, Debug)]
pub struct Config {
    /// What the bot logs in with.
    pub token: Token,
    /// A Discord-compatible address to use instead of Discord's.
    pub api_url: Option<ApiUrl>,
    /// Where everything is stored.
    pub database: DatabaseUrl,
    /// A library to read instead of the embedded one.
    pub content_dir: Option<PathBuf>,
    /// The keyring that seals reflections.
    pub key_file: PathBuf,
    /// The one server to register the commands in, instead of everywhere.
    pub dev_guild: Option<GuildId>,
    /// Where operators may ask how the bot is, if anywhere.
    pub http_bind: Option<SocketAddr>,
    /// How many requests Discord takes from the bot in a second.
    pub requests_per_second: RequestsPerSecond,
    /// For how many days at most backups are kept, if whoever runs the bot says so.
    pub backup_keep_days: Option<u16>,
}

impl Config {
    /// Reads the environment and then `.env`, which overrides nothing.
    ///
    /// # Errors
    ///
    /// Every setting that is missing or wrong.
    pub fn from_env() -> Result<(Self, Logging), Faults> {
        let (settings, mut faults) = Settings::from_env();
        match Self::from_settings(&settings) {
            Ok(read) if faults.is_empty() => Ok(read),
            Ok(_) => Err(faults),
            Err(more) => {
                faults.extend(more);
                Err(faults)
            }
        }
    }

    fn from_settings(settings: &Settings) -> Result<(Self, Logging), Faults> {
        let mut faults = Faults::default();
        let token = faults.keep(token(settings));
        let api_url = faults.keep(settings.parse("DISCORD_API_URL", ApiUrl::parse));
        let database = faults.keep(database(settings));
        let key_file = faults.keep(key_file(settings, database.as_ref()));
        let dev_guild = faults.keep(settings.parse("DEV_GUILD_ID", dev_guild));
        let http_bind = faults.keep(settings.parse("HTTP_BIND", http_bind));
        let pace =
            faults.keep(settings.parse("DISCORD_REQUESTS_PER_SECOND", RequestsPerSecond::parse));
        let backups = faults.keep(settings.parse("BACKUP_KEEP_DAYS", days));
        let levels = faults.keep(settings.parse("RUST_LOG", LogLevels::parse));
        let format = faults.keep(settings.parse("LOG_FORMAT", log_format));
        match (
            token, api_url, database, key_file, dev_guild, http_bind, pace, backups, levels, format,
        ) {
            (
                Some(token),
                Some(api_url),
                Some(database),
                Some(key_file),
                Some(dev_guild),
                Some(http_bind),
                Some(pace),
                Some(backup_keep_days),
                Some(levels),
                Some(format),
            ) => Ok((
                Self {
                    token,
                    api_url,
                    database,
                    content_dir: settings.get("CONTENT_DIR").map(PathBuf::from),
                    key_file,
                    dev_guild,
                    http_bind,
                    requests_per_second: pace.unwrap_or_default(),
                    backup_keep_days,
                },
                Logging {
                    levels: levels.unwrap_or_default(),
                    format: format.unwrap_or_default(),
                },
            )),
            _ => Err(faults),
        }
    }

    /// The token and the address alone, for what needs no database.
    ///
    /// # Errors
    ///
    /// The token is missing or the address is wrong.
    pub fn login_from_env() -> Result<(Token, Option<ApiUrl>), Faults> {
        let (settings, mut faults) = Settings::from_env();
        let token = faults.keep(token(&settings));
        let api_url = faults.keep(settings.parse("DISCORD_API_URL", ApiUrl::parse));
        match (token, api_url) {
            (Some(token), Some(api_url)) if faults.is_empty() => Ok((token, api_url)),
            _ => Err(faults),
        }
    }

    /// Where a running bot may be asked how it is, if anywhere.
    ///
    /// # Errors
    ///
    /// The address is wrong, or `.env` can't be read.
    pub fn http_bind_from_env() -> Result<Option<SocketAddr>, Faults> {
        let (settings, mut faults) = Settings::from_env();
        match faults.keep(settings.parse("HTTP_BIND", http_bind)) {
            Some(http_bind) if faults.is_empty() => Ok(http_bind),
            _ => Err(faults),
        }
    }

    /// Where the database is, alone.
    ///
    /// # Errors
    ///
    /// The address is wrong.
    pub fn database_from_env() -> Result<DatabaseUrl, Faults> {
        let (settings, mut faults) = Settings::from_env();
        match faults.keep(database(&settings)) {
            Some(database) if faults.is_empty() => Ok(database),
            _ => Err(faults),
        }
    }

    /// Where the database and the keyring are, for what needs no token.
    ///
    /// # Errors
    ///
    /// Either is missing or wrong.
    pub fn storage_from_env() -> Result<(DatabaseUrl, PathBuf), Faults> {
        let (settings, mut faults) = Settings::from_env();
        let database = faults.keep(database(&settings));
        let key_file = faults.keep(key_file(&settings, database.as_ref()));
        match (database, key_file) {
            (Some(database), Some(key_file)) if faults.is_empty() => Ok((database, key_file)),
            _ => Err(faults),
        }
    }

    /// The folder of the library to check, if one is set.
    ///
    /// # Errors
    ///
    /// `.env` can't be read.
    pub fn content_dir_from_env() -> Result<Option<PathBuf>, Faults> {
        let (settings, faults) = Settings::from_env();
        if faults.is_empty() {
            Ok(settings.get("CONTENT_DIR").map(PathBuf::from))
        } else {
            Err(faults)
        }
    }
}

fn token(settings: &Settings) -> Result<Token, Fault> {
    settings.parse("DISCORD_TOKEN", Token::parse)?.ok_or(Fault {
        name: "DISCORD_TOKEN",
        what: "it is missing".to_owned(),
        to_do: "Make a bot at https://discord.com/developers/applications, copy the token from its \
                Bot page, and put it in the environment or in .env. To try Sunflower without one: \
                `sunflower sandbox`",
    })
}

/// The keyring, by default beside the SQLite database. `None` of a database that is itself wrong
/// is not complained about twice.
fn key_file(settings: &Settings, database: Option<&DatabaseUrl>) -> Result<PathBuf, Fault> {
    if let Some(path) = settings.get("REFLECTION_KEY_FILE") {
        if is_a_key(path) {
            // Not said back: the fault is told in logs.
            return Err(Fault {
                name: "REFLECTION_KEY_FILE",
                what: "it is a key, and not the name of a file that holds it".to_owned(),
                to_do: "Write the key into a file that only the bot can read, and name that file. Others may \
                    have read the key where it was: have `sunflower rotate-key` make another",
            });
        }
        return Ok(PathBuf::from(path));
    }
    match database.map(DatabaseUrl::path) {
        Some(Some(path)) => Ok(beside(path)),
        None => Ok(PathBuf::new()),
        Some(None) => Err(Fault {
            name: "REFLECTION_KEY_FILE",
            what: "it is missing, and with PostgreSQL there is no file to put the key beside"
                .to_owned(),
            to_do: "Name a file that is in no backup of the database, such as \
                /etc/sunflower/reflections.key; if it is not there yet, the start says how to make it",
        }),
    }
}

/// 32 bytes in base64, with or without a name before them.
fn is_a_key(value: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    let key = value.split_whitespace().next_back().unwrap_or_default();
    let digits = key.strip_suffix('=').unwrap_or_default();
    digits.len() == 43 && digits.bytes().all(is_base64)
}

fn beside(database: &Path) -> PathBuf {
    database.with_extension("key")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: (&str, &str) = ("DISCORD_TOKEN", "made-up-token");

    fn read(pairs: &[(&str, &str)]) -> Result<(Config, Logging), String> {
        Config::from_settings(&Settings::of(pairs)).map_err(|faults| faults.to_string())
    }

    #[test]
    fn a_token_alone_is_enough() {
        let (config, logging) = read(&[TOKEN]).unwrap();
        assert_eq!(config.key_file, Path::new("sunflower.key"));
        assert!(config.api_url.is_none() && config.dev_guild.is_none());
        assert!(config.http_bind.is_none());
        assert_eq!(logging.format, LogFormat::Text);
        assert_eq!(config.requests_per_second.get(), 50);
    }

    #[test]
    fn a_pace_that_discord_granted_is_kept() {
        let (config, _) = read(&[TOKEN, ("DISCORD_REQUESTS_PER_SECOND", "500")]).unwrap();
        assert_eq!(config.requests_per_second.get(), 500);
    }

    #[test]
    fn how_long_backups_are_kept_is_said_or_left_open() {
        let kept = |days: &str| read(&[TOKEN, ("BACKUP_KEEP_DAYS", days)]);
        assert_eq!(read(&[TOKEN]).unwrap().0.backup_keep_days, None);
        assert_eq!(kept("30").unwrap().0.backup_keep_days, Some(30));
        assert_eq!(
            kept("0").unwrap().0.backup_keep_days,
            Some(0),
            "none are made"
        );
        for wrong in ["a month", "-1", "30 days", "3651"] {
            assert!(
                kept(wrong).unwrap_err().contains("BACKUP_KEEP_DAYS"),
                "{wrong}"
            );
        }
    }

    #[test]
    fn the_key_lies_beside_the_database_unless_it_is_told_otherwise() {
        let (config, _) = read(&[TOKEN, ("DATABASE_URL", "sqlite:///var/lib/sf/bot.db")]).unwrap();
        assert_eq!(config.key_file, Path::new("/var/lib/sf/bot.key"));
        let (config, _) = read(&[TOKEN, ("REFLECTION_KEY_FILE", "/etc/sf.key")]).unwrap();
        assert_eq!(config.key_file, Path::new("/etc/sf.key"));
    }

    #[test]
    fn a_key_in_place_of_its_file_is_refused_and_not_said_back() {
        let key = "rXJ0Sk8y+pQmE4vLzT1uN/3wBcG7hAfD2iOeKsVnRxg=";
        for value in [key.to_owned(), format!("first {key}")] {
            let said = read(&[TOKEN, ("REFLECTION_KEY_FILE", &value)]).unwrap_err();
            assert!(said.contains("name that file"), "{said}");
            assert!(!said.contains(key), "{said}");
        }
        let (config, _) = read(&[TOKEN, ("REFLECTION_KEY_FILE", "/etc/a=b")]).unwrap();
        assert_eq!(config.key_file, Path::new("/etc/a=b"));
    }

    #[test]
    fn everything_wrong_is_named_at_once() {
        let said = read(&[
            ("DISCORD_API_URL", "http://discord.example"),
            ("DATABASE_URL", "mysql://here"),
            ("DEV_GUILD_ID", "my server"),
            ("HTTP_BIND", "9464"),
            ("DISCORD_REQUESTS_PER_SECOND", "0"),
            ("BACKUP_KEEP_DAYS", "a month"),
            ("RUST_LOG", "sunflower=loud"),
            ("LOG_FORMAT", "xml"),
        ])
        .unwrap_err();
        for name in [
            "DISCORD_TOKEN",
            "DISCORD_API_URL",
            "DATABASE_URL",
            "DEV_GUILD_ID",
            "HTTP_BIND",
            "DISCORD_REQUESTS_PER_SECOND",
            "BACKUP_KEEP_DAYS",
            "RUST_LOG",
            "LOG_FORMAT",
        ] {
            assert!(said.contains(name), "{name} is not in:\n{said}");
        }
        assert!(!said.contains("REFLECTION_KEY_FILE"), "{said}");
    }

    #[test]
    fn postgres_needs_a_key_file() {
        let url = ("DATABASE_URL", "postgres://bot:hunter2@db/sunflower");
        let said = read(&[TOKEN, url]).unwrap_err();
        assert!(said.contains("REFLECTION_KEY_FILE"), "{said}");
        assert!(read(&[TOKEN, url, ("REFLECTION_KEY_FILE", "/etc/sf.key")]).is_ok());
    }

    #[test]
    fn no_secret_shows_in_debug() {
        let (config, _) = read(&[
            TOKEN,
            ("DATABASE_URL", "postgres://bot:hunter2@db/sunflower"),
            ("REFLECTION_KEY_FILE", "/etc/sf.key"),
        ])
        .unwrap();
        let shown = format!("{config:?}");
        assert!(
            !shown.contains("made-up-token") && !shown.contains("hunter2"),
            "{shown}"
        );
    }

    #[test]
    fn an_empty_setting_is_one_that_is_not_set() {
        let (config, _) = read(&[TOKEN, ("DISCORD_API_URL", ""), ("DEV_GUILD_ID", " ")]).unwrap();
        assert!(config.api_url.is_none() && config.dev_guild.is_none());
    }
}
