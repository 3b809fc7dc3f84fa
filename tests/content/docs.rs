//! What is written for people in docs/ is about what is there: each table is told of, each file that a claim
//! leans on is there, and the drafts name all that is to be filled in.

use std::{collections::BTreeSet, fs, path::Path};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn doc(name: &str) -> String {
    fs::read_to_string(root().join("docs").join(name)).unwrap()
}

#[test]
fn every_table_is_told_of_in_what_is_kept() {
    let told = doc("privacy.md");
    let mut tables = 0;
    for migration in fs::read_dir(root().join("migrations")).unwrap() {
        let sql = fs::read_to_string(migration.unwrap().path()).unwrap();
        for made in sql.split("CREATE TABLE ").skip(1) {
            let name = made.split([' ', '(']).next().unwrap();
            assert!(
                told.contains(&format!("`{name}`")),
                "nothing is said of {name}"
            );
            tables += 1;
        }
    }
    assert!(tables > 5);
}

#[test]
fn every_file_that_is_named_is_there() {
    for name in ["privacy.md", "privacy-policy.md", "terms.md"] {
        let text = doc(name);
        for link in text.split("](").skip(1) {
            let link = link.split(')').next().unwrap();
            if !link.starts_with("https://") && !link.starts_with('{') {
                assert!(root().join("docs").join(link).exists(), "{name}: {link}");
            }
        }
        let readme = fs::read_to_string(root().join("README.md")).unwrap();
        assert!(
            readme.contains(&format!("(docs/{name})")),
            "the README leads to {name}"
        );
    }
}

/// What stands in braces.
fn placeholders(text: &str) -> BTreeSet<&str> {
    let opened = text.split('{').skip(1);
    opened.map(|rest| rest.split('}').next().unwrap()).collect()
}

#[test]
fn the_drafts_list_all_their_placeholders_and_no_more() {
    for name in ["privacy-policy.md", "terms.md"] {
        let text = doc(name);
        let (listed, draft): (Vec<_>, Vec<_>) =
            text.lines().partition(|line| line.starts_with('>'));
        let listed: Vec<_> = listed
            .iter()
            .filter(|line| line.starts_with("> | `{"))
            .collect();
        let listed: BTreeSet<_> = listed.iter().flat_map(|line| placeholders(line)).collect();
        let draft = draft.join("\n");
        assert!(!listed.is_empty());
        assert_eq!(placeholders(&draft), listed, "{name}");
    }
}
