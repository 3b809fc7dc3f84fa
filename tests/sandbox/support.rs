//! A sandbox on a clock that stands until it is moved, and raw requests to it as a bot sends them.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use sunflower::sandbox::{Options, Sandbox, world::Id};

use crate::stage::Standing;

/// A Monday at noon.
pub fn noon() -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

pub struct Setting {
    pub sandbox: Sandbox,
    stage: Arc<Standing>,
    client: reqwest::Client,
}

/// What was answered: the status and the JSON.
pub type Answer = (u16, Value);

impl Setting {
    pub async fn new() -> Self {
        Self::with(Options::default()).await
    }

    pub async fn with(options: Options) -> Self {
        let stage = Arc::new(Standing::at(noon()));
        let sandbox = Sandbox::start(options, stage.clone()).await.unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            sandbox,
            stage,
            client,
        }
    }

    pub fn advance(&self, step: TimeDelta) {
        self.stage.hand.advance(step);
    }

    pub fn channel(&self, name: &str) -> String {
        self.id(name).to_string()
    }

    pub fn id(&self, channel: &str) -> Id {
        self.sandbox
            .read(|world| world.channel(channel).unwrap().id)
    }

    /// The thread that is there from the first.
    pub fn corner(&self) -> Id {
        self.id("compost corner")
    }

    /// The server.
    pub fn garden(&self) -> Id {
        self.sandbox
            .read(|world| world.guild("The Quiet Garden").unwrap().id)
    }

    pub fn role(&self, name: &str) -> Id {
        self.sandbox.read(|world| {
            let garden = world.guild("The Quiet Garden").unwrap();
            let mut roles = garden.roles.values();
            roles.find(|role| role.name == name).unwrap().id
        })
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}/api/v10{path}", self.sandbox.api_url())
    }

    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = method.parse().unwrap();
        self.client
            .request(method, self.url(path))
            .header("authorization", format!("Bot {}", self.sandbox.token()))
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let bytes = response.bytes().await.unwrap();
        (
            status,
            serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        )
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.with_body("POST", path, body).await
    }

    pub async fn with_body(&self, method: &str, path: &str, body: Value) -> Answer {
        let request = self
            .request(method, path)
            .header("content-type", "application/json")
            .body(body.to_string());
        self.send(request).await
    }

    /// Answers an interaction, as a bot does.
    pub async fn answer(&self, id: impl ToString, token: &str, body: Value) -> Answer {
        let path = format!("/interactions/{}/{token}/callback", id.to_string());
        self.post(&path, body).await
    }

    /// Asks for something of an interaction's answers: `""` for a further message, `/messages/@original`.
    pub async fn webhook(&self, method: &str, token: &str, rest: &str, body: Value) -> Answer {
        let application = self.sandbox.read(|world| world.application.id);
        let path = format!("/webhooks/{application}/{token}{rest}");
        self.with_body(method, &path, body).await
    }

    /// A bare client of the same kind, for requests of another making.
    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }
}

/// A refusal with Discord's code.
#[track_caller]
pub fn assert_refused(answer: &Answer, status: u16, code: u32) {
    assert_eq!(
        (answer.0, &answer.1["code"]),
        (status, &code.into()),
        "{}",
        answer.1
    );
}
