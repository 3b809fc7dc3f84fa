//! `sunflower sandbox` as somebody tries it: the page where it is said to be, the real bot in it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    process::Stdio,
};

use serde_json::{Value, json};

use crate::{
    browser::Window,
    process::{folder, sunflower},
};

#[tokio::test]
async fn the_page_opens_where_it_is_said_and_leads_to_the_next_post() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let folder = folder();
    let mut child = sunflower(folder.path(), &["sandbox", "--no-open", "--port", &port])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    while !said.contains("/#") {
        assert!(stdout.read_line(&mut said).unwrap() > 0, "{said}");
    }
    assert!(said.contains(&format!("Port {port} is taken.")), "{said}");
    let address = said.lines().next_back().unwrap().trim();
    assert!(address.starts_with("http://127.0.0.1:"), "{address}");

    let mut rowan = Window::open_at(address).await;
    let offers = |commands: &Value, name: &str| {
        let all = commands["slash"].as_array().unwrap();
        all.iter().any(|one| one["name"] == name)
    };
    while !offers(&rowan.last("commands"), "schedule") {
        rowan.hears("commands").await;
    }
    let options = json!({"channel": "#wellbeing", "when": "mondays 9:00", "zone": "London"});
    let create = json!({"do": "command", "path": ["schedule", "create"], "options": options});
    rowan.does(create).await;
    let planned = loop {
        let clock = rowan.hears("clock").await;
        if clock["next"] != json!([]) {
            break clock;
        }
    };
    assert_eq!(planned["running"], true);
    assert_eq!(planned["next"].as_array().unwrap().len(), 5);
    assert_eq!(planned["next"][0]["what"], "The weekly post");
    let messages = rowan.last("messages");
    assert_eq!(planned["next"][0]["channel"], messages["channel"]);
    rowan.does(json!({"do": "move", "to": "next"})).await;
    let shown = rowan.sees(|one| one["flags"] == 0).await;
    assert_eq!(shown["author"]["username"], "sunflower");
    assert_eq!(shown["components"][0]["components"][0]["label"], "Reflect");
    let after = loop {
        let clock = rowan.hears("clock").await;
        if clock["next"][0] != planned["next"][0] {
            break clock;
        }
    };
    assert_eq!(after["next"][0], planned["next"][1]);

    // However far the clock is moved, what lies on the way is posted at its time.
    let four_weeks = json!({"do": "move", "minutes": 4 * 7 * 24 * 60 + 60});
    rowan.does(four_weeks).await;
    let at = |post: &Value| post["timestamp"].as_str().unwrap()[..10].to_owned();
    let last = planned["next"][4]["at"].as_str().unwrap();
    rowan
        .sees(|one| one["flags"] == 0 && at(one) == last[..10])
        .await;
    assert_eq!(rowan.seen().filter(|one| one["flags"] == 0).count(), 5);

    // The lines that are typed are still heeded beside it.
    stdin.write_all(b"quit\n").unwrap();
    stdout.read_to_string(&mut said).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(
        said.contains("Sunflower, to everyone in #wellbeing:"),
        "{said}"
    );
}
