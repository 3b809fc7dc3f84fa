//! For the curious: each request that the bot made and each event that it was told of, whoever it was
//! about. Tokens are in neither.

use serde_json::{Value, json};

use crate::sandbox::{
    core::Core,
    record::{Outcome, Request},
};

/// How many requests are told at once, the newest.
const AT_ONCE: usize = 200;

/// What was told of requests and events.
#[derive(Default)]
pub(super) struct Drawer {
    revision: u64,
    event: u64,
}

impl Drawer {
    /// What is new since.
    pub fn news(&mut self, core: &Core) -> Vec<Value> {
        let news = core.record.since(self.revision, AT_ONCE);
        self.revision = news.revision;
        let requests = news.requests.into_iter();
        let requests = requests.map(|(number, request)| told(number, request));
        let events = core.hub.told.since(self.event);
        self.event = events.last().map_or(self.event, |event| event.number);
        let events = events.into_iter().map(|event| {
            json!({"event": "told", "number": event.number, "at": event.at, "name": event.name,
                "data": event.data})
        });
        requests.chain(events).collect()
    }
}

fn told(number: usize, request: Request) -> Value {
    let verdict = verdict(&request.outcome);
    let path = match request.query {
        Some(query) => format!("{}?{query}", request.path),
        None => request.path,
    };
    let outcome = match request.outcome {
        Outcome::Pending => Value::Null,
        Outcome::Answered {
            status,
            body,
            micros,
        } => json!({"status": status, "body": body, "micros": micros}),
        Outcome::DroppedBefore => json!({"dropped": "before"}),
        Outcome::DroppedAfter => json!({"dropped": "after"}),
        Outcome::PutOff => json!({"dropped": "later"}),
    };
    json!({
        "event": "request", "number": number, "at": request.at, "method": request.method,
        "path": path, "body": request.body, "files": request.files, "outcome": outcome,
        "verdict": verdict,
    })
}

/// What Discord says to a request that it refuses, with where the fault is.
fn verdict(outcome: &Outcome) -> Option<String> {
    let Outcome::Answered { status, body, .. } = outcome else {
        return None;
    };
    if *status < 400 {
        return None;
    }
    let Some(message) = body["message"].as_str() else {
        return Some(format!("Refused with {status}."));
    };
    let mut said = vec![match body["code"].as_u64() {
        Some(code) if code > 0 => format!("{message} ({code})"),
        _ => message.to_owned(),
    }];
    faults("", &body["errors"], &mut said);
    Some(said.join("; "))
}

/// The faults in Discord's tree of errors, each with the path to it. reference, "Error Messages".
fn faults(path: &str, errors: &Value, said: &mut Vec<String>) {
    for (key, inner) in errors.as_object().into_iter().flatten() {
        if key == "_errors" {
            let all = inner.as_array().into_iter().flatten();
            let messages = all.filter_map(|one| one["message"].as_str());
            said.extend(messages.map(|message| format!("{path}: {message}")));
        } else if path.is_empty() {
            faults(key, inner, said);
        } else {
            faults(&format!("{path}.{key}"), inner, said);
        }
    }
}
