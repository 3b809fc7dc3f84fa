//! Who gets into the sandbox's page: the browser that knows the secret, from the page itself, on this machine.

use std::io::ErrorKind;

use sunflower::sandbox::Page;
use tokio::net::TcpStream;

use crate::{
    browser::{Window, cookie},
    support::Setting,
};

fn secret(page: &Page) -> String {
    page.address().split_once('#').unwrap().1.to_owned()
}

/// A WebSocket's handshake, as a browser begins it, or a request for a file.
struct Knock<'a> {
    page: &'a Page,
    headers: Vec<(&'static str, String)>,
}

impl<'a> Knock<'a> {
    /// From the page itself, and with its cookie.
    async fn right(page: &'a Page) -> Self {
        let headers = vec![
            ("origin", page.origin().to_owned()),
            ("cookie", cookie(&page.address()).await),
        ];
        Self { page, headers }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(one, _)| *one != name);
        self
    }

    fn instead(self, name: &'static str, value: &str) -> Self {
        self.without(name).with(name, value)
    }

    async fn at(&self, method: &str, path: &str) -> reqwest::Response {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("{}{path}", self.page.origin());
        let mut request = client.request(method.parse().unwrap(), url);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if path == "/socket" {
            for (name, value) in [
                ("connection", "upgrade"),
                ("upgrade", "websocket"),
                ("sec-websocket-version", "13"),
                ("sec-websocket-key", "c3VuZmxvd2VyIGdhcmRlbg=="),
            ] {
                request = request.header(name, value);
            }
        }
        request.send().await.unwrap()
    }

    /// What the socket and a file answer.
    async fn answers(&self) -> (u16, u16) {
        let socket = self.at("GET", "/socket").await.status().as_u16();
        let file = self.at("POST", "/files/1").await.status().as_u16();
        (socket, file)
    }
}

const LET_IN: (u16, u16) = (101, 404);
const TURNED_AWAY: (u16, u16) = (403, 403);

#[tokio::test]
async fn whoever_has_the_cookie_and_comes_from_the_page_gets_in() {
    let setting = Setting::new().await;
    let page = setting.sandbox.page(0).unwrap();
    assert_eq!(Knock::right(&page).await.answers().await, LET_IN);
    let among = Knock::right(&page).await;
    let cookie = format!("theme=dark; {}; other=1", cookie(&page.address()).await);
    assert_eq!(among.instead("cookie", &cookie).answers().await, LET_IN);
}

#[tokio::test]
async fn without_the_secret_nobody_gets_in() {
    let setting = Setting::new().await;
    let page = setting.sandbox.page(0).unwrap();
    let other = setting.sandbox.page(0).unwrap();
    let right = cookie(&page.address()).await;
    let (name, _) = right.split_once('=').unwrap();
    let none = Knock::right(&page).await.without("cookie");
    assert_eq!(none.answers().await, TURNED_AWAY);
    for wrong in [
        format!("{name}="),
        format!("{name}={}", secret(&other)),
        format!("{right}x"),
        right[..right.len() - 1].to_owned(),
        format!("x{right}"),
        cookie(&other.address()).await,
        secret(&page),
    ] {
        let knock = Knock::right(&page).await.instead("cookie", &wrong);
        assert_eq!(knock.answers().await, TURNED_AWAY, "{wrong}");
    }
}

#[tokio::test]
async fn another_site_does_not_get_in_even_with_the_cookie() {
    let setting = Setting::new().await;
    let page = setting.sandbox.page(0).unwrap();
    let port = page.origin().rsplit_once(':').unwrap().1.to_owned();
    let missing = Knock::right(&page).await.without("origin");
    assert_eq!(missing.answers().await, TURNED_AWAY);
    let twice = Knock::right(&page).await.with("origin", page.origin());
    assert_eq!(twice.answers().await, TURNED_AWAY);
    for foreign in [
        "null",
        "https://example.org",
        "http://127.0.0.1",
        &format!("https://127.0.0.1:{port}"),
        &format!("http://localhost:{port}"),
        &format!("http://127.0.0.1:{port}.example.org"),
        &setting.sandbox.api_url(),
    ] {
        let knock = Knock::right(&page).await.instead("origin", foreign);
        assert_eq!(knock.answers().await, TURNED_AWAY, "{foreign}");
    }
}

#[tokio::test]
async fn a_name_that_leads_to_this_machine_opens_nothing() {
    let setting = Setting::new().await;
    let page = setting.sandbox.page(0).unwrap();
    let port = page.origin().rsplit_once(':').unwrap().1.to_owned();
    for foreign in [
        "example.org".to_owned(),
        format!("example.org:{port}"),
        "127.0.0.1".to_owned(),
    ] {
        let knock = Knock::right(&page).await.instead("host", &foreign);
        assert_eq!(knock.answers().await, TURNED_AWAY, "{foreign}");
        assert_eq!(knock.at("GET", "/").await.status(), 403, "{foreign}");
    }
    assert_eq!(Knock::right(&page).await.at("GET", "/").await.status(), 200);
}

