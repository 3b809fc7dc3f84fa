//! A small library: three articles on rest, one of them also on courage, each with two practices and
//! two prompts.

use std::{fs, path::Path};

use sunflower::content::Library;

/// The library of these articles.
pub fn of(slugs: &[&str]) -> Library {
    let folder = tempfile::tempdir().expect("a folder");
    let articles = folder.path().join("articles");
    fs::create_dir(&articles).expect("a folder of articles");
    for slug in slugs {
        write(&articles, slug);
    }
    let support = include_str!("../../content/support.toml");
    fs::write(folder.path().join("support.toml"), support).expect("written");
    Library::read(folder.path()).expect("a library without faults")
}

/// All three.
pub fn whole() -> Library {
    of(&["evening", "morning", "noon"])
}

/// All but this one.
pub fn without(slug: &str) -> Library {
    let mut slugs = vec!["evening", "morning", "noon"];
    slugs.retain(|other| *other != slug);
    of(&slugs)
}

fn write(articles: &Path, slug: &str) {
    let topics = if slug == "noon" {
        r#"["courage", "rest"]"#
    } else {
        r#"["rest"]"#
    };
    let text = format!(
        r#"+++
title = "An {slug} without hurry"
slug = "{slug}"
author = "Ada Example"
publisher = "The Example Garden"
topics = {topics}
+++

## Summary

What an {slug} may be.

## Key points

- It has an end.

## Practices

### Begin the {slug}

1. Sit down.

### End the {slug}

1. Stand up.

## Affirmations

- I have time this {slug}.

## Prompts

- What did the {slug} bring?
- What did the {slug} take?

## Resources

- *A Book of {slug}s*, by Ada Example
"#
    );
    fs::write(articles.join(format!("{slug}.md")), text).expect("written");
}
