//! A program that holds keys, or words of members', is written to no core file when it crashes, and no other
//! program of the same user looks into its memory.

/// Forbids it, from now on. Where the system has no such thing, nothing is forbidden.
///
/// # Errors
///
/// If the system refuses.
#[cfg(target_os = "linux")]
pub fn forbid() -> anyhow::Result<()> {
    use anyhow::Context as _;
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable).context("core files can't be forbidden")
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "as on Linux")]
pub fn forbid() -> anyhow::Result<()> {
    Ok(())
}
