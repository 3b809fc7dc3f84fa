//! What people write is text. No message, name or file makes the page run anything, or leads out of it unseen.

use serde_json::json;
use sunflower::sandbox::world::Upload;

use crate::{
    stand_in::StandIn,
    window::{DESK, Window},
};

/// Each sets `window.taken` if the page takes it for anything but text.
const HOSTILE: [&str; 7] = [
    "<script>window.taken = 1</script>",
    "<img src=x onerror=\"window.taken = 1\">",
    "<svg onload=window.taken=1>",
    "[press me](javascript:window.taken=1)",
    "<javascript:window.taken=1>",
    "[a picture](data:text/html,<script>window.taken=1</script>)",
    "</div></article><iframe srcdoc=\"<script>top.taken=1</script>\"></iframe>",
];

/// Everything on the page that could run or load something, but for its own two files.
const INTRUDERS: &str = "
    const all = [...document.querySelectorAll('*')];
    const own = [`${location.origin}/js/main.js`, `${location.origin}/page.css`, 'data:,'];
    const loads = all.filter((node) => ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'LINK', 'BASE', 'META'].includes(node.tagName));
    const strange = loads.filter((node) => !(own.includes(node.src || node.href) || node.closest('head')?.contains(node) && node.tagName === 'META'));
    const listening = all.filter((node) => [...node.attributes].some(({ name }) => name.startsWith('on') || name === 'srcdoc'));
    const leading = [...document.querySelectorAll('a')].filter(({ protocol }) => protocol !== 'https:');
    const pictures = [...document.querySelectorAll('img')].filter(({ src }) => src !== '' && !src.startsWith('data:image/'));
    return [...strange, ...listening, ...leading, ...pictures].map((node) => node.outerHTML);";

#[tokio::test]
async fn hostile_words_and_embeds_and_names_and_files_stay_text() {
    Window::lent("hostile", DESK, async |window| {
        let stand_in = StandIn::open().await;
        let sandbox = &stand_in.sandbox;
        let maya = sandbox.member("maya").in_channel("wellbeing");
        for text in HOSTILE {
            maya.says(text).unwrap();
            stand_in.puts(&embedded(text), &[]);
        }
        sandbox.change(|world| {
            let maya = world.user("maya").unwrap().id;
            let wellbeing = world.channel("wellbeing").unwrap().id;
            world.users.get_mut(&maya).unwrap().display_name = HOSTILE[1].to_owned();
            world.channels.get_mut(&wellbeing).unwrap().topic = Some(HOSTILE[0].to_owned());
            world.add_thread(wellbeing, maya, HOSTILE[1]);
        });
        let drawing = Upload {
            number: "0".to_owned(),
            filename: format!("{}.svg", HOSTILE[1]),
            content_type: Some("image/svg+xml".to_owned()),
            bytes: b"<svg xmlns='http://www.w3.org/2000/svg' onload='top.taken=1'/>".to_vec(),
        };
        stand_in.puts(&json!({"content": "The last of them."}), &[drawing]);

        window.goes(&stand_in.page.address()).await;
        window.sees("The last of them.").await;
        let read = window.script(ALL_TEXT, vec![]).await;
        for text in [HOSTILE[0], HOSTILE[1], HOSTILE[2], HOSTILE[6]] {
            assert!(read.as_str().unwrap().contains(text), "{text}: {read}");
        }
        window.picture("as-text").await;
        assert_eq!(window.script(INTRUDERS, vec![]).await, json!([]));
        let pressed = window.script(PRESS_ALL, vec![]).await;
        assert!(pressed.as_u64().unwrap() > 10, "{pressed}");
        assert_eq!(window.script(TAKEN, vec![]).await, json!(null));
    })
    .await;
}

/// A hostile text wherever an embed and the buttons under it can hold one.
fn embedded(text: &str) -> serde_json::Value {
    let address = "javascript:window.taken=1";
    json!({
        "content": text,
        "embeds": [{
            "title": text, "url": address, "description": text,
            "author": {"name": text, "url": address, "icon_url": address},
            "fields": [{"name": text, "value": text}],
            "footer": {"text": text, "icon_url": address},
            "image": {"url": address}, "thumbnail": {"url": address},
        }],
        "components": [{"type": 1, "components": [
            {"type": 2, "style": 5, "label": text, "url": address},
            {"type": 2, "style": 1, "label": text, "custom_id": text},
            {"type": 3, "custom_id": format!("{text} "), "placeholder": text,
                "options": [{"label": text, "value": text, "description": text}]},
        ]}],
    })
}

/// Presses whatever the messages hold, links and all.
const PRESS_ALL: &str = "
    const all = [...document.querySelectorAll('#messages a, #messages button, .thread, .channel')];
    for (const node of all) node.click();
    return all.length;";
const ALL_TEXT: &str = "return document.body.textContent";
const TAKEN: &str = "return window.taken ?? null";

#[tokio::test]
async fn markup_that_got_in_would_neither_run_nor_load_anything() {
    Window::lent("policy", DESK, async |window| {
        let stand_in = StandIn::open().await;
        window.goes(&stand_in.page.address()).await;
        window.sees("Welcome to #wellbeing").await;
        let came = window.script_that_waits(FROM_TEXT, vec![]).await;
        let each = [
            "TypeError",
            "TypeError",
            "TypeError",
            "TypeError",
            "EvalError",
        ];
        assert_eq!(came, json!(each));
        let refused = window.script_that_waits(FROM_ELSEWHERE, vec![]).await;
        let expected = ["connect-src", "frame-src", "img-src", "style-src-attr"];
        assert_eq!(refused, json!(expected));
        assert_eq!(window.script(TAKEN, vec![]).await, json!(null));
    })
    .await;
}

/// What becomes of text that somebody takes for markup or code. Not at once: what is run for a driver may do
/// more than the page itself.
const FROM_TEXT: &str = "
    const [done] = arguments;
    const script = document.createElement('script');
    const ways = [
      () => { document.body.innerHTML = '<img src=x onerror=\"window.taken = 1\">'; },
      () => { script.text = 'window.taken = 1'; document.body.append(script); },
      () => { document.body.setAttribute('onclick', 'window.taken = 1'); document.body.click(); },
      () => { setTimeout('window.taken = 1', 0); },
      () => { Function('window.taken = 1')(); },
    ];
    const came = (way) => { try { way(); return 'done'; } catch ({ name }) { return name; } };
    setTimeout(() => done(ways.map(came)));";

/// What of another site's the policy refuses, by its own words.
const FROM_ELSEWHERE: &str = "
    const [done] = arguments;
    const refused = new Set();
    addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      refused.add(effectiveDirective);
      if (refused.size === 4) done([...refused].sort());
    });
    const add = (tag, attributes) => {
      const node = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
      document.body.append(node);
    };
    fetch('https://example.org/').catch(() => {});
    add('iframe', { src: 'https://example.org/' });
    add('img', { src: 'https://example.org/one.png' });
    add('p', { style: 'color: red' });";
