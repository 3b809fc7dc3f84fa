//! The commands, one file each.

use super::Command;

/// All of them, in the order of `/help`.
#[must_use]
pub fn all() -> Vec<Command> {
    Vec::new()
}
