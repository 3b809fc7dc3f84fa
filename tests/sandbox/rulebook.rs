//! ARCHITECTURE.md's table of Discord's rules is kept whole: every code that the sandbox answers or
//! closes with is in it, every page that its comments lean on is linked, every row says where.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

const PAGES: &str = "https://docs.discord.com/developers/";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The rows of the table: the rule, and where it is stated. Headings within it have no second part.
fn table() -> Vec<(String, String)> {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, section) = map
        .split_once("\n## Discord's rules that the sandbox enforces\n")
        .expect("the section is there");
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| "));
    let rows = rows.skip(1).map(|row| {
        let mut parts = row.trim_matches('|').splitn(2, " | ");
        let mut part = || parts.next().unwrap_or_default().trim().to_owned();
        (part(), part())
    });
    rows.collect()
}

/// The text of every file below `dir`, tests left out.
fn sources(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.file_name().is_some_and(|name| name != "tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            found.push(code.to_owned());
        }
    }
    found
}

fn sandbox(folder: &str) -> Vec<String> {
    sources(&root().join("src/sandbox").join(folder))
}

/// Numbers of so many digits that stand alone; `160_004` is one of six.
fn numbers(text: &str, digits: usize) -> Vec<u32> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.');
    let words = words.map(|word| word.replace('_', ""));
    let words = words.filter(|word| word.len() == digits);
    words.filter_map(|word| word.parse().ok()).collect()
}

#[test]
fn every_code_that_the_sandbox_answers_with_is_in_the_table() {
    let mut codes: BTreeSet<u32> = BTreeSet::new();
    for text in sandbox("rest").iter().chain(&sandbox("rules")) {
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            codes.extend(numbers(line, 5).into_iter().filter(|code| *code < 60_000));
            codes.extend(
                numbers(line, 6)
                    .into_iter()
                    .filter(|code| code / 10_000 == 16),
            );
        }
    }
    assert!(
        codes.contains(&50_013) && codes.contains(&160_004),
        "the test reads what it is to read"
    );
    for text in sandbox("gateway") {
        let lines = text.lines().filter(|line| line.contains("(40"));
        let closing = |code: &u32| matches!(code, 4001..=4014);
        codes.extend(lines.flat_map(|line| numbers(line, 4)).filter(closing));
    }
    assert!(codes.contains(&4014));
    let written: BTreeSet<u32> = table()
        .iter()
        .flat_map(|(rule, _)| [4, 5, 6].map(|digits| numbers(rule, digits)).concat())
        .collect();
    let missing: Vec<_> = codes.difference(&written).collect();
    assert!(missing.is_empty(), "not in ARCHITECTURE.md: {missing:?}");
}

#[test]
fn every_page_that_the_sandbox_leans_on_is_linked_and_every_row_says_where() {
    let table = table();
    assert!(table.len() > 60);
    for (rule, stated) in &table {
        let heading = rule.starts_with("**");
        let says = stated.contains(PAGES) || stated.contains("no page");
        assert!(heading || says, "{rule}: where is that stated?");
    }
    let linked: String = table.iter().map(|(_, stated)| stated.as_str()).collect();
    let mut missing = BTreeSet::new();
    for text in sandbox("") {
        for line in text
            .lines()
            .filter(|line| line.trim_start().starts_with("//"))
        {
            let words = line.split(|c: char| !c.is_ascii_alphanumeric() && !"/-".contains(c));
            let page = |word: &&str| {
                let folders = [
                    "interactions/",
                    "resources/",
                    "topics/",
                    "components/",
                    "events/",
                ];
                folders.iter().any(|folder| word.starts_with(folder))
            };
            for page in words.filter(page) {
                let url = format!("{PAGES}{page}");
                if !linked.contains(&url) {
                    missing.insert(url);
                }
            }
        }
    }
    assert!(missing.is_empty(), "not in ARCHITECTURE.md: {missing:?}");
}
