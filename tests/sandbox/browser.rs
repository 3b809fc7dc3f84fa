//! A browser's window with the sandbox's page in it: it enters with the secret, asks, and keeps what it is
//! told as the page does.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use sunflower::sandbox::Page;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest as _},
};

const PATIENCE: Duration = Duration::from_secs(20);

/// The cookie that a page gives to whoever knows the secret, which is in the address that is printed.
pub async fn cookie(address: &str) -> String {
    let (origin, secret) = address.split_once("/#").unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let entering = client
        .post(format!("{origin}/enter"))
        .header("origin", origin)
        .body(secret.to_owned());
    let entered = entering.send().await.unwrap();
    assert_eq!(entered.status(), 204);
    let cookie = entered.headers()["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

pub struct Window {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    asked: u64,
    /// Every event so far, oldest first.
    pub told: Vec<Value>,
    /// Those that nobody has looked for yet.
    unseen: VecDeque<Value>,
    answers: BTreeMap<u64, Value>,
    /// The messages in front of the person, by their ids.
    messages: BTreeMap<u64, Value>,
}

impl Window {
    /// Enters, and is told everything there is at first.
    pub async fn open(page: &Page) -> Self {
        Self::open_at(&page.address()).await
    }

    /// The same, at the address that is printed.
    pub async fn open_at(address: &str) -> Self {
        let (origin, _) = address.split_once("/#").unwrap();
        let socket = origin.replace("http://", "ws://") + "/socket";
        let mut request = socket.into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("origin", origin.parse().unwrap());
        headers.insert("cookie", cookie(address).await.parse().unwrap());
        let (socket, _) = connect_async(request).await.unwrap();
        let mut window = Self {
            socket,
            asked: 0,
            told: Vec::new(),
            unseen: VecDeque::new(),
            answers: BTreeMap::new(),
            messages: BTreeMap::new(),
        };
        window.hears("faults").await;
        window
    }

    /// The same as someone else.
    pub async fn open_as(page: &Page, username: &str) -> Self {
        let mut window = Self::open(page).await;
        window.be(username).await;
        window
    }

    pub async fn be(&mut self, username: &str) {
        let world = self.last("world");
        let people = world["people"].as_array().unwrap();
        let user = people.iter().find(|one| one["username"] == username);
        let user = user.unwrap()["id"].clone();
        self.does(json!({"do": "be", "user": user})).await;
    }

    /// Goes to the channel of this name.
    pub async fn go(&mut self, channel: &str) {
        let places = self.last("places");
        let channels = places["channels"].as_array().unwrap();
        let channel = channels.iter().find(|one| one["name"] == channel);
        let channel = channel.unwrap()["id"].clone();
        self.does(json!({"do": "go", "channel": channel})).await;
    }

    pub async fn send(&mut self, text: String) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    /// Asks for something to be done, and does not wait for it.
    pub async fn asks(&mut self, mut what: Value) -> u64 {
        self.asked += 1;
        what["id"] = json!(self.asked);
        self.send(what.to_string()).await;
        self.asked
    }

    /// Asks for something and waits for the answer.
    pub async fn answer_to(&mut self, what: Value) -> Value {
        let number = self.asks(what).await;
        self.answer(number).await
    }

    /// Has something done; gives what came of it.
    pub async fn does(&mut self, what: Value) -> Value {
        let answer = self.answer_to(what).await;
        let done = answer.get("ok").cloned();
        done.unwrap_or_else(|| panic!("it was refused: {answer}"))
    }

    /// The sentence by which something is refused.
    pub async fn is_refused(&mut self, what: Value) -> String {
        let answer = self.answer_to(what).await;
        let error = answer["error"].as_str();
        error
            .unwrap_or_else(|| panic!("it was done: {answer}"))
            .to_owned()
    }

    pub async fn answer(&mut self, number: u64) -> Value {
        loop {
            if let Some(answer) = self.answers.remove(&number) {
                return answer;
            }
            self.read().await;
        }
    }

    /// The next event of this name that was not looked for yet; others go by.
    pub async fn hears(&mut self, name: &str) -> Value {
        loop {
            while let Some(event) = self.unseen.pop_front() {
                if event["event"] == name {
                    return event;
                }
            }
            self.read().await;
        }
    }

    /// Waits until a message fits, and gives it.
    pub async fn sees(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            if let Some(message) = self.messages.values().rev().find(|one| fits(one)) {
                return message.clone();
            }
            self.read().await;
        }
    }

    pub async fn sees_text(&mut self, text: &str) -> Value {
        self.sees(|message| message["content"] == text).await
    }

    /// Waits until a message is no longer there.
    pub async fn sees_go(&mut self, text: &str) {
        while self.messages.values().any(|one| one["content"] == text) {
            self.read().await;
        }
    }

    /// The messages in front of the person, oldest first.
    pub fn seen(&self) -> impl Iterator<Item = &Value> {
        self.messages.values()
    }

    /// The texts in front of the person, oldest first.
    pub fn texts(&self) -> Vec<&str> {
        let texts = self.seen().map(|one| one["content"].as_str());
        texts.map(Option::unwrap).collect()
    }

    /// The last event of this name.
    pub fn last(&self, name: &str) -> Value {
        let mut told = self.told.iter().rev();
        told.find(|event| event["event"] == name).unwrap().clone()
    }

    /// Reads until the page hangs up.
    pub async fn is_hung_up_on(&mut self) {
        let ended = async {
            while let Some(Ok(message)) = self.socket.next().await {
                if message.is_close() {
                    break;
                }
            }
        };
        timeout(PATIENCE, ended).await.expect("an end");
    }

    async fn read(&mut self) {
        let next = timeout(PATIENCE, self.socket.next());
        let message = next.await.expect("something in time");
        let message = message.expect("a socket that is open").unwrap();
        let Message::Text(text) = message else {
            return;
        };
        let message: Value = serde_json::from_str(&text).unwrap();
        if let Some(number) = message["re"].as_u64() {
            let before = self.answers.insert(number, message);
            assert!(before.is_none(), "each is answered once");
            return;
        }
        if message["event"] == "messages" {
            self.take(&message);
        }
        self.told.push(message.clone());
        self.unseen.push_back(message);
    }

    fn take(&mut self, event: &Value) {
        let number = |id: &Value| id.as_str().unwrap().parse::<u64>().unwrap();
        if event["whole"] == true {
            self.messages.clear();
        }
        for message in event["messages"].as_array().unwrap() {
            self.messages
                .insert(number(&message["id"]), message.clone());
        }
        for gone in event["gone"].as_array().unwrap() {
            self.messages.remove(&number(gone));
        }
    }
}
