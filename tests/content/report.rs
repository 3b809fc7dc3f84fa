//! Libraries refused as a whole, how the report reads, and that there is always one.

use std::fs;

use proptest::prelude::*;
use sunflower::content::Library;

use crate::folder::{Example, example, folder, printed, report};

/// What a slip of the hand may leave in a file.
const SCRAPS: &[&str] = &[
    "",
    "\"",
    "\n",
    "\r\n",
    "+++\n",
    "[",
    "]]",
    "## ",
    "### ",
    "- ",
    "1. ",
    "é",
    "🌻",
    "\u{feff}",
    "\0",
    "<!--",
    "-->",
    "<b>",
    "`",
    "```\n",
    "    ",
    "![",
    "](",
    "@everyone",
    "= ",
    "{#",
    "\\",
    "\t",
    "*",
    "> ",
];

#[test]
fn what_stands_twice_in_two_articles_names_the_first() {
    let example = example();
    let found = report(&[
        ("articles/a.md", example.article.as_bytes()),
        ("articles/b.md", example.article.as_bytes()),
        ("support.toml", example.support.as_bytes()),
    ]);
    let doubled = [
        "title",
        "slug",
        "practice's name",
        "practice's slug",
        "practice's name",
        "practice's slug",
        "affirmation or prompt",
        "affirmation or prompt",
    ];
    assert_eq!(found.len(), doubled.len(), "{found:#?}");
    for (found, what) in found.iter().zip(doubled) {
        assert!(
            found.starts_with("articles/b.md:")
                && found.contains(&format!("the {what} "))
                && found.contains("stands already at articles/a.md:"),
            "{found}"
        );
    }
}

#[test]
fn files_that_make_no_library_are_named() {
    let example = example();
    let found = report(&[
        ("articles/a.md", b"+++\ntitle = \"\xff\"\n+++\n"),
        ("articles/notes.txt", b""),
        ("articles/old/b.md", b""),
        ("article/c.md", b""),
        ("suport.toml", example.support.as_bytes()),
    ]);
    assert_eq!(
        found,
        [
            "the folder the folder: support.toml is missing",
            "article article: a folder that is not part of a library",
            "articles/a.md:2:10 the file is not UTF-8 text",
            "articles/notes.txt articles/notes.txt: a file that is not part of a library",
            "articles/old articles/old: a folder that is not part of a library",
            "suport.toml suport.toml: a file that is not part of a library",
        ]
    );
}

#[test]
fn an_empty_folder_and_a_missing_one_are_refused() {
    let empty = report(&[]);
    assert_eq!(
        empty,
        [
            "the folder the folder: there is no article",
            "the folder the folder: support.toml is missing"
        ]
    );

    let gone = folder(&[]);
    let report = Library::read(&gone.path().join("nowhere")).unwrap_err();
    assert_eq!(report.count(), 1);
    assert!(report.faults()[0].message().contains("can't be read"));
    assert!(!report.faults()[0].help().is_empty());
}

#[cfg(unix)]
#[test]
fn a_file_that_can_not_be_read_is_named() {
    let example = example();
    let folder = folder(&[
        ("support.toml", example.support.as_bytes()),
        ("articles/a.md", example.article.as_bytes()),
    ]);
    // A link that leads nowhere can't be read, not even by root.
    std::os::unix::fs::symlink("nowhere", folder.path().join("articles/b.md")).unwrap();
    let report = Library::read(folder.path()).unwrap_err();
    assert_eq!(report.count(), 1);
    assert!(
        report.faults()[0]
            .message()
            .contains("articles/b.md: the file can't be read")
    );
}

#[test]
fn every_fault_is_reported_at_once_and_says_what_to_do() {
    let article = fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/content/faulty.md"
    ))
    .unwrap();
    let support = fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/content/faulty.toml"
    ))
    .unwrap();
    let folder = folder(&[
        ("articles/faulty.md", &article),
        ("articles/notes.txt", b""),
        ("support.toml", &support),
    ]);
    let report = Library::read(folder.path()).unwrap_err();
    insta::assert_snapshot!(printed(&report, folder.path()));
    assert!(
        report.drawn(100, true).contains("\u{1b}["),
        "colour where it is wanted"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_is_written_gets_a_report_or_a_library(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..40, prop::sample::select(SCRAPS)), 1..6),
        of_article: bool,
    ) {
        let Example { mut article, mut support } = example();
        let text = if of_article { &mut article } else { &mut support };
        for (at, length, scrap) in cuts {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            let end = text.floor_char_boundary((start + length).min(text.len())).max(start);
            text.replace_range(start..end, scrap);
        }
        let folder = folder(&[("articles/a.md", article.as_bytes()), ("support.toml", support.as_bytes())]);
        if let Err(report) = Library::read(folder.path()) {
            prop_assert!(report.to_string().ends_with("in the library."));
            prop_assert!(report.faults().iter().all(|fault| !fault.help().is_empty()));
        }
    }
}
