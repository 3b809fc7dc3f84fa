//! The check can fail: snippets that break each rule, beside ones that keep it.

use super::*;

fn broken(name: &str, source: &str) -> Vec<String> {
    let source = format!("//! A file.\n{source}");
    let file = File {
        name,
        source: &source,
    };
    check(&file).iter().map(ToString::to_string).collect()
}

#[test]
fn what_the_table_allows_is_allowed() {
    for (name, source) in [
        (
            "posting/plan.rs",
            "use crate::{store::Store, posting::model, clock::Clock};",
        ),
        (
            "posting/plan.rs",
            "use super::{deliver, model::Post}; use crate::content;",
        ),
        (
            "posting/mod.rs",
            "mod plan; pub use plan::once; use super::calendar::Recurrence;",
        ),
        (
            "store/posts.rs",
            "use crate::posting::model::Post; use sqlx::Any;",
        ),
        ("store/posts.rs", "const S: &str = \"SELECT 1\";"),
        (
            "discord/rest.rs",
            "use serenity::all::Http; use crate::posting::Channel;",
        ),
        (
            "sandbox/rules/form.rs",
            "use super::{Fault, super::world}; use axum::Router;",
        ),
        (
            "config.rs",
            "use crate::store::{DatabaseUrl, ids::GuildId}; fn f() { std::env::var(\"A\"); }",
        ),
        (
            "cli/run.rs",
            "use crate::{sandbox, discord, config::Config};",
        ),
        ("content/read.rs", "use std::{fs, io};"),
        (
            "content/mod.rs",
            "// tokio, crate::store\nconst S: &str = \"async crate::store sqlx\";",
        ),
        ("clock.rs", "mod tests { use super::*; }"),
        (
            "posting/plan.rs",
            "let at = std::env::temp_dir(); let v = env!(\"CARGO_PKG_VERSION\");",
        ),
    ] {
        assert_eq!(
            broken(name, source),
            Vec::<String>::new(),
            "{name}: {source}"
        );
    }
}

#[test]
fn a_module_that_uses_what_it_may_not_is_named_with_its_line() {
    assert_eq!(
        broken(
            "sandbox/world.rs",
            "\nuse crate::{\n    sandbox::rules,\n    store::Store,\n};"
        ),
        [
            "src/sandbox/world.rs:5: sandbox may not use `store::Store` (it may use nothing of ours): \
             DESIGN, who may know whom"
        ]
    );
    for (name, source) in [
        ("content/read.rs", "use crate::calendar::Recurrence;"),
        ("calendar/mod.rs", "use super::content;"),
        ("clock.rs", "use super::store;"),
        ("store/posts.rs", "use crate::posting::plan;"),
        ("store/posts.rs", "use crate::posting;"),
        ("store/posts.rs", "use crate::clock::Clock;"),
        ("posting/plan.rs", "use crate::reflection::Journal;"),
        ("posting/plan.rs", "fn f() { crate::discord::send() }"),
        ("posting/plan.rs", "use crate as everything;"),
        ("posting/plan.rs", "use super::super::*;"),
        (
            "posting/plan.rs",
            "mod tests { use super::super::super::discord; }",
        ),
        ("reflection/mod.rs", "use crate::{content, posting::model};"),
        ("discord/mod.rs", "use crate::app;"),
        ("discord/rest.rs", "use crate::sandbox::Sandbox;"),
        ("config.rs", "use crate::store::Store;"),
        ("posting/plan.rs", "use crate::config::Config;"),
        ("cli.rs", "use sunflower::app;"),
    ] {
        assert_eq!(broken(name, source).len(), 1, "{name}: {source}");
    }
}

#[test]
fn a_crate_outside_its_module_is_named() {
    assert_eq!(
        broken("posting/plan.rs", "#[derive(sqlx::FromRow)]"),
        ["src/posting/plan.rs:2: `sqlx` is named in store alone"]
    );
    for (name, source) in [
        ("app.rs", "use serenity::Client;"),
        ("cli.rs", "use ::poise as p;"),
        ("discord/mod.rs", "axum::serve()"),
        ("app.rs", "dotenvy::dotenv()"),
        ("discord/commands.rs", "let q = \" SELECT 1\";"),
    ] {
        assert_eq!(broken(name, source).len(), 1, "{name}: {source}");
    }
}

#[test]
fn what_is_pure_neither_waits_nor_reads() {
    for (name, source) in [
        ("content/mod.rs", "async fn f() {}"),
        ("calendar/mod.rs", "#[tokio::test] fn f() {}"),
        ("calendar/mod.rs", "use std::fs;"),
        ("content/mod.rs", "use std::{fmt, net::TcpStream};"),
        ("content/mod.rs", "std::process::exit(1)"),
    ] {
        assert_eq!(broken(name, source).len(), 1, "{name}: {source}");
    }
}

#[test]
fn only_config_reads_the_environment() {
    for source in [
        "std::env::var(\"A\")",
        "use std::env; fn f() { env::vars(); }",
        "use std::env::{self, var_os};",
        "use std::env::*;",
    ] {
        assert_eq!(broken("cli.rs", source).len(), 1, "{source}");
    }
}

#[test]
fn a_file_has_its_heading_and_its_length() {
    let at_most = "\n".repeat(MOST_LINES - 1);
    assert_eq!(broken("app.rs", &at_most), Vec::<String>::new());
    assert_eq!(
        broken("app.rs", &"\n".repeat(MOST_LINES)),
        ["src/app.rs:401: 401 lines, and 400 are the most"]
    );
    assert_eq!(
        broken("main.rs", &"\n".repeat(29)),
        ["src/main.rs:30: 30 lines, and 29 are the most"]
    );
    let bare = File {
        name: "app.rs",
        source: "use std::fmt;",
    };
    assert_eq!(
        check(&bare)[0].to_string(),
        "src/app.rs:1: a file opens with `//!`: what lives here and why"
    );
}

#[test]
fn the_map_is_read_from_the_declarations() {
    assert_eq!(
        declared("pub mod a; // mod b;\nmod c;"),
        [("a".to_owned(), 1), ("c".to_owned(), 2)]
    );
}
