//! The library that is built in: without fault, complete, and in a form that Discord can show.

use std::{collections::HashSet, path::Path};

use sunflower::content::{Article, Library};

fn library() -> Library {
    Library::embedded().unwrap_or_else(|report| panic!("{report}"))
}

fn article<'a>(library: &'a Library, slug: &str) -> &'a Article {
    library.article(&slug.parse().unwrap()).unwrap()
}

#[test]
fn the_embedded_library_is_the_folder_content() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let read = Library::read(&folder).unwrap_or_else(|report| panic!("{report}"));
    let embedded = library();
    assert_eq!(read.articles(), embedded.articles());
    assert_eq!(read.support(), embedded.support());
}

#[test]
fn the_article_on_vulnerability_has_all_of_its_source() {
    let library = library();
    let article = article(&library, "vulnerability-with-your-partner");
    assert_eq!(
        article.title,
        "How Vulnerability Can Bring You and Your Partner Closer"
    );
    assert_eq!(
        (article.author.as_str(), article.publisher.as_str()),
        ("Melody Wright, LMFT", "Life By Design Therapy")
    );
    assert_eq!(
        (article.practices.len(), article.affirmations.len()),
        (6, 5)
    );
    assert_eq!(article.prompts.len(), 5);
    assert_eq!(
        article.resources,
        [
            "Gary Chapman, *The Five Love Languages: The Secret to Love that Lasts*",
            "Marshall B. Rosenberg, *Nonviolent Communication: A Language of Life*",
            "Sue Johnson, *Hold Me Tight: Seven Conversations for a Lifetime of Love*",
        ]
    );
    assert_eq!(
        article.related,
        [
            "How to Heal Miscommunication in Your Relationship and Rekindle Connection",
            "Mindfulness and Relationships: How Presence Can Strengthen Connections",
        ]
    );
    let headings: Vec<_> = article
        .sections
        .iter()
        .map(|section| section.heading.as_str())
        .collect();
    assert!(headings.contains(&"What your nervous system is doing"));
    assert!(headings.contains(&"Vulnerability and attachment"));
    assert!(headings.contains(&"What staying guarded costs"));
    let examples: usize = article
        .sections
        .iter()
        .map(|section| section.text.matches("- 🌻 “").count())
        .sum();
    assert_eq!(examples, 3);
}

#[test]
fn the_article_on_relational_trauma_has_all_of_its_source() {
    let library = library();
    let article = article(&library, "healing-from-relational-trauma");
    assert_eq!(
        article.title,
        "Healing From Relational Trauma: Strategies for Recovery and Growth"
    );
    assert!(article.content_note.as_ref().unwrap().contains("trauma"));
    assert_eq!(
        (article.practices.len(), article.affirmations.len()),
        (4, 5)
    );
    assert!((3..=5).contains(&article.prompts.len()));
    let text: String = article
        .sections
        .iter()
        .map(|section| section.text.as_str())
        .collect();
    for therapy in [
        "Somatic Therapy",
        "Sensorimotor Psychotherapy",
        "training in trauma",
        "CBT",
        "holistic",
    ] {
        assert!(text.contains(therapy), "{therapy} is missing");
    }
}

#[test]
fn every_text_is_short_enough_to_be_read_on_a_phone() {
    for article in library().articles() {
        let within = |texts: &[String], most| texts.iter().all(|text| text.chars().count() <= most);
        assert!(within(&article.affirmations, 150), "{}", article.title);
        assert!(within(&article.prompts, 300), "{}", article.title);
        assert!(
            article
                .practices
                .iter()
                .all(|practice| within(&practice.steps, 220)),
            "{}",
            article.title
        );
        assert!(
            article
                .practices
                .iter()
                .all(|practice| practice.steps.len() >= 3),
            "{}",
            article.title
        );
        assert!(article.title.chars().count() <= 100);
        assert!(
            article.prompts.iter().all(|prompt| prompt.contains('?')),
            "{}",
            article.title
        );
    }
}

#[test]
fn no_affirmation_or_prompt_repeats_anothers_words() {
    let library = library();
    let mut said = HashSet::new();
    for article in library.articles() {
        for text in article.affirmations.iter().chain(&article.prompts) {
            let words: Vec<String> = text
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect();
            for run in words.windows(5) {
                assert!(
                    said.insert(run.join(" ")),
                    "“{}” is said twice",
                    run.join(" ")
                );
            }
        }
    }
}

#[test]
fn practices_affirmations_and_topics_are_found() {
    let library = library();
    let articles = library.articles();
    let in_all = |held: fn(&Article) -> usize| articles.iter().map(|one| held(one)).sum::<usize>();
    assert_eq!(
        library.practices().count(),
        in_all(|article| article.practices.len())
    );
    let (of, practice) = library
        .practice(&"keep-a-small-ritual-together".parse().unwrap())
        .unwrap();
    assert_eq!(
        (of.slug.as_str(), practice.name.as_str()),
        (
            "vulnerability-with-your-partner",
            "Keep a small ritual together"
        )
    );
    assert!(library.practice(&"no-such".parse().unwrap()).is_none());

    let trauma = "trauma".parse().unwrap();
    assert_eq!(library.on_topics(&[]).len(), articles.len());
    assert_eq!(library.on_topics(std::slice::from_ref(&trauma)).len(), 1);
    assert!(library.on_topics(&["no-such".parse().unwrap()]).is_empty());
    assert_eq!(
        library.affirmations(None).len(),
        in_all(|article| article.affirmations.len())
    );
    let of_trauma = library.affirmations(Some(&trauma));
    assert_eq!(of_trauma.len(), 5);
    assert!(
        of_trauma
            .iter()
            .enumerate()
            .all(|(n, affirmation)| affirmation.index == n
                && affirmation.article.affirmations[n] == affirmation.text)
    );
    assert!(library.topics().is_sorted());
    assert_eq!(
        library.topics().iter().collect::<HashSet<_>>().len(),
        library.topics().len()
    );
    assert!(library.articles().is_sorted_by(|a, b| a.title < b.title));
}

#[test]
fn help_is_found_by_country_and_everywhere() {
    let library = library();
    let support = library.support();
    let links: Vec<_> = support
        .international
        .iter()
        .filter_map(|service| service.link.as_deref())
        .collect();
    assert_eq!(
        links,
        ["https://findahelpline.com", "https://befrienders.org"]
    );
    for (code, number) in [
        ("US", "988"),
        ("GB", "116 123"),
        ("ie", "116 123"),
        ("AU", "13 11 14"),
        ("NZ", "1737"),
        ("DE", "116 123"),
    ] {
        let country = support.country(code).unwrap();
        assert!(
            country
                .services
                .iter()
                .any(|service| service.contact.contains(number)),
            "{number} is missing"
        );
    }
    assert!(support.country("XX").is_none());
    assert!(support.countries.is_sorted_by(|a, b| a.name < b.name));
}
