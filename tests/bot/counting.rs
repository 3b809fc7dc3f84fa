//! What is counted of a busy bot, and that no count says who or what.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use sunflower::{
    sandbox::{driver::PATIENCE, faults::Fault},
    tally::{DESCRIBED, ENDINGS, Kind, OUTCOMES},
};
use tokio::time::timeout;

use crate::{
    garden::{at, shown},
    looking::updated,
    moderating::{POST, asked, in_time, tries},
    operating::Operated,
};

/// One post late and tried twice, one refused for good, one skipped; reflections, presses and forms.
async fn busy() -> Operated {
    let bot = Operated::open().await;
    let garden = &bot.garden;
    garden.schedule_mondays().await;
    asked(garden, "/schedule skip schedule:1").await;
    let busy = Fault::down(503);
    garden.sandbox.faults().on(POST).once(busy);
    let create = "/schedule create channel:#wellbeing when:\"mondays 9:30\" zone:Europe/London";
    asked(garden, create).await;
    garden.hand.move_to(at("2026-11-23T09:30:00Z"));
    tries(garden, 1).await;
    in_time(garden, TimeDelta::seconds(3), "✅").await;
    let post = garden.post_in("wellbeing", 1).await;
    let maya = garden.maya();
    garden
        .reflect(&maya, &post, "I left the phone in the hall.")
        .await;
    let page = shown(maya.slash("/reflections view").await);
    updated(maya.click(&page, "Delete this one").await);
    shown(maya.slash("/affirmation topic:trauma").await);
    bot
}

#[tokio::test]
async fn what_happened_is_counted() {
    let bot = busy().await;
    for (series, value) in [
        ("sunflower_posts_total{outcome=\"sent\"}", 1.0),
        ("sunflower_posts_total{outcome=\"skipped\"}", 1.0),
        ("sunflower_posts_total{outcome=\"failed\"}", 0.0),
        ("sunflower_post_attempts_total{ending=\"sent\"}", 1.0),
        // Of a 503 nobody knows whether the post went out after all.
        ("sunflower_post_attempts_total{ending=\"wait\"}", 1.0),
        ("sunflower_post_lateness_seconds_count", 1.0),
        ("sunflower_post_lateness_seconds_bucket{le=\"1\"}", 0.0),
        // How late depends on how busy the machine is that moves the clock.
        ("sunflower_post_lateness_seconds_bucket{le=\"3600\"}", 1.0),
        ("sunflower_posts_waiting{state=\"due\"}", 0.0),
        ("sunflower_posts_waiting{state=\"sending\"}", 0.0),
        (
            "sunflower_discord_answers_total{route=\"post\",status=\"503\"}",
            1.0,
        ),
        (
            "sunflower_discord_answers_total{route=\"post\",status=\"200\"}",
            1.0,
        ),
        // After a defer: twice /schedule create, and /schedule skip.
        (
            "sunflower_discord_answers_total{route=\"follow-up\",status=\"200\"}",
            3.0,
        ),
        ("sunflower_posts_total{outcome=\"removed\"}", 0.0),
        ("sunflower_discord_invalid_requests_total", 0.0),
        ("sunflower_gateway_sessions_total{how=\"new\"}", 1.0),
        ("sunflower_ready{part=\"planner\"}", 1.0),
        // The press that asked for the form, the consent's, and the one on the page.
        (
            "sunflower_interaction_first_answer_seconds_count{kind=\"press\"}",
            3.0,
        ),
        (
            "sunflower_interaction_first_answer_seconds_count{kind=\"form\"}",
            1.0,
        ),
    ] {
        assert_eq!(bot.metric(series).await, Some(value), "{series}");
    }
    let commands = "sunflower_interaction_first_answer_seconds_count{kind=\"command\"}";
    assert!(bot.metric(commands).await >= Some(5.0));
    let answers = "sunflower_discord_answers_total{route=\"answer\",status=\"204\"}";
    assert!(
        bot.metric(answers).await >= Some(9.0),
        "commands, presses, a form"
    );
    for written in ["database_write", "database_write_wait", "database_read"] {
        let count = bot
            .metric(&format!("sunflower_{written}_seconds_count"))
            .await;
        assert!(count >= Some(5.0), "{written}: {count:?}");
    }
    let unanswered = "sunflower_interactions_unanswered_total{kind=\"command\"}";
    assert_eq!(
        bot.metric(unanswered).await,
        Some(0.0),
        "everyone was answered"
    );
    bot.garden.close().await;
}

