//! That no affirmation or prompt says what another says, in other words or in another order.
//!
//! How near two sentences are is the mean of two shares: of the words they have in common, without those that carry
//! little and without endings; and of the runs of three letters they have in common. The first sees through another
//! order, the second through another form of a word; chance rarely brings both.

use std::collections::HashSet;

use sunflower::content::Library;

/// As near as this is a double. Of all pairs in a library of twelve articles the nearest stood at 0.23; the doubles below,
/// worded anew by hand, stand at 0.36 and more. This is half way.
const DOUBLE: f64 = 0.3;

/// Words that sentences share whatever they say.
const SMALL: &str = "a about all am an and any anybody anyone are as at be been before being but by can can't could did do \
    does doesn't don't down even for from had has have haven't he how i i'd i'll i'm i've if in into is isn't it it's its just \
    may me might mine more most much must my myself no nobody not now of off on one or other others our out over own she \
    should so some somebody someone something still such than that that's the their them then there these they this those to \
    too up us was we were what when where whether which while who whose will with without would you you'd you'll you're \
    you've your yours yourself";

const ENDINGS: &[&str] = &[
    "ingly", "edly", "ness", "ing", "ied", "ies", "ed", "es", "ly", "er", "s", "e",
];

fn plain_words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('’', "'");
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|word| word.trim_matches('\'').to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// A word without its ending, if enough of it is left.
fn stem(word: &str) -> &str {
    let endings = ENDINGS
        .iter()
        .filter_map(|ending| word.strip_suffix(ending));
    endings
        .into_iter()
        .find(|stem| stem.len() >= 3)
        .unwrap_or(word)
}

fn stems(text: &str) -> HashSet<String> {
    let small: HashSet<&str> = SMALL.split_whitespace().collect();
    let words = plain_words(text).into_iter();
    words
        .filter(|word| !small.contains(word.as_str()))
        .map(|word| stem(&word).to_owned())
        .collect()
}

fn trigrams(text: &str) -> HashSet<String> {
    let text: Vec<char> = format!(" {} ", plain_words(text).join(" "))
        .chars()
        .collect();
    text.windows(3).map(String::from_iter).collect()
}

/// How much of what either holds both hold: 0 to 1 (Jaccard).
fn shared(a: &HashSet<String>, b: &HashSet<String>) -> f64 {
    let both = a.intersection(b).count();
    let either = a.union(b).count().max(1);
    f64::from(u32::try_from(both).unwrap()) / f64::from(u32::try_from(either).unwrap())
}

/// 0 for nothing in common, 1 for the same.
fn nearness(a: &str, b: &str) -> f64 {
    shared(&stems(a), &stems(b)).midpoint(shared(&trigrams(a), &trigrams(b)))
}

#[test]
fn no_affirmation_or_prompt_says_what_another_says() {
    let library = Library::embedded().unwrap_or_else(|report| panic!("{report}"));
    let articles = library.articles().iter();
    let said: Vec<&String> = articles
        .flat_map(|article| article.affirmations.iter().chain(&article.prompts))
        .collect();
    let mut doubles = Vec::new();
    for (n, one) in said.iter().enumerate() {
        for other in &said[n + 1..] {
            let near = nearness(one, other);
            if near >= DOUBLE {
                doubles.push(format!("{near:.2}: “{one}” and “{other}”"));
            }
        }
    }
    assert!(doubles.is_empty(), "{doubles:#?}");
}

#[test]
fn a_sentence_said_again_in_other_words_is_found() {
    let library = Library::embedded().unwrap_or_else(|report| panic!("{report}"));
    let articles = library.articles().iter();
    let said: HashSet<&String> = articles
        .flat_map(|article| article.affirmations.iter().chain(&article.prompts))
        .collect();
    for (there, again) in [
        (
            "I can sit down before the sink is empty.",
            "Even with a full sink, I may sit down.",
        ),
        (
            "I can sit down before the sink is empty.",
            "The sink needn't be empty before I sit.",
        ),
        (
            "They are free to say no, so I am free to ask.",
            "I'm free to ask, because they are free to refuse.",
        ),
        (
            "Which part of you is the most tired today?",
            "What part of you is most tired right now?",
        ),
        (
            "My tiredness is real, even if I can't say what it comes from.",
            "I don't know where my tiredness comes from, and it is real.",
        ),
        (
            "I may go slowly, for nobody has set a day by which I must be well.",
            "Nobody has set the day by which I must be well, so I can go slowly.",
        ),
        (
            "What could somebody take off your list in half an hour?",
            "In half an hour, what could another person take off your list?",
        ),
    ] {
        assert!(said.contains(&there.to_owned()), "“{there}” is gone");
        let near = nearness(there, again);
        assert!(near >= DOUBLE, "{near:.2}: “{there}” and “{again}”");
    }
}

#[test]
fn sentences_of_one_form_that_say_different_things_are_left_alone() {
    for (one, other) in [
        (
            "I can be frightened and still know my own address.",
            "I can be glad of this and still ask for more.",
        ),
        (
            "Where would a small no give you room to breathe?",
            "Where in an ordinary day do two minutes lie about unused?",
        ),
    ] {
        let near = nearness(one, other);
        assert!(near < DOUBLE, "{near:.2}: “{one}” and “{other}”");
    }
}
