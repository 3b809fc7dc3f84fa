//! What `ops/` hands to operators: that it can be read, and speaks of what there is.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    process::Command,
};

use serde_json::Value;
use sunflower::tally::{DESCRIBED, Kind};

use crate::process::folder;

fn read(name: &str) -> String {
    fs::read_to_string(format!("{}/ops/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Every series that Prometheus has of the bot.
fn series() -> BTreeSet<String> {
    let of = |metric: &sunflower::tally::Described| {
        let suffixes: &[&str] = match metric.kind {
            Kind::Histogram(_) => &["_bucket", "_sum", "_count"],
            Kind::Counter | Kind::Gauge => &[""],
        };
        let named = suffixes
            .iter()
            .map(|suffix| format!("{}{suffix}", metric.name));
        named.collect::<Vec<_>>()
    };
    DESCRIBED.iter().flat_map(of).collect()
}

/// The series that an expression names.
fn named(expression: &str) -> Vec<&str> {
    let words = expression.split(|one: char| !(one.is_ascii_alphanumeric() || one == '_'));
    words
        .filter(|word| word.starts_with("sunflower_"))
        .collect()
}

/// The expressions of the alert rules: each stands in one line.
fn alerts(text: &str) -> Vec<(&str, &str)> {
    let mut alerts = Vec::new();
    let mut alert = None;
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("- alert: ") {
            assert_eq!(
                alert.replace(name),
                None,
                "an alert before {name} has no expression"
            );
        }
        if let Some(expression) = line.strip_prefix("expr: ") {
            let alert = alert.take().expect("an expression belongs to an alert");
            alerts.push((alert, expression));
        }
    }
    assert_eq!(alert, None, "it has no expression");
    alerts
}

/// Every `expr` in the dashboard, wherever it stands.
fn expressions(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| match value.as_str() {
                Some(text) if name == "expr" => vec![text],
                _ => expressions(value),
            })
            .collect(),
        Value::Array(values) => values.iter().flat_map(expressions).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_alert_is_about_a_metric_that_exists_and_says_what_to_do() {
    let (text, series) = (read("alerts.yml"), series());
    let alerts = alerts(&text);
    assert!(alerts.len() >= 10, "{}", alerts.len());
    for (alert, expression) in &alerts {
        let named = named(expression);
        assert!(
            !named.is_empty() || expression.contains("up{"),
            "{alert}: {expression}"
        );
        for name in named {
            assert!(series.contains(name), "{alert}: there is no {name}");
        }
        for (open, close) in [('(', ')'), ('{', '}'), ('[', ']')] {
            let (opened, closed) = (expression.matches(open), expression.matches(close));
            assert_eq!(opened.count(), closed.count(), "{alert}: {expression}");
        }
    }
    for needed in ["severity: ", "summary: ", "description: "] {
        assert_eq!(text.matches(needed).count(), alerts.len(), "{needed}");
    }
    assert!(!text.contains('\t'), "YAML has no tabs");
}

#[test]
fn the_dashboard_shows_every_metric_and_none_that_does_not_exist() {
    let dashboard: Value = serde_json::from_str(&read("grafana-dashboard.json")).unwrap();
    let series = series();
    let mut shown = BTreeSet::new();
    for expression in expressions(&dashboard) {
        for name in named(expression) {
            assert!(series.contains(name), "there is no {name}: {expression}");
            shown.insert(name);
        }
    }
    for metric in &DESCRIBED {
        let is_shown = shown.iter().any(|name| name.starts_with(metric.name));
        assert!(is_shown, "{} is on no panel", metric.name);
    }
    let panels = dashboard["panels"].as_array().unwrap();
    let mut ids = BTreeSet::new();
    for panel in panels {
        assert!(ids.insert(panel["id"].as_u64().unwrap()), "{panel}");
        assert!(!panel["title"].as_str().unwrap().is_empty());
        if panel["type"] != "row" {
            assert!(
                panel["fieldConfig"]["defaults"]["unit"].is_string(),
                "{panel}"
            );
            assert!(!panel["description"].as_str().unwrap().is_empty());
            assert_eq!(panel["datasource"]["uid"], "${source}", "{panel}");
        }
    }
}

/// What the unit says of `name`.
fn setting<'u>(unit: &'u str, name: &str) -> Vec<&'u str> {
    let lines = unit.lines().filter_map(|line| line.split_once('='));
    let mine = lines.filter(|(key, _)| *key == name);
    mine.map(|(_, value)| value).collect()
}

#[test]
fn the_unit_is_hardened_and_gives_the_bot_time_to_stop() {
    let unit = read("sunflower.service");
    for (name, value) in [
        ("DynamicUser", "yes"),
        ("StateDirectory", "sunflower"),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("PrivateTmp", "yes"),
        ("MemoryDenyWriteExecute", "yes"),
        ("Restart", "on-failure"),
        ("ExecReload", "kill -HUP $MAINPID"),
        ("CapabilityBoundingSet", ""),
        // Ten seconds are promised.
        ("TimeoutStopSec", "20s"),
    ] {
        assert_eq!(setting(&unit, name), [value], "{name}");
    }
    assert!(
        !unit.contains("DISCORD_TOKEN=\""),
        "the token is no part of it"
    );
}

#[test]
fn systemd_takes_the_unit_without_a_word() {
    let folder = folder();
    // The program is not installed here, and systemd looks for it.
    let program = env!("CARGO_BIN_EXE_sunflower");
    let unit = read("sunflower.service").replace("/usr/local/bin/sunflower", program);
    assert!(unit.contains(program));
    let file = folder.path().join("sunflower.service");
    fs::write(&file, unit).unwrap();
    let verified = Command::new("systemd-analyze")
        .arg("verify")
        .arg(&file)
        .output();
    let Ok(verified) = verified else {
        // Past the harness, which swallows what a test that passes prints.
        let loud = "systemd-analyze is not installed: ops/sunflower.service IS NOT VERIFIED";
        writeln!(io::stderr(), "{loud}").unwrap();
        return;
    };
    let said = String::from_utf8_lossy(&verified.stderr);
    // It speaks of this machine's other units, too.
    let of_ours: Vec<_> = said
        .lines()
        .filter(|line| line.contains("sunflower"))
        .collect();
    assert!(verified.status.success(), "{said}");
    assert!(of_ours.is_empty(), "{of_ours:?}");
}

#[test]
fn the_container_runs_as_no_root_and_asks_the_bot_how_it_is() {
    let file = read("Dockerfile");
    let stages = file.lines().filter(|line| line.starts_with("FROM "));
    assert_eq!(stages.count(), 2);
    let last = file.rsplit("FROM ").next().unwrap();
    assert!(last.contains("\nUSER 65532:65532\n"), "{last}");
    assert!(
        last.contains("CMD [\"/usr/local/bin/sunflower\", \"health\"]"),
        "{last}"
    );
    assert!(
        last.contains("\nVOLUME /data\n") && last.contains("HTTP_BIND="),
        "{last}"
    );
    // What is copied is what is there, and is not left out.
    let let_in = read("Dockerfile.dockerignore");
    for line in file
        .lines()
        .filter(|line| line.starts_with("COPY ") && !line.contains("--from"))
    {
        let mut names: Vec<_> = line.split_whitespace().skip(1).collect();
        names.pop();
        for name in names {
            let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
            assert!(fs::exists(path).unwrap(), "{name} is not there");
            assert!(
                let_in.lines().any(|line| line == format!("!{name}")),
                "{name}"
            );
        }
    }
}
