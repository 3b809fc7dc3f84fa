//! What is shared without a name, looked at as whoever wants to know its writer would: all that the bot ever
//! sent, whether it changes when writers change places, and in which order it comes.

use std::collections::{BTreeMap, BTreeSet};

use sunflower::sandbox::world::Id;

use crate::{
    looking::carried,
    sent::Sent,
    sharing::{A_BATCH, in_thread},
    six_writers::{
        BY_THE_FIRST, LET_THROUGH, SIGNED, SOON, Story, TAKEN_BACK, WITH_THE_POST, WORDS,
        all_settled,
    },
    traces::{Reading, Traces},
};

/// As the parts are given out, and who comes first.
const AS_THEY_COME: [usize; 6] = [0, 1, 2, 3, 4, 5];

#[tokio::test]
async fn nothing_that_is_sent_to_others_leads_to_a_writer() {
    let story = Story::told(AS_THEY_COME, AS_THEY_COME, BY_THE_FIRST).await;
    let mut all = story.sent();
    // What bears a name says whose it is there, and nowhere else.
    let mut signed = 0;
    for sent in all.iter_mut().filter(|sent| sent.text.contains(SIGNED)) {
        for writer in &story.writers {
            let name = format!("Shared by <@{}>", writer.user);
            if sent.to.is_none() && sent.text.contains(&name) {
                sent.text = sent.text.replacen(&name, "", 1);
                signed += 1;
            }
        }
    }
    assert_eq!(
        signed, 3,
        "two bear a name, and for the first there was no thread yet"
    );
    let tokens = story.garden.sandbox.said().tokens();
    let readings: Vec<_> = all.iter().map(|sent| Reading::of(&sent.text)).collect();
    let to = |sent: &Sent, user| sent.to == Some(user);
    for writer in &story.writers {
        let traces = story.traces(writer);
        let mut own = 0;
        for (sent, reading) in all.iter().zip(&readings) {
            let found = traces.found_in(reading);
            if to(sent, writer.user) {
                own += usize::from(found.is_some());
            } else {
                assert!(found.is_none(), "{found:?} is in:\n{}", sent.text);
            }
        }
        assert!(own > 3, "what is theirs does hold their traces");
    }
    let mut hashes = Traces::default();
    assert!(story.hashes.len() > 20, "{}", story.hashes.len());
    for hash in &story.hashes {
        hashes.parts("something keyed or sealed", hash);
    }
    for (sent, reading) in all.iter().zip(&readings) {
        let found = hashes.found_in(reading);
        assert!(found.is_none(), "{found:?} is in:\n{}", sent.text);
        let token = tokens.iter().find(|token| sent.text.contains(*token));
        assert!(token.is_none(), "a token is in:\n{}", sent.text);
    }
    story.garden.close().await;
}

/// How often each thing was sent to everyone, to moderators and to who reported, with all that is chance in
/// it masked.
fn masked(story: &Story) -> BTreeMap<String, usize> {
    let writers: BTreeSet<Id> = story.writers.iter().map(|writer| writer.user).collect();
    let mut counts = BTreeMap::new();
    for sent in story.sent() {
        if sent.to.is_some_and(|to| writers.contains(&to)) {
            continue;
        }
        let lines = sent.text.lines().filter(|line| !line.starts_with("host: "));
        let lines: Vec<String> = lines.map(without_chance).collect();
        let to = sent.to.map(|id| id.to_string());
        let to = to.unwrap_or_else(|| "everyone".to_owned());
        *counts
            .entry(format!("to {to}\n{}", lines.join("\n")))
            .or_default() += 1;
    }
    counts
}

/// Snowflakes, and random ids of 22 characters.
fn without_chance(line: &str) -> String {
    let is_ours = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let line = match line.split_once("boundary=") {
        Some((before, _)) => before,
        None => line,
    };
    let pieces = line.split_inclusive(|c: char| !is_ours(c));
    let pieces = pieces.map(|piece| {
        let word = piece.trim_end_matches(|c: char| !is_ours(c));
        let rest = &piece[word.len()..];
        let digits = word.bytes().all(|byte| byte.is_ascii_digit());
        match word.len() {
            17..=20 if digits => format!("#{rest}"),
            22 => format!("…{rest}"),
            _ => piece.to_owned(),
        }
    });
    pieces.collect()
}

