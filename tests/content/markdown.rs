//! What writers write and what Discord is given.

use sunflower::content::{Article, Library};

use crate::folder::{example, folder};

fn read(change: impl FnOnce(String) -> String) -> Article {
    let example = example();
    let article = change(example.article);
    let folder = folder(&[
        ("articles/a.md", article.as_bytes()),
        ("support.toml", example.support.as_bytes()),
    ]);
    let library = Library::read(folder.path()).unwrap_or_else(|report| panic!("{report}"));
    Article::clone(&library.articles()[0])
}

#[test]
fn the_example_of_the_readme_reads_as_it_is_written() {
    insta::assert_debug_snapshot!(read(|article| article));
}

#[test]
fn an_article_saved_on_windows_reads_the_same() {
    let windows = read(|article| format!("\u{feff}{}", article.replace('\n', "\r\n")));
    assert_eq!(windows, read(|article| article));
}

#[test]
fn an_article_is_an_original_where_it_says_so() {
    let source = "source = \"https://example.org/evening\"";
    let original = |said: &str| read(|article| article.replace(source, said)).original;
    assert!(original("original = true"));
    assert!(!original("original = false"));
    assert!(!original(""));
}

#[test]
fn lines_of_a_paragraph_are_joined_and_stray_marks_are_kept_as_letters() {
    let article = read(|article| {
        article.replace(
            "- I may stop before everything is done.",
            "- I may\n  stop: 2 \\* 2 is `4`, [here](https://example.org/a_(b)) & snake_case ~~now~~.",
        )
    });
    assert_eq!(
        article.affirmations,
        [
            "I may stop: 2 \\* 2 is `4`, [here](https://example.org/a_%28b%29) & snake\\_case \\~\\~now\\~\\~."
        ]
    );
}

#[test]
fn prose_straight_under_background_takes_its_name() {
    let article = read(|article| article.replace("### Why evenings are short\n", ""));
    assert_eq!(article.sections[0].heading, "Background");
}

#[test]
fn folders_may_hold_notes_and_hidden_files() {
    let example = example();
    let folder = folder(&[
        ("README.md", b"notes"),
        ("consent.md", b"consent"),
        (".DS_Store", b"\xff"),
        (".git/config", b"x"),
        ("articles/README.md", b"notes"),
        ("articles/.a.md.swp", b"\xff"),
        ("articles/a.md", example.article.as_bytes()),
        ("support.toml", example.support.as_bytes()),
    ]);
    assert!(Library::read(folder.path()).is_ok());
}
