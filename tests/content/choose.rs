//! What comes next: walks and the week's article.

use std::collections::HashSet;

use proptest::prelude::*;
use sunflower::content::choose::{next_article, nth, walk};
use sunflower::content::{Article, Slug};

fn articles(count: usize) -> Vec<Article> {
    let article = |n: usize| Article {
        slug: format!("article-{n}").parse().unwrap(),
        title: format!("Article {n}"),
        author: String::new(),
        publisher: String::new(),
        source: None,
        original: false,
        topics: Vec::new(),
        content_note: None,
        summary: String::new(),
        sections: Vec::new(),
        key_points: Vec::new(),
        practices: Vec::new(),
        affirmations: Vec::new(),
        prompts: Vec::new(),
        resources: Vec::new(),
        related: Vec::new(),
    };
    (0..count).map(article).collect()
}

proptest! {
    #[test]
    fn a_walk_sees_everything_once_in_each_round(count in 1_usize..60, seed: u16, round in 0_u32..2000) {
        let start = round * u32::try_from(count).unwrap();
        let seen: HashSet<usize> = (0..u32::try_from(count).unwrap()).map(|step| walk(count, seed, start + step)).collect();
        prop_assert_eq!(seen, (0..count).collect::<HashSet<_>>());
    }

    #[test]
    fn nothing_follows_itself_on_a_walk(count in 2_usize..12, seed: u16) {
        for step in 0..200 {
            prop_assert_ne!(walk(count, seed, step), walk(count, seed, step + 1));
        }
    }

    #[test]
    fn a_walk_stays_in_its_bounds_however_far_it_goes(count in 1_usize..60, seed: u16, step: u32) {
        prop_assert!(walk(count, seed, step) < count);
    }

    #[test]
    fn no_article_comes_again_before_all_were_used(count in 1_usize..9, seeds in prop::collection::vec(any::<u64>(), 40)) {
        let articles = articles(count);
        let candidates: Vec<&Article> = articles.iter().collect();
        let mut used: Vec<Slug> = Vec::new();
        for seed in seeds {
            used.push(next_article(&candidates, &used, seed).unwrap().slug.clone());
        }
        for round in used.chunks(count) {
            prop_assert_eq!(round.iter().collect::<HashSet<_>>().len(), round.len());
        }
        prop_assert!(count == 1 || used.windows(2).all(|two| two[0] != two[1]));
    }

    #[test]
    fn the_order_of_the_candidates_does_not_matter(count in 1_usize..9, seed: u64) {
        let articles = articles(count);
        let there: Vec<&Article> = articles.iter().collect();
        let back: Vec<&Article> = articles.iter().rev().collect();
        prop_assert_eq!(next_article(&there, &[], seed), next_article(&back, &[], seed));
    }
}

#[test]
fn walks_differ_by_seed_and_never_change_with_a_version() {
    let order = |seed| (0..10).map(|step| walk(5, seed, step)).collect::<Vec<_>>();
    insta::assert_compact_debug_snapshot!((order(1), order(2), order(3)));
}

#[test]
fn a_walk_over_nothing_stays_where_it_is() {
    assert_eq!((walk(0, 7, 3), walk(1, 7, 3)), (0, 0));
}

#[test]
fn a_new_article_comes_before_those_already_used() {
    let articles = articles(3);
    let used = [
        articles[0].slug.clone(),
        articles[1].slug.clone(),
        articles[0].slug.clone(),
    ];
    let candidates: Vec<&Article> = articles.iter().collect();
    for seed in 0..20 {
        assert_eq!(
            next_article(&candidates, &used, seed)
                .unwrap()
                .slug
                .as_str(),
            "article-2"
        );
    }
}

#[test]
fn what_left_the_library_does_not_count_as_used() {
    let articles = articles(2);
    let used = ["gone".parse().unwrap(), articles[0].slug.clone()];
    let candidates: Vec<&Article> = articles.iter().collect();
    assert_eq!(
        next_article(&candidates, &used, 0).unwrap().slug,
        articles[1].slug
    );
    assert!(next_article(&[], &used, 0).is_none());
}

#[test]
fn the_nth_begins_again_after_the_last() {
    let steps = ["a", "b", "c"];
    assert_eq!(
        [0, 2, 3, 7].map(|n| *nth(&steps, n).unwrap()),
        ["a", "c", "a", "b"]
    );
    assert_eq!(nth::<u8>(&[], 4), None);
}
