//! The only SQL: one concrete `Store` over SQLite or PostgreSQL, one file per table family.

pub mod ids;
