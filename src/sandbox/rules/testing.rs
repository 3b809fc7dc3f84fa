//! For the tests of the rules: a refusal as lines of "path CODE".

use serde_json::Value;

use super::{Refused, message};

/// The faults of a message sent to a channel.
pub(super) fn message_faults(body: &Value) -> Vec<String> {
    faults(message::check(body, message::Purpose::Create))
}

/// What was refused, one line a fault, sorted.
pub(super) fn faults(result: Result<(), Refused>) -> Vec<String> {
    let Err(refused) = result else {
        return Vec::new();
    };
    let body = refused.body();
    let mut lines = Vec::new();
    match body.get("errors") {
        Some(errors) => walk("", errors, &mut lines),
        None => lines.push(body["code"].to_string()),
    }
    lines.sort();
    lines
}

/// The expected lines, sorted.
pub(super) fn faults_in(lines: &[&str]) -> Vec<String> {
    let mut lines: Vec<_> = lines.iter().map(|line| (*line).to_owned()).collect();
    lines.sort();
    lines
}

fn walk(path: &str, node: &Value, lines: &mut Vec<String>) {
    for (key, below) in node.as_object().into_iter().flatten() {
        if key == "_errors" {
            for fault in below.as_array().into_iter().flatten() {
                let code = fault["code"].as_str().unwrap_or_default();
                lines.push(format!("{path} {code}").trim().to_owned());
            }
        } else if path.is_empty() {
            walk(key, below, lines);
        } else {
            walk(&format!("{path}.{key}"), below, lines);
        }
    }
}