#[tokio::test]
async fn the_cookie_is_given_for_the_secret_alone_and_only_to_the_page() {
    let setting = Setting::new().await;
    let page = setting.sandbox.page(0).unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let enter = |origin: Option<&str>, secret: String| {
        let mut request = client.post(format!("{}/enter", page.origin()));
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        request.body(secret).send()
    };
    let here = Some(page.origin());
    for (origin, secret, status) in [
        (here, String::new(), 403),
        (here, "x".repeat(43), 403),
        (here, "x".repeat(2000), 413),
        (None, secret(&page), 403),
        (Some("http://example.org"), secret(&page), 403),
    ] {
        let answer = enter(origin, secret).await.unwrap();
        assert_eq!(answer.status(), status);
        assert!(!answer.headers().contains_key("set-cookie"));
    }
    let answer = enter(here, secret(&page)).await.unwrap();
    assert_eq!(answer.status(), 204);
    let port = page.origin().rsplit_once(':').unwrap().1;
    let cookie = format!(
        "sunflower_page_{port}={}; HttpOnly; SameSite=Strict; Path=/",
        secret(&page)
    );
    assert_eq!(answer.headers()["set-cookie"], cookie);
}

#[tokio::test]
async fn the_page_can_ask_whether_it_may_come_in() {
    let setting = Setting::new().await;
    let page = setting.sandbox.page(0).unwrap();
    let right = Knock::right(&page).await;
    let answer = right.at("POST", "/enter").await;
    assert_eq!(answer.status(), 204);
    assert!(!answer.headers().contains_key("set-cookie"));
    let wrong = right.instead("cookie", "sunflower=1");
    assert_eq!(wrong.at("POST", "/enter").await.status(), 403);
    let foreign = Knock::right(&page).await.without("origin");
    assert_eq!(foreign.at("POST", "/enter").await.status(), 403);
}

#[tokio::test]
async fn every_answer_bears_what_protects_the_page() {
    let setting = Setting::new().await;
    let page = setting.sandbox.page(0).unwrap();
    let knock = Knock::right(&page).await;
    let stranger = Knock::right(&page).await.instead("host", "example.org");
    for (who, method, path, status) in [
        (&knock, "GET", "/", 200),
        (&knock, "GET", "/page.css", 200),
        (&knock, "GET", "/js/nothing.js", 404),
        (&knock, "GET", "/nothing", 404),
        (&knock, "PUT", "/enter", 405),
        (&knock, "POST", "/enter", 204),
        (&stranger, "POST", "/enter", 403),
        (&knock, "POST", "/files/1", 404),
        (&knock, "POST", "/files/one", 400),
        (&knock, "GET", "/socket", 101),
        (&stranger, "GET", "/", 403),
        (&stranger, "GET", "/socket", 403),
    ] {
        let answer = who.at(method, path).await;
        assert_eq!(answer.status(), status, "{method} {path}");
        let headers = answer.headers();
        let policy = headers["content-security-policy"].to_str().unwrap();
        for rule in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
        ] {
            let mut rules = policy.split("; ");
            assert!(rules.any(|one| one == rule), "{method} {path}: {policy}");
        }
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["referrer-policy"], "same-origin");
        assert_eq!(headers["cache-control"], "no-store");
    }
}

#[tokio::test]
async fn it_is_on_loopback_alone_and_a_taken_port_is_said() {
    let setting = Setting::new().await;
    let page = setting.sandbox.page(0).unwrap();
    let port = page.origin().strip_prefix("http://127.0.0.1:").unwrap();
    let port = port.parse().unwrap();
    TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    // The whole of 127.0.0.0/8 leads here: only whoever listens everywhere is found there.
    let elsewhere = TcpStream::connect(("127.0.0.2", port)).await;
    assert!(elsewhere.is_err());
    let taken = setting.sandbox.page(port).unwrap_err();
    assert_eq!(taken.kind(), ErrorKind::AddrInUse);
}

#[tokio::test]
async fn a_browser_does_not_get_to_discords_side() {
    let setting = Setting::new().await;
    let page = setting.sandbox.page(0).unwrap();
    let request = setting.request("GET", "/users/@me");
    assert_eq!(
        setting
            .send(request.header("origin", page.origin()))
            .await
            .0,
        403
    );
    assert_eq!(setting.get("/users/@me").await.0, 200);
}

#[tokio::test]
async fn it_ends_with_the_sandbox() {
    let setting = Setting::new().await;
    let page = setting.sandbox.page(0).unwrap();
    let mut window = Window::open(&page).await;
    drop(setting);
    window.is_hung_up_on().await;
    let address = page.origin().replace("http://", "");
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn whoever_sends_too_much_is_hung_up_on() {
    let setting = Setting::new().await;
    let page = setting.sandbox.page(0).unwrap();
    let mut window = Window::open(&page).await;
    window.send("x".repeat(200_000)).await;
    window.is_hung_up_on().await;
}
