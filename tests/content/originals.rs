//! The articles that were written for this library: how long, in which form, credited, and free of what everybody says.

use sunflower::content::{Article, Library, choose::next_article};

use crate::everything;

/// What every wellness site says already; stems, so that their forms are found too.
const WORN: &[&str] = &[
    "be gentle with yourself",
    "be kind to yourself",
    "best version of",
    "beautiful soul",
    "brighter tomorrow",
    "deep breath",
    "embrace",
    "everything happens for a reason",
    "from within",
    "fully present",
    "good vibes",
    "hold space",
    "holding space",
    "honor",
    "honour",
    "inner peace",
    "is not selfish",
    "isn't selfish",
    "it's okay not to",
    "it's okay to not",
    "it is okay not to",
    "journey",
    "let go of what",
    "listen to your body",
    "live in the moment",
    "mindful",
    "nourish",
    "nurtur",
    "one day at a time",
    "pour from an empty",
    "put yourself first",
    "recharge",
    "safe space",
    "self-love",
    "longer serve",
    "show up for",
    "speak your truth",
    "this too shall pass",
    "toxic",
    "transform",
    "treat yourself",
    "unlock",
    "you are enough",
    "you are not alone",
    "you are worthy",
    "you deserve",
    "you've got this",
    "your best self",
    "your truth",
];

fn library() -> Library {
    Library::embedded().unwrap_or_else(|report| panic!("{report}"))
}

/// Calls `look` for each original, of which there are some.
fn each_original(look: impl Fn(&Article)) {
    let library = library();
    let originals = library.articles().iter().filter(|article| article.original);
    assert!(originals.map(|one| look(one)).count() > 0);
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn characters(text: &str) -> usize {
    text.chars().count()
}

#[test]
fn an_original_has_the_length_and_the_form_of_one() {
    each_original(|article| {
        let title = &article.title;
        let summary = words(&article.summary);
        assert!((120..=250).contains(&summary), "{title}: {summary} words");
        assert!((3..=5).contains(&article.key_points.len()), "{title}");
        assert!((1..=2).contains(&article.practices.len()), "{title}");
        for practice in &article.practices {
            let steps = practice.steps.len();
            assert!((3..=7).contains(&steps), "{title}: {}", practice.name);
        }
        assert_eq!(article.affirmations.len(), 5, "{title}");
        assert_eq!(article.prompts.len(), 3, "{title}");
    });
}

#[test]
fn what_an_original_gives_to_a_post_is_short_enough_for_a_phone() {
    each_original(|article| {
        let affirmations = article.affirmations.iter().map(|text| (text, 90));
        let prompts = article.prompts.iter().map(|text| (text, 140));
        let steps = article.practices.iter().flat_map(|held| &held.steps);
        let steps = steps.map(|text| (text, 180));
        for (text, below) in affirmations.chain(prompts).chain(steps) {
            let length = characters(text);
            assert!(length < below, "{length} of {below}: {text}");
        }
    });
}

#[test]
fn originals_name_the_project_and_no_source_and_the_others_their_writers() {
    for article in library().articles() {
        let ours = (article.author.as_str(), article.publisher.as_str())
            == ("The Sunflower project", "Sunflower");
        assert_eq!(article.original, ours, "{}", article.title);
        assert!(!article.author.is_empty() && !article.publisher.is_empty());
        assert!(!article.original || article.source.is_none());
    }
}

#[test]
fn nothing_is_said_that_everybody_says() {
    for article in library().articles() {
        let text = everything(article).to_lowercase().replace('’', "'");
        for worn in WORN {
            assert!(!text.contains(worn), "{}: “{worn}”", article.title);
        }
    }
}

#[test]
fn a_server_without_topics_reads_a_quarter_of_weekly_posts_and_no_article_twice() {
    let library = library();
    let candidates = library.on_topics(&[]);
    for seed in 0..200 {
        let mut used = Vec::new();
        for week in 0..12 {
            let chosen = next_article(&candidates, &used, seed * 12 + week).unwrap();
            assert!(
                !used.contains(&chosen.slug),
                "{} in week {week}",
                chosen.title
            );
            used.push(chosen.slug.clone());
        }
    }
}

#[test]
fn no_original_pauses_on_dashes() {
    each_original(|article| {
        assert!(
            !everything(article).contains(['—', '–']),
            "{}",
            article.title
        );
    });
}
