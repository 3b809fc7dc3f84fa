//! Who may use whom, and what each file must be: DESIGN's table, and the check of one file by it.

use std::fmt;

use crate::{
    lexer::{self, Kind, Token},
    paths::{self, Path},
};

/// What a module may use of ours, besides itself. A name stands for all that is in it.
pub enum Uses {
    Only(&'static [&'static str]),
    Everything,
}

/// DESIGN, "Who may know whom". A module that is not here fails the test until it is decided.
pub const TABLE: &[(&str, Uses)] = &[
    ("content", Uses::Only(&[])),
    ("calendar", Uses::Only(&[])),
    ("clock", Uses::Only(&[])),
    ("tally", Uses::Only(&[])),
    (
        "store",
        Uses::Only(&[
            "content",
            "calendar",
            "posting::model",
            "reflection::model",
            "tally",
        ]),
    ),
    (
        "posting",
        Uses::Only(&["content", "calendar", "store", "clock"]),
    ),
    (
        "reflection",
        Uses::Only(&["content", "calendar", "store", "clock"]),
    ),
    (
        "discord",
        Uses::Only(&[
            "content",
            "calendar",
            "store",
            "clock",
            "posting",
            "reflection",
            "tally",
        ]),
    ),
    // It looks at the parts, and does nothing with them.
    (
        "operating",
        Uses::Only(&[
            "content::Shelf",
            "clock",
            "store::Store",
            "posting::Planner",
            "discord::link",
            "discord::rest",
            "tally",
        ]),
    ),
    // It must not share our misreadings of Discord.
    ("sandbox", Uses::Only(&[])),
    // Only the plain types that it reads text into: addresses, what is wrong with one, a token, ids;
    // nothing that does anything. Config is read by app and cli, which hand on what others need.
    (
        "config",
        Uses::Only(&[
            "store::DatabaseUrl",
            "store::DatabaseUrlError",
            "store::ids",
            "discord::login",
        ]),
    ),
    ("app", Uses::Everything),
    ("cli", Uses::Everything),
];

/// Crates that these modules alone may name.
const CRATES: &[(&str, &[&str])] = &[
    ("sqlx", &["store"]),
    ("serenity", &["discord"]),
    ("poise", &["discord"]),
    ("axum", &["sandbox", "operating"]),
    ("metrics", &["tally"]),
    ("metrics_exporter_prometheus", &["tally"]),
    ("dotenvy", &["config"]),
];

/// Modules that are pure: no async and no I/O, but that content reads the library's files.
const PURE: &[&str] = &["content", "calendar"];
const NOT_PURE: &[&str] = &["async", "await", "tokio", "futures_util"];
const STD_IO: &[&str] = &["fs", "io", "net", "process", "thread"];

/// How SQL starts. Only the store speaks it.
const SQL: &[&str] = &["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "];

const MOST_LINES: usize = 400;
const MOST_LINES_OF_MAIN: usize = 30;

/// A file of `src`.
pub struct File<'s> {
    /// From `src` on, such as `posting/plan.rs`.
    pub name: &'s str,
    pub source: &'s str,
}

/// What a file breaks, and where.
#[derive(Debug, PartialEq)]
pub struct Fault {
    pub file: String,
    pub line: usize,
    pub rule: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "src/{}:{}: {}", self.file, self.line, self.rule)
    }
}

/// Checks one file.
pub fn check(file: &File<'_>) -> Vec<Fault> {
    let mut faults = Faults {
        file: file.name,
        found: Vec::new(),
    };
    shape(file, &mut faults);
    let module = module_of(file.name);
    let Some(top) = module.first() else {
        // lib.rs and main.rs hold nothing but the map and the call; their shape is checked.
        return faults.found;
    };
    let tokens = lexer::tokens(file.source);
    let paths = paths::paths(&tokens, &module);
    for path in &paths {
        within_table(top, path, &mut faults);
        environment(top, path, &mut faults);
        pure_paths(top, path, &mut faults);
    }
    for token in &tokens {
        crates_and_words(top, token, &mut faults);
    }
    faults.found
}

/// The module that a file is: `posting/plan.rs` is `posting::plan`.
fn module_of(name: &str) -> Vec<String> {
    let name = name.trim_end_matches(".rs");
    let mut names: Vec<_> = name.split('/').map(str::to_owned).collect();
    if matches!(
        names.last().map(String::as_str),
        Some("mod" | "lib" | "main")
    ) {
        names.pop();
    }
    names
}

