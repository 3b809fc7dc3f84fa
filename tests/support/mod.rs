//! What tests share: a database of their own, on SQLite and on PostgreSQL.

pub mod database;
