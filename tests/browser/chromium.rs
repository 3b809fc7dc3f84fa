//! Headless Chromium, by one chromedriver for all tests. It reaches nothing but this machine.

use std::{
    io::{self, BufRead as _, BufReader, Write as _},
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

use fantoccini::{Client, ClientBuilder, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

/// Ends the driver and its browsers, a group of processes of their own, and clears away what they leave, when the
/// process of the tests is gone, however it went: its end of the pipe is closed then.
const WHILE_WE_LIVE: &str = r#"
    TMPDIR=$(mktemp -d)
    export TMPDIR
    chromedriver --port=0 &
    exec >&-
    read -r _
    trap '' TERM
    kill 0
    wait
    rm -rf "$TMPDIR"
"#;
const STARTED: &str = "started successfully on port ";

const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    // In a container Chromium's own sandbox can't be made.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--lang=en-GB",
    "--accept-lang=en-GB",
    "--no-proxy-server",
    "--host-resolver-rules=MAP rebound.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--window-size=1280,800",
];

struct Driver {
    port: u16,
    _process: Child,
}

/// A browser of one's own; none where Chromium is not installed, which is said.
pub async fn browser() -> Option<Client> {
    static DRIVER: OnceLock<Option<Driver>> = OnceLock::new();
    let Some(driver) = DRIVER.get_or_init(Driver::start) else {
        not_run("no Chromium here");
        return None;
    };
    let mut session = ClientBuilder::new(HttpConnector::new());
    let options = json!({"args": ARGUMENTS});
    session.capabilities(Capabilities::from_iter([(
        "goog:chromeOptions".to_owned(),
        options,
    )]));
    let address = format!("http://127.0.0.1:{}", driver.port);
    let session = session.connect(&address).await;
    Some(session.expect("Chromium starts"))
}

/// Says why a test is not run, where `.ci/run` sees it: what `eprintln` says in a test that passes nobody does.
pub fn not_run(why: &str) {
    let said = format!("not run: {why}\n");
    io::stderr().write_all(said.as_bytes()).unwrap();
}

fn is_installed(program: &str) -> bool {
    let version = Command::new(program).arg("--version").output();
    version.is_ok_and(|said| said.status.success())
}

impl Driver {
    fn start() -> Option<Self> {
        if !is_installed("chromium") || !is_installed("chromedriver") {
            return None;
        }
        let mut process = Command::new("sh")
            .args(["-c", WHILE_WE_LIVE])
            .process_group(0)
            .env("TZ", "Europe/London")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = said.map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once(STARTED)?;
            port.trim_end_matches('.').parse().ok()
        });
        Some(Self {
            port: port.expect("chromedriver says its port"),
            _process: process,
        })
    }
}
