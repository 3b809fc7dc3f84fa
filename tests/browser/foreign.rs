//! Another site in the same browser, by which somebody is in the sandbox: it learns nothing and does nothing.

use axum::{Router, response::Html, routing::get};
use serde_json::json;
use sunflower::sandbox::world::Upload;
use tokio::net::TcpListener;

use crate::{
    stand_in::StandIn,
    waiting::until,
    window::{DESK, Window},
};

/// A page of another site's, on a port of this machine.
async fn elsewhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let site = Router::new().route("/", get(async || Html("<h1>Elsewhere</h1>")));
    #[expect(clippy::disallowed_methods, reason = "it ends with the test's runtime")]
    tokio::spawn(async move { axum::serve(listener, site).await });
    format!("http://{address}/")
}

/// What became of each way in, told by a script of the other site's.
const TRIES: &str = "
    const [page, file, done] = arguments;
    const post = (path, mode, body) =>
      fetch(page + path, { method: 'POST', credentials: 'include', mode, body }).then(({ type, status }) => `${type} ${status}`, () => 'refused');
    const socket = () => new Promise((tell) => {
      const one = new WebSocket(page.replace('http', 'ws') + '/socket');
      one.onopen = () => tell('open');
      one.onerror = () => tell('refused');
    });
    const script = () => new Promise((tell) => {
      const one = document.createElement('script');
      one.type = 'module';
      one.src = page + '/js/main.js';
      one.onload = () => tell('loaded');
      one.onerror = () => tell('refused');
      document.body.append(one);
    });
    Promise.all([post('/enter', 'cors', ''), post(file, 'cors', ''), post(file, 'no-cors', ''), socket(), script()]).then(done);";

#[tokio::test]
async fn another_site_cannot_drive_the_page_of_somebody_who_is_in() {
    Window::lent("foreign", DESK, async |window| {
        let stand_in = StandIn::open().await;
        let upload = Upload {
            number: "0".to_owned(),
            filename: "mine.txt".to_owned(),
            content_type: None,
            bytes: b"What is mine".to_vec(),
        };
        let message = stand_in.puts(&json!({"content": "Mine"}), &[upload]);
        let file = stand_in.sandbox.read(|world| {
            let wellbeing = world.channel("wellbeing").unwrap().id;
            world.message(wellbeing, message).unwrap().attachments[0].id
        });
        let file = format!("/files/{file}");
        let page = stand_in.page.origin().to_owned();
        window.goes(&stand_in.page.address()).await;
        window.sees("mine.txt").await;

        // Ports of one host are one site: the cookie goes along, and only the origin tells them apart.
        window.goes(&elsewhere().await).await;
        let arguments = vec![json!(page), json!(file)];
        let tried = window.script_that_waits(TRIES, arguments).await;
        let refused = ["refused"; 5];
        assert_eq!(tried, json!(refused));

        // A frame that was refused holds Chromium's own page about it.
        window.script(SHOW_INSIDE, vec![json!(page)]).await;
        let inside = until("the frame is refused", async || {
            let tree = window.devtools("Page.getFrameTree", json!({})).await;
            let frame = &tree["frameTree"]["childFrames"][0]["frame"];
            frame["unreachableUrl"].as_str().map(str::to_owned)
        });
        assert_eq!(inside.await, format!("{page}/"));

        for path in ["/enter", &file] {
            window.goes(&elsewhere().await).await;
            let action = format!("{page}{path}");
            window.script(SEND_FORM, vec![json!(action)]).await;
            is_refused(window, &action).await;
        }

        // A name of somebody else's that leads to this machine.
        let rebound = page.replace("127.0.0.1", "rebound.test") + "/";
        window.script(GO_TO, vec![json!(rebound)]).await;
        is_refused(window, &rebound).await;
    })
    .await;
}

/// Waits until Chromium shows its own page about this address, which answered with an error and nothing else.
async fn is_refused(window: &Window, address: &str) {
    let refused = until("the address is refused", async || {
        let tree = window.devtools("Page.getFrameTree", json!({})).await;
        let refused = tree["frameTree"]["frame"]["unreachableUrl"].as_str()?;
        (refused == address).then(|| window.text())
    });
    let said = refused.await.await;
    assert!(said.contains("403"), "{address}: {said}");
}

const GO_TO: &str = "location.href = arguments[0]";
const SHOW_INSIDE: &str = "
    const frame = document.createElement('iframe');
    frame.src = arguments[0] + '/';
    document.body.append(frame);";
const SEND_FORM: &str = "
    const form = document.createElement('form');
    form.method = 'POST';
    form.action = arguments[0];
    document.body.append(form);
    form.submit();";
