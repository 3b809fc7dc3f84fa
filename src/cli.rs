//! The command line: one subcommand for each thing an operator does.

mod backup;
mod browser;
mod check;
mod console;
mod health;
mod invite;
mod kept;
mod logging;
mod no_dumps;
#[cfg(feature = "crash-points")]
mod ordeal;
mod plans;
mod playground;
mod rehearse;
mod restore;
mod rotate_key;
mod run;
mod sandbox;
mod signals;
mod stage;
mod transcript;
mod year;

use std::{
    fmt::Display,
    io::{self, IsTerminal},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand};

#[cfg(not(feature = "crash-points"))]
use crate::clock::Clock;
use crate::{content::Report, discord::client::TurnedAway};

/// A Discord bot for wellbeing communities: a weekly post that goes out exactly once, and reflections
/// that belong to their writers.
#[derive(Parser)]
#[command(name = "sunflower", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the bot on Discord. It needs DISCORD_TOKEN, in the environment or in .env; .env.example
    /// tells of every setting.
    Run {
        #[cfg(feature = "crash-points")]
        #[command(flatten)]
        ordeal: ordeal::Ordeal,
    },
    /// Try the whole bot in a made-up Discord on this machine: no token, no account, no network.
    Sandbox(sandbox::Asked),
    /// Read a library and name every fault in it at once, with where it is and what to do.
    Check {
        /// The library's folder. Without it: CONTENT_DIR's, or the library in this program.
        dir: Option<PathBuf>,
    },
    /// Copy the SQLite database to FILE, while the bot runs or not. Keep the copy apart from the key
    /// file and the list of erasures, and these somewhere safe, too.
    Backup {
        /// The copy, which must not be there yet.
        file: PathBuf,
    },
    /// Put a backup back where DATABASE_URL says, where no database must be. What members erased since
    /// it was made is erased again, so the key file and the list of erasures must be there.
    Restore {
        /// What `sunflower backup` made.
        file: PathBuf,
    },
    /// Have a new key seal what members write, and seal all of it anew under that one, while the bot runs or not.
    /// Cut off, it goes on when it is run again.
    RotateKey {
        /// Instead, take the keys out of the key file that nothing in the database is sealed under any more.
        /// Backups that need them can't be put back then.
        #[arg(long)]
        retire: bool,
    },
    /// Print the link that invites the bot to a server, with the least permissions it needs.
    Invite,
    /// Ask the bot that runs on this machine whether it is ready, where HTTP_BIND says: 0 if it is, 1 and
    /// what is wrong if not.
    Health,
}

/// What `sysexits.h` calls a fault in the configuration: whoever watches the program must not start it again.
const TURNED_AWAY: u8 = 78;

/// Parses the command line, runs it, and says how it ended: 0 well, 1 a fault, 2 a command line that
/// can't be understood, 78 where Discord lets it in no more until somebody has mended something.
#[must_use]
pub fn main() -> ExitCode {
    let ended = match Arguments::parse().command {
        #[cfg(not(feature = "crash-points"))]
        Command::Run {} => run::run(|_| Ok(Clock::system())),
        #[cfg(feature = "crash-points")]
        Command::Run { ordeal } => run::run(|runtime| ordeal.begin(runtime)),
        Command::Sandbox(asked) if asked.rehearse => rehearse::rehearse(asked.port),
        Command::Sandbox(asked) => sandbox::sandbox(&asked),
        Command::Check { dir } => check::check(dir),
        Command::Backup { file } => backup::backup(&file),
        Command::Restore { file } => restore::restore(&file),
        Command::RotateKey { retire } => rotate_key::rotate_key(retire),
        Command::Invite => invite::invite(),
        Command::Health => health::health(),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", explained(&error));
            if error.is::<TurnedAway>() {
                ExitCode::from(TURNED_AWAY)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

/// A library's report is drawn for the terminal; everything else is a sentence with its causes.
fn explained(error: &anyhow::Error) -> String {
    const WIDTH: usize = 100;
    match error.downcast_ref::<Report>() {
        Some(report) => report.drawn(WIDTH, io::stderr().is_terminal()),
        None => format!("{error:#}"),
    }
}

/// So many of these, in words.
fn counted<N: Copy + PartialEq + From<u8> + Display>(count: N, of: &str) -> String {
    let plural = if count == N::from(1) { "" } else { "s" };
    format!("{count} {of}{plural}")
}