#[tokio::test]
async fn a_command_without_an_answer_is_counted_as_one() {
    let mut bot = Operated::open().await;
    bot.garden.expect_error("could not answer");
    let callback = "POST /interactions/{interaction}/{token}/callback";
    let faults = bot.garden.sandbox.faults();
    faults.on(callback).always(Fault::down(500));
    let answer = bot.garden.maya().slash("/help").await;
    assert!(answer.is_err(), "{answer:?}");
    let unanswered = "sunflower_interactions_unanswered_total{kind=\"command\"}";
    let counted = async {
        while bot.metric(unanswered).await != Some(1.0) {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, counted).await.expect("it is counted");
    let refused = "sunflower_discord_answers_total{route=\"answer\",status=\"500\"}";
    assert!(bot.metric(refused).await >= Some(1.0));
    bot.garden.close().await;
}

/// What may stand in labels, besides statuses and the kinds of requests.
fn words() -> BTreeSet<&'static str> {
    let own = [
        "due", "sending", "none", "command", "press", "form", "new", "resumed", "gateway",
        "database", "library", "planner", "requests", "+Inf",
    ];
    own.into_iter().chain(ENDINGS).chain(OUTCOMES).collect()
}

/// The kinds of requests, as the sender's sources name them.
fn routes() -> String {
    let sources = ["rest.rs", "rest/calls.rs", "rest/places.rs", "waiting.rs"];
    let read = |file| {
        let path = format!("{}/src/discord/{file}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).expect("a source")
    };
    sources.map(read).concat()
}

#[tokio::test]
async fn every_metric_is_described_and_no_label_says_who_or_what() {
    let bot = busy().await;
    let (_, text) = bot.get("/metrics").await;
    let (words, routes) = (words(), routes());
    let mut seen = BTreeSet::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(described) = line.strip_prefix("# TYPE ") {
            seen.insert(described.split(' ').next().expect("a name").to_owned());
            continue;
        }
        if line.starts_with('#') {
            continue;
        }
        let labels = line.split_once('{').map_or("", |(_, rest)| rest);
        let labels = labels.split_once('}').map_or("", |(labels, _)| labels);
        for label in labels.split(',').filter(|label| !label.is_empty()) {
            let (name, value) = label.split_once('=').expect("a label");
            let value = value.trim_matches('"');
            let fine = match name {
                "le" => value == "+Inf" || value.parse::<f64>().is_ok(),
                "status" => value == "none" || (value.len() == 3 && value.parse::<u16>().is_ok()),
                "route" => routes.contains(&format!("\"{value}\"")),
                _ => words.contains(value),
            };
            assert!(fine, "{label} in {line}");
        }
        let number = line.rsplit(' ').next().expect("a value");
        assert!(number.parse::<f64>().is_ok(), "{line}");
    }
    let described = DESCRIBED.iter().map(|one| one.name.to_owned());
    let described: BTreeSet<_> = described.collect();
    assert_eq!(seen, described);
    let long = |word: &str| word.len() >= 17 && word.chars().all(|one| one.is_ascii_digit());
    let id = |word: &str| word.len() == 22 && word.chars().any(|one| one.is_ascii_digit());
    let word = |one: char| !(one.is_alphanumeric() || one == '-' || one == '_');
    // A value may have as many digits as it likes.
    let names = text.lines().filter_map(|line| line.rsplit_once(' '));
    for word in names.flat_map(|(name, _)| name.split(word)) {
        assert!(!long(word) && !id(word), "{word}");
    }
    for name in [
        "maya",
        "Maya",
        "rowan",
        "theo",
        "phone",
        "Quiet",
        "wellbeing",
    ] {
        assert!(!text.contains(name), "{name} is in\n{text}");
    }
    bot.garden.close().await;
}

#[test]
fn names_say_their_unit_and_what_only_grows_says_so() {
    for metric in &DESCRIBED {
        let name = metric.name;
        assert!(name.starts_with("sunflower_"), "{name}");
        match metric.kind {
            Kind::Counter => assert!(name.ends_with("_total"), "{name}"),
            Kind::Histogram(buckets) => {
                assert!(name.ends_with("_seconds"), "{name}");
                assert!(buckets.is_sorted(), "{name}");
            }
            Kind::Gauge => assert!(!name.ends_with("_total"), "{name}"),
        }
        assert!(!metric.about.is_empty() && !metric.about.ends_with('.'));
    }
}
