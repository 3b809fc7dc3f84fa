//! What the examples that measure share.

pub mod process;
pub mod table;
pub mod wall;
