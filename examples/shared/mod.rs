//! What the examples that measure share.

pub mod process;
pub mod wall;
