//! The program itself, asked by operators: `HTTP_BIND` and `sunflower health`.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    path::Path,
    process::Child,
    sync::Arc,
    time::Duration,
};

use sunflower::sandbox::{Options, Sandbox};

use crate::{
    noon,
    process::{folder, said, signal, sunflower},
    stage::Standing,
};

/// Starts the program, and reads from its log where it listens.
fn start(sandbox: &Sandbox, folder: &Path, bind: &str) -> (Child, String) {
    let mut child = sunflower(folder, &["run"])
        .env("DISCORD_TOKEN", sandbox.token())
        .env("DISCORD_API_URL", sandbox.api_url())
        .env("HTTP_BIND", bind)
        .env("LOG_FORMAT", "json")
        .spawn()
        .unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("listening for operators") {
        line.clear();
        assert_ne!(log.read_line(&mut line).unwrap(), 0, "it never listened");
    }
    child.stderr = Some(log.into_inner());
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    (child, line["address"].as_str().unwrap().to_owned())
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
    let sandbox = Sandbox::start(Options::default(), Arc::new(Standing::at(noon()))).await;
    let (sandbox, folder) = (sandbox.unwrap(), folder());
    let (mut child, address) = start(&sandbox, folder.path(), "127.0.0.1:0");
    sandbox.until_ready(&["affirmation"]).await.unwrap();
    let ready = tokio::time::timeout(Duration::from_secs(20), async {
        while get(&address, "/readyz").await != "ready\n" {
            tokio::task::yield_now().await;
        }
    });
    ready.await.expect("it is ready");
    assert_eq!(
        health(folder.path(), &address),
        ("ready\n".to_owned(), Some(0))
    );
    let counts = get(&address, "/metrics").await;
    assert!(
        counts.contains("\nsunflower_gateway_sessions_total{how=\"new\"} 1\n"),
        "{counts}"
    );
    // Away from Discord it lives, and health says what is wrong.
    sandbox.gateway().refuse_connections(true);
    sandbox.gateway().close(4000);
    let away = tokio::time::timeout(Duration::from_secs(20), async {
        while get(&address, "/readyz").await == "ready\n" {
            tokio::task::yield_now().await;
        }
    });
    away.await.expect("it is not ready");
    let (said, code) = health(folder.path(), &address);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(said, "not ready; gateway: not connected to Discord\n");
    signal(&child, "TERM");
    assert!(child.wait().unwrap().success());
    let (said, code) = health(folder.path(), &address);
    assert_eq!(code, Some(1));
    assert!(said.contains("no bot answers"), "{said}");
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
    let sandbox = Sandbox::start(Options::default(), Arc::new(Standing::at(noon()))).await;
    let (sandbox, folder) = (sandbox.unwrap(), folder());
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
