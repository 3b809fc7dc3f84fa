//! What can't be read or kept: one clear sentence each, with what to write instead, short enough for
//! a choice of Discord's autocomplete. It is Sunday 22 November 2026, 13:00 in Berlin.

use chrono_tz::Tz;
use sunflower::calendar::{Recurrence, Unreadable};

use crate::now;

fn refusal(input: &str) -> Unreadable {
    match Recurrence::parse(input, now(), Tz::Europe__Berlin) {
        Ok(read) => panic!("{input:?} is read as {}", read.stored()),
        Err(refusal) => refusal,
    }
}

#[test]
fn every_refusal_says_in_one_short_sentence_what_is_wrong_and_what_to_write() {
    for (input, sentence) in refused() {
        let refusal = refusal(input);
        assert_eq!(refusal.to_string(), sentence, "{input:?}");
        assert_eq!(refusal.short(), sentence, "{input:?} fits a choice");
    }
}

#[test]
fn what_a_refusal_tells_people_to_write_can_be_read() {
    for (input, sentence) in refused() {
        let advice = sentence
            .rsplit_once("rite ")
            .map_or("", |(_, advice)| advice);
        // What stands in quotes, or crontab at the end.
        let quoted = advice.split('"').skip(1).step_by(2);
        let crontab = advice.strip_suffix("0 9 * * 1.").map(|_| "0 9 * * 1");
        for example in quoted.chain(crontab) {
            assert!(
                Recurrence::parse(example, now(), Tz::Europe__Berlin).is_ok(),
                "{input:?} is answered with {example:?}"
            );
        }
    }
}

#[test]
fn what_was_typed_is_quoted_short_and_without_mentions_or_formatting() {
    let long = refusal("mondays at supercalifragilisticexpialidocious o'clock sharp");
    assert_eq!(
        long.to_string(),
        r#"I can't read "supercalifragilisticexp…". Write it like "mondays 9:00" or "1 dec 18:00"."#
    );
    for input in [
        "@everyone",
        "mondays <@&12345>",
        "__9:00__",
        "`x` **y** 9:00",
        "x\u{202e}\n@here",
    ] {
        let sentence = refusal(input).to_string();
        assert!(!sentence.contains(['`', '<', '\n', '_']), "{sentence}");
        assert!(
            !sentence.contains("@everyone") && !sentence.contains("@here"),
            "{sentence}"
        );
    }
    assert_eq!(refusal(&"9".repeat(300)), Unreadable::TooLong);
}

#[test]
fn a_sentence_that_what_was_typed_made_too_long_is_cut_to_a_choice() {
    let typed = refusal("31 february every single year 9:00 and on").to_string();
    assert!(!typed.is_empty());
    let long = Unreadable::Never("x".repeat(90));
    assert_eq!(long.short().chars().count(), 100);
    assert!(long.short().ends_with('…'));
}

#[test]
fn nothing_typed_is_asked_for() {
    for nothing in ["", "   ", "``"] {
        assert_eq!(refusal(nothing), Unreadable::Empty);
    }
}

/// Each line: what is typed, a bar, the whole answer.
fn refused() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("refusals.txt")
        .lines()
        .map(|line| line.split_once(" | ").expect("a bar"))
}
