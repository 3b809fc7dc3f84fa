//! The program itself, asked by operators: `HTTP_BIND` and `sunflower health`.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::Path,
    process::{Child, ChildStderr, Command, Stdio},
    time::Duration,
};

use chrono::TimeDelta;
use serde_json::Value;
use sunflower::sandbox::{Sandbox, faults::Fault};

use crate::{
    noon,
    process::{folder, said, signal, sunflower},
    setting::sandbox,
};

/// The program and its log.
struct Program {
    child: Child,
    log: BufReader<ChildStderr>,
}

impl Program {
    fn start(command: &mut Command, sandbox: &Sandbox) -> Self {
        let mut child = command
            .env("DISCORD_TOKEN", sandbox.token())
            .env("DISCORD_API_URL", sandbox.api_url())
            .env("LOG_FORMAT", "json")
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        Self { child, log }
    }

    /// The next line of the log with these words.
    fn logs(&mut self, words: &str) -> Value {
        let mut line = String::new();
        while !line.contains(words) {
            line.clear();
            let read = self.log.read_line(&mut line).unwrap();
            assert_ne!(read, 0, "it never said {words}");
        }
        serde_json::from_str(&line).unwrap()
    }

    fn stop(mut self) {
        signal(&self.child, "TERM");
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// What `sunflower health` says, and its code.
fn health(folder: &Path, bind: &str) -> (String, Option<i32>) {
    let output = sunflower(folder, &["health"])
        .env("HTTP_BIND", bind)
        .output();
    said(&output.unwrap())
}

async fn get(address: &str, path: &str) -> String {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client.get(format!("http://{address}{path}")).send().await;
    answer.unwrap().text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_says_how_it_is_and_health_asks_it() {
    let (sandbox, _stage) = sandbox().await;
    let folder = folder();
    let mut command = sunflower(folder.path(), &["run"]);
    let mut bot = Program::start(command.env("HTTP_BIND", "127.0.0.1:0"), &sandbox);
    let listening = bot.logs("listening for operators");
    let address = listening["address"].as_str().unwrap();
    sandbox.until_ready(&["affirmation"]).await.unwrap();
    let ready = tokio::time::timeout(Duration::from_secs(20), async {
        while get(address, "/readyz").await != "ready\n" {
            tokio::task::yield_now().await;
        }
    });
    ready.await.expect("it is ready");
    assert_eq!(
        health(folder.path(), address),
        ("ready\n".to_owned(), Some(0))
    );
    let counts = get(address, "/metrics").await;
    assert!(
        counts.contains("\nsunflower_gateway_sessions_total{how=\"new\"} 1\n"),
        "{counts}"
    );
    // Away from Discord it lives, and health says what is wrong.
    sandbox.gateway().refuse_connections(true);
    sandbox.gateway().close(4000);
    let away = tokio::time::timeout(Duration::from_secs(20), async {
        while get(address, "/readyz").await == "ready\n" {
            tokio::task::yield_now().await;
        }
    });
    away.await.expect("it is not ready");
    let (said, code) = health(folder.path(), address);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(said, "not ready; gateway: not connected to Discord\n");
    bot.stop();
    let (said, code) = health(folder.path(), address);
    assert_eq!(code, Some(1));
    assert!(said.contains("no bot answers"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_starts_it_lives_and_says_that_it_is_not_ready_yet() {
    let (sandbox, _stage) = sandbox().await;
    let folder = folder();
    let slow = Fault::Delay(Duration::from_secs(3));
    sandbox.faults().on("GET /gateway/bot").once(slow);
    let mut command = sunflower(folder.path(), &["run"]);
    let mut bot = Program::start(command.env("HTTP_BIND", "127.0.0.1:0"), &sandbox);
    let listening = bot.logs("listening for operators");
    let address = listening["address"].as_str().unwrap();
    assert_eq!(
        get(address, "/readyz").await,
        "not ready\nstart: still under way\n"
    );
    assert_eq!(get(address, "/healthz").await, "alive\n");
    let counts = get(address, "/metrics").await;
    assert!(
        counts.contains("sunflower_posts_total{outcome=\"sent\"} 0\n"),
        "{counts}"
    );
    sandbox.until_ready(&["affirmation"]).await.unwrap();
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_log_of_json_the_id_of_a_post_stands_on_the_lines_about_it() {
    let (sandbox, _stage) = sandbox().await;
    let folder = folder();
    let clock = noon().timestamp_millis().to_string();
    let mut command = sunflower(folder.path(), &["run", "--clock", &clock]);
    let command = command.env("RUST_LOG", "debug").stdin(Stdio::piped());
    let mut bot = Program::start(command, &sandbox);
    sandbox.until_ready(&["schedule"]).await.unwrap();
    let create = "/schedule create channel:#wellbeing when:\"mondays 13:00\" zone:UTC";
    sandbox.member("rowan").slash(create).await.unwrap();
    let one = noon() + TimeDelta::hours(1);
    sandbox.move_clock_to(one);
    let mut stdin = bot.child.stdin.take().unwrap();
    writeln!(stdin, "{}", one.timestamp_millis()).unwrap();
    let planned = bot.logs("a post was planned");
    let sent = bot.logs("a post was sent");
    let id = planned["span"]["post"].as_str().unwrap();
    assert_eq!(id.len(), 22, "{planned}");
    assert_eq!(sent["span"]["post"], id, "{sent}");
    assert_eq!(
        (&sent["level"], &sent["attempts"]),
        (&"INFO".into(), &1.into())
    );
    assert!(sent["late_seconds"].as_f64().unwrap() < 60.0, "{sent}");
    bot.stop();
}

#[test]
fn health_says_what_to_set_and_what_it_met_instead_of_the_bot() {
    let folder = folder();
    for (bind, words) in [
        ("", "HTTP_BIND is not set"),
        ("127.0.0.1:0", "leaves the port to the system"),
        ("localhost", "it is not an IP address with a port"),
    ] {
        let (said, code) = health(folder.path(), bind);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(words), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_can_not_listen_there_says_so_and_ends() {
    let (sandbox, _stage) = sandbox().await;
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let output = sunflower(folder.path(), &["run"])
        .env("DISCORD_TOKEN", sandbox.token())
        .env("DISCORD_API_URL", sandbox.api_url())
        .env("HTTP_BIND", taken.local_addr().unwrap().to_string())
        .output();
    let (said, code) = said(&output.unwrap());
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("HTTP_BIND: the bot can't listen on"),
        "{said}"
    );
}