struct Faults<'f> {
    file: &'f str,
    found: Vec<Fault>,
}

impl Faults<'_> {
    fn push(&mut self, line: usize, rule: impl Into<String>) {
        self.found.push(Fault {
            file: self.file.to_owned(),
            line,
            rule: rule.into(),
        });
    }
}

fn shape(file: &File<'_>, faults: &mut Faults<'_>) {
    if !file.source.starts_with("//! ") {
        faults.push(1, "a file opens with `//!`: what lives here and why");
    }
    let most = match file.name {
        "main.rs" => MOST_LINES_OF_MAIN - 1,
        _ => MOST_LINES,
    };
    let lines = file.source.lines().count();
    if lines > most {
        faults.push(most + 1, format!("{lines} lines, and {most} are the most"));
    }
}

fn within_table(top: &str, path: &Path, faults: &mut Faults<'_>) {
    if path.names.first().is_some_and(|name| name == "sunflower") {
        faults.push(path.line, format!("`{}`: say `crate`", path.written()));
    }
    let Some(target) = path.in_crate() else {
        return;
    };
    let Some((_, Uses::Only(rules))) = TABLE.iter().find(|(module, _)| *module == top) else {
        return;
    };
    if target.is_empty() || target[0] == "*" {
        faults.push(
            path.line,
            format!(
                "`{}` names the whole crate: name what is used",
                path.written()
            ),
        );
        return;
    }
    let allowed = |rule: &&str| {
        let rule: Vec<_> = rule.split("::").collect();
        target.len() >= rule.len() && target.iter().zip(&rule).all(|(a, b)| a == b)
    };
    if target[0] != top && !rules.iter().any(allowed) {
        faults.push(
            path.line,
            format!(
                "{top} may not use `{}` (it may use {}): DESIGN, who may know whom",
                target.join("::"),
                if rules.is_empty() {
                    "nothing of ours".to_owned()
                } else {
                    rules.join(", ")
                }
            ),
        );
    }
}

/// Only config reads the environment. `std::env::temp_dir` and the like are not it.
fn environment(top: &str, path: &Path, faults: &mut Faults<'_>) {
    let names: Vec<_> = path.names.iter().map(String::as_str).collect();
    let reads = names
        .windows(2)
        .any(|pair| matches!(pair, ["env", "var" | "var_os" | "vars" | "vars_os" | "*"]));
    if top != "config" && reads {
        faults.push(
            path.line,
            format!("`{}`: only config reads the environment", path.written()),
        );
    }
}

fn pure_paths(top: &str, path: &Path, faults: &mut Faults<'_>) {
    if !PURE.contains(&top) {
        return;
    }
    let names: Vec<_> = path.names.iter().map(String::as_str).collect();
    let [first, second, ..] = names[..] else {
        return;
    };
    let reads_library = top == "content" && matches!(second, "fs" | "io");
    if first == "std" && STD_IO.contains(&second) && !reads_library {
        faults.push(path.line, format!("`{}`: {top} is pure", path.written()));
    }
}

fn crates_and_words(top: &str, token: &Token, faults: &mut Faults<'_>) {
    match &token.kind {
        Kind::Name(name) => {
            let owners = CRATES
                .iter()
                .find(|(of, owners)| of == name && !owners.contains(&top));
            if let Some((of, owners)) = owners {
                let owners = owners.join(" and ");
                faults.push(token.line, format!("`{of}` is named in {owners} alone"));
            }
            if PURE.contains(&top) && NOT_PURE.contains(&name.as_str()) {
                faults.push(token.line, format!("`{name}`: {top} is pure"));
            }
        }
        Kind::Text(text) => {
            let sql = SQL.iter().any(|start| text.trim_start().starts_with(start));
            if sql && top != "store" {
                faults.push(token.line, "SQL is spoken in store alone");
            }
        }
        Kind::PathSeparator | Kind::Mark(_) => {}
    }
}

/// The modules that lib.rs declares, with their lines.
pub fn declared(source: &str) -> Vec<(String, usize)> {
    let tokens = lexer::tokens(source);
    let pairs = tokens.windows(2);
    pairs
        .filter_map(|pair| match (&pair[0].kind, &pair[1].kind) {
            (Kind::Name(word), Kind::Name(name)) if word == "mod" => {
                Some((name.clone(), pair[1].line))
            }
            _ => None,
        })
        .collect()
}

#[path = "rules/tests.rs"]
mod tests;
