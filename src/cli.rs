//! The command line: one subcommand for each thing an operator does.

use std::process::ExitCode;

/// Parses the command line, runs it, and says how it ended.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
