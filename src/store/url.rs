//! `DATABASE_URL`, parsed once. Its errors are sentences for whoever set it; its password is in no message.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use url::Url;

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(Address);

#[derive(Clone, PartialEq, Eq)]
enum Address {
    Sqlite(PathBuf),
    Postgres(Url),
}

/// Which of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file beside the bot.
    Sqlite,
    /// A server.
    Postgres,
}

/// Why a database address can't be used, and what to do.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DatabaseUrlError {
    /// Nothing was given.
    #[error(
        "it is empty: write sqlite://sunflower.db for a file, or postgres://user@host/database"
    )]
    Empty,
    /// Neither of the two databases.
    #[error("it must begin with sqlite:// (a file) or postgres:// (a server)")]
    UnknownScheme,
    /// `sqlite://` with nothing after it.
    #[error(
        "it names no file: write sqlite:// and then the file's path, such as sqlite://sunflower.db"
    )]
    NoFile,
    /// An SQLite database in memory.
    #[error(
        "a database in memory would be lost at every stop: name a file, such as sqlite://sunflower.db"
    )]
    InMemory,
    /// Options after the file's path.
    #[error("leave out the ? and what follows it: Sunflower sets SQLite's options itself")]
    Options,
    /// What follows `postgres://` can't be read.
    #[error("it can't be read as postgres://user:password@host:port/database ({0})")]
    Postgres(url::ParseError),
    /// A server, but no database on it.
    #[error(
        "it names no database: end it with the database's name, as in postgres://user@host/sunflower"
    )]
    NoDatabase,
}

impl DatabaseUrl {
    /// The SQLite database in this file.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self(Address::Sqlite(path.into()))
    }

    /// Which of the two databases it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        match self.0 {
            Address::Sqlite(_) => Backend::Sqlite,
            Address::Postgres(_) => Backend::Postgres,
        }
    }

    /// The file, if it is SQLite.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.0 {
            Address::Sqlite(path) => Some(path),
            Address::Postgres(_) => None,
        }
    }

    /// The address as sqlx wants it: percent-encoded, and creating a file that is not there.
    pub(super) fn for_sqlx(&self) -> std::io::Result<Url> {
        self.with_options("mode=rwc")
    }

    /// The same with these options of SQLite's; a server takes none.
    pub(super) fn with_options(&self, options: &str) -> std::io::Result<Url> {
        match &self.0 {
            Address::Postgres(url) => Ok(url.clone()),
            Address::Sqlite(path) => {
                let path = std::path::absolute(path)?;
                let path = path.to_str().ok_or_else(|| {
                    std::io::Error::new(
                        std::io::ErrorKind::InvalidInput,
                        "the path is not valid UTF-8",
                    )
                })?;
                let mut url = Url::parse("sqlite:///").map_err(std::io::Error::other)?;
                // set_path leaves % as it is, and sqlx decodes it.
                url.set_path(&path.replace('%', "%25"));
                url.set_query(Some(options));
                Ok(url)
            }
        }
    }
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.is_empty() {
            return Err(DatabaseUrlError::Empty);
        }
        if let Some(rest) = text.strip_prefix("sqlite:") {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            return match path {
                "" => Err(DatabaseUrlError::NoFile),
                ":memory:" => Err(DatabaseUrlError::InMemory),
                _ if path.contains('?') => Err(DatabaseUrlError::Options),
                _ => Ok(Self::file(path)),
            };
        }
        if !text.starts_with("postgres:") && !text.starts_with("postgresql:") {
            return Err(DatabaseUrlError::UnknownScheme);
        }
        let url = Url::parse(text).map_err(DatabaseUrlError::Postgres)?;
        let names_database = url.path().len() > 1 || url.query_pairs().any(|(k, _)| k == "dbname");
        if !names_database {
            return Err(DatabaseUrlError::NoDatabase);
        }
        Ok(Self(Address::Postgres(url)))
    }
}

/// Without the password.
impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Address::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Address::Postgres(url) => write!(
                f,
                "postgres://{}{}",
                url.host_str().unwrap_or_default(),
                url.path()
            ),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> DatabaseUrlError {
        text.parse::<DatabaseUrl>().expect_err(text)
    }

    #[test]
    fn a_file_and_a_server_are_told_apart() {
        let file: DatabaseUrl = "sqlite://sunflower.db".parse().expect("a file");
        assert_eq!(file.path(), Some(Path::new("sunflower.db")));
        let server: DatabaseUrl = "postgres://bot@db/sunflower".parse().expect("a server");
        assert_eq!(server.backend(), Backend::Postgres);
    }

    #[test]
    fn what_cannot_be_used_is_refused_with_what_to_do() {
        assert_eq!(fault(" "), DatabaseUrlError::Empty);
        assert_eq!(fault("sqlite://"), DatabaseUrlError::NoFile);
        assert_eq!(fault("sqlite::memory:"), DatabaseUrlError::InMemory);
        assert_eq!(fault("sqlite://a.db?mode=ro"), DatabaseUrlError::Options);
        assert_eq!(fault("mysql://db/x"), DatabaseUrlError::UnknownScheme);
        assert_eq!(fault("postgres://db"), DatabaseUrlError::NoDatabase);
        assert!(matches!(
            fault("postgres://db:port/x"),
            DatabaseUrlError::Postgres(_)
        ));
    }

    #[test]
    fn a_password_is_never_printed() {
        let url: DatabaseUrl = "postgres://bot:hunter2@db:5433/sunflower"
            .parse()
            .expect("an address");
        assert_eq!(format!("{url:?}"), "DatabaseUrl(postgres://db/sunflower)");
    }

    #[test]
    fn odd_characters_in_a_path_reach_sqlite_as_they_are() {
        let url = DatabaseUrl::file("/tmp/100% sun?#.db").for_sqlx();
        assert_eq!(
            url.expect("an absolute path").as_str(),
            "sqlite:///tmp/100%25%20sun%3F%23.db?mode=rwc"
        );
    }
}
