//! Parses the command line and calls it.

use std::process::ExitCode;

fn main() -> ExitCode {
    sunflower::cli::main()
}
