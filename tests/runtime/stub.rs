//! A server that answers each kind of request with what it was told to, in order, and keeps what it
//! was asked. It knows nothing of Discord: for that there is the sandbox.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use serde_json::Value;
use tokio::{net::TcpListener, task::JoinHandle};

/// What was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    pub line: String,
    pub authorization: String,
    pub body: Value,
}

/// What is answered.
#[derive(Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, &'static str)>,
    body: String,
}

impl Answer {
    pub fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: vec![],
            body: body.to_string(),
        }
    }

    pub fn with(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }
}

#[derive(Default)]
struct Script {
    /// The last answer of a kind is given again and again.
    answers: Mutex<HashMap<String, VecDeque<Answer>>>,
    asked: Mutex<Vec<Asked>>,
}

/// The server. It stops when it is dropped.
pub struct Stub {
    pub url: String,
    script: Arc<Script>,
    server: JoinHandle<()>,
}

impl Stub {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let script = Arc::<Script>::default();
        let router = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&script));
        #[expect(
            clippy::disallowed_methods,
            reason = "aborted when the stub is dropped"
        )]
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            url,
            script,
            server,
        }
    }

    /// Answers requests such as `GET /gateway/bot` with this, after what was told before.
    pub fn answers(&self, line: &str, answer: Answer) {
        let mut answers = self.script.answers.lock().unwrap();
        answers
            .entry(line.to_owned())
            .or_default()
            .push_back(answer);
    }

    /// The requests of this kind so far.
    pub fn asked(&self, line: &str) -> Vec<Asked> {
        let asked = self.script.asked.lock().unwrap();
        asked
            .iter()
            .filter(|one| one.line == line)
            .cloned()
            .collect()
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(
    State(script): State<Arc<Script>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path().trim_start_matches("/api/v10");
    let line = format!("{method} {path}");
    script.asked.lock().unwrap().push(Asked {
        line: line.clone(),
        authorization: headers["authorization"].to_str().unwrap().to_owned(),
        body: serde_json::from_slice(&body).unwrap_or_default(),
    });
    let mut answers = script.answers.lock().unwrap();
    let answer = answers.get_mut(&line).and_then(|queue| match queue.len() {
        0 => None,
        1 => queue.front().cloned(),
        _ => queue.pop_front(),
    });
    let Some(answer) = answer else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let status = StatusCode::from_u16(answer.status).unwrap();
    let mut response = (status, answer.body).into_response();
    for (name, value) in answer.headers {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}