#[tokio::test]
async fn with_parts_or_places_exchanged_everyone_else_is_sent_the_same() {
    let one = Story::told(AS_THEY_COME, AS_THEY_COME, WITH_THE_POST).await;
    let expected = masked(&one);
    let shared = |words| move |(text, _): &(&String, &usize)| text.contains(words);
    for words in [WORDS[0], WORDS[TAKEN_BACK], LET_THROUGH, SIGNED] {
        let there = expected.iter().filter(shared(words));
        assert!(there.count() > 0, "{words} is sent");
    }
    one.garden.close().await;
    for (cast, order) in [
        // Each writes another's words, and all in the same order of parts.
        ([1, 2, 3, 4, 5, 0], AS_THEY_COME),
        ([3, 0, 4, 1, 5, 2], AS_THEY_COME),
        // The same people, in another order; and both.
        (AS_THEY_COME, [5, 4, 3, 2, 1, 0]),
        ([5, 4, 3, 2, 1, 0], [2, 0, 5, 1, 4, 3]),
    ] {
        let other = Story::told(cast, order, WITH_THE_POST).await;
        let sent = masked(&other);
        for (text, count) in &sent {
            let usual = expected.get(text);
            assert_eq!(usual, Some(count), "as {cast:?}, {order:?}:\n{text}");
        }
        let missing = expected.keys().find(|text| !sent.contains_key(*text));
        assert_eq!(missing, None, "as {cast:?}, {order:?}");
        other.garden.close().await;
    }
}

/// Who shares and takes back, in this order, and how often.
const ASKING: [usize; 4] = [0, 1, 2, 3];
const TIMES: u32 = 60;
/// Each two of them, the earlier first; in a row two that share nobody.
const PAIRS: [[(usize, usize); 2]; 3] = [[(0, 1), (2, 3)], [(0, 2), (1, 3)], [(0, 3), (1, 2)]];

/// How far the number of heads among so many throws may be from half of them, where chance goes beyond that
/// in less than one of 10^11 tries, on both sides together: Hoeffding's bound, 2·exp(−2·far²/n).
fn far(throws: u32) -> f64 {
    (f64::from(throws) * (2e11_f64).ln() / 2.0).sqrt()
}

#[tokio::test]
async fn the_order_in_which_they_appear_says_nothing_of_who_asked_first() {
    let (mut story, post) = Story::begin(AS_THEY_COME, BY_THE_FIRST).await;
    for part in AS_THEY_COME {
        story.writes(part, &post, WORDS[part]).await;
    }
    // Of each two, how often the one who asked first appeared first.
    let mut first = PAIRS
        .as_flattened()
        .iter()
        .map(|pair| (*pair, 0))
        .collect::<BTreeMap<_, u32>>();
    for _ in 0..TIMES {
        for part in ASKING {
            story.garden.advance(SOON);
            story.shares(part, 0).await;
        }
        story.garden.advance(A_BATCH);
        let shared = in_thread(&story.garden, &post, ASKING.len()).await;
        let ids: Vec<_> = shared.iter().map(|one| carried(one, "Report")).collect();
        assert!(ids.is_sorted(), "in the order of their random ids");
        let place = |part: usize| {
            let mut all = shared.iter();
            let place = all.position(|one| one.as_text().contains(WORDS[part]));
            place.expect("it is shown")
        };
        for ((one, other), heads) in &mut first {
            *heads += u32::from(place(*one) < place(*other));
        }
        all_settled(&story.garden).await;
        for part in ASKING {
            let (reflection, _) = story.writers[part].carried(0);
            story.does(part, &format!("share:back:{reflection}")).await;
        }
        story.garden.advance(A_BATCH);
        in_thread(&story.garden, &post, 0).await;
        all_settled(&story.garden).await;
    }
    // Each two of them are a coin that is thrown each time, and two that share nobody with two others are
    // independent of those. There are nine looks, so that one fails by chance in less than one of 10^10 runs.
    let look = |throws: u32, heads: u32, what: &str| {
        let off = (f64::from(heads) - f64::from(throws) / 2.0).abs();
        assert!(off < far(throws), "{what}: {heads} of {throws}");
    };
    assert!(
        far(TIMES) < f64::from(TIMES) / 2.0,
        "a fixed order is noticed"
    );
    for (pair, heads) in &first {
        look(TIMES, *heads, &format!("{pair:?}"));
    }
    for pairs in PAIRS {
        let heads = pairs.iter().map(|pair| first[pair]).sum();
        look(2 * TIMES, heads, &format!("{pairs:?}"));
    }
    story.garden.close().await;
}
