//! Where the tests kill the program: on either side of each write of a step. Without the feature
//! `crash-points` nothing of this is in the program but the commit.

/// Commits what a step wrote, between two points that are named for it.
macro_rules! commit {
    ($step:literal, $writing:expr) => {{
        fail::fail_point!(concat!($step, ": before the commit"));
        let committed = $writing.commit().await;
        fail::fail_point!(concat!($step, ": after the commit"));
        committed
    }};
}
pub(super) use commit;
