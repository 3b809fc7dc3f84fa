//! An export is complete: all that is stored of a member, as a file that needs no Sunflower.

use chrono::TimeDelta;
use serde_json::{Value, json};
use sunflower::reflection::{Scope, consent};

use crate::{
    fixture::{ANA, BEN, HARBOUR, IN_HARBOUR, MEADOW, open_agreed, write},
    schema,
    support::database::{Database, on_both_databases},
};

/// What is wrong with an export by the schema that is given out with it.
pub fn faults(file: &Value) -> Vec<String> {
    let schema = include_str!("../../docs/reflections-export.schema.json");
    schema::faults(&serde_json::from_str(schema).expect("JSON"), file)
}

#[test]
fn the_schema_finds_what_is_wrong() {
    let whole = json!({
        "format": "sunflower-reflections/2", "part": 1, "parts": 1,
        "exported_at": "2026-11-24T12:00:00Z", "member_id": "81", "server_id": null,
        "consents": [{"server_id": "72", "version": "0123456789abcdef", "agreed_at": "2026-11-23T12:00:00Z"}],
        "reflections": [{
            "id": "AAAAAAAAAAAAAAAAAAAAAA", "server_id": "72", "post_id": null,
            "reply": {"channel_id": "1", "message_id": "2"},
            "share": {
                "id": "BBBBBBBBBBBBBBBBBBBBBB", "signed": true, "state": "shown",
                "message": {"channel_id": "1", "message_id": "3"},
            },
            "written_at": "2026-11-23T12:00:00Z", "ends_at": "2027-11-23T12:00:00Z", "readable": false,
            "prompt": null, "text": null,
        }],
    });
    assert_eq!(faults(&whole), Vec::<String>::new());
    for (path, wrong) in [
        ("/format", json!("sunflower-reflections/3")),
        ("/part", json!(0)),
        ("/exported_at", json!("yesterday")),
        ("/member_id", json!(81)),
        ("/server_id", json!("here")),
        ("/consents/0/version", json!("1")),
        ("/reflections/0", json!({})),
        ("/reflections/0/id", json!("short")),
        ("/reflections/0/reply", json!("yes")),
        ("/reflections/0/share/id", json!("short")),
        ("/reflections/0/share/state", json!("sending")),
        ("/reflections/0/share/message", json!({"message_id": "3"})),
        ("/reflections/0/text", json!(5)),
        ("/reflections/0/readable", json!("no")),
    ] {
        let mut file = whole.clone();
        *file.pointer_mut(path).expect("it is there") = wrong;
        assert!(!faults(&file).is_empty(), "{path}");
    }
    let mut file = whole.clone();
    file["more"] = json!(1);
    assert_eq!(faults(&file).len(), 1, "something more");
}

on_both_databases! {
    async fn an_export_holds_everything_of_the_member_and_nothing_of_anyone_else(database: &Database) {
        let (journal, hand) =
            open_agreed(database, &[(ANA, HARBOUR), (ANA, MEADOW), (BEN, HARBOUR)]).await;
        let first = write(&journal, ANA, HARBOUR, "the sea").await;
        write(&journal, BEN, HARBOUR, "a boat").await;
        hand.advance(TimeDelta::days(1));
        let second = write(&journal, ANA, MEADOW, "the \"hills\" 🌻").await;

        let export = journal.export(ANA, Scope::Everywhere).await.unwrap();
        let file: Value = serde_json::from_slice(&export.to_json()).expect("JSON");
        assert_eq!(faults(&file), Vec::<String>::new());
        assert_eq!(file, json!({
            "format": "sunflower-reflections/2",
            "part": 1,
            "parts": 1,
            "exported_at": "2026-11-24T12:00:00Z",
            "member_id": "81000000000000001",
            "server_id": null,
            "consents": [
                { "server_id": "72000000000000001", "version": consent::version(), "agreed_at": "2026-11-23T12:00:00Z" },
                { "server_id": "72000000000000002", "version": consent::version(), "agreed_at": "2026-11-23T12:00:00Z" },
            ],
            "reflections": [
                {
                    "id": second.to_string(), "server_id": "72000000000000002", "post_id": null,
                    "written_at": "2026-11-24T12:00:00Z", "ends_at": "2027-11-24T12:00:00Z", "reply": null, "share": null, "readable": true,
                    "prompt": "What helped you this week?", "text": "the \"hills\" 🌻",
                },
                {
                    "id": first.to_string(), "server_id": "72000000000000001", "post_id": null,
                    "written_at": "2026-11-23T12:00:00Z", "ends_at": "2027-11-23T12:00:00Z", "reply": null, "share": null, "readable": true,
                    "prompt": "What helped you this week?", "text": "the sea",
                },
            ],
        }));
    }

    async fn an_export_of_one_server_is_of_that_server(database: &Database) {
        let (journal, _hand) = open_agreed(database, &[(ANA, HARBOUR), (ANA, MEADOW)]).await;
        write(&journal, ANA, HARBOUR, "the sea").await;
        write(&journal, ANA, MEADOW, "the hills").await;
        let export = journal.export(ANA, IN_HARBOUR).await.unwrap();
        assert_eq!(export.server_id.as_deref(), Some("72000000000000001"));
        assert_eq!((export.consents.len(), export.reflections.len()), (1, 1));
        assert!(!format!("{export:?}").contains("sea"), "Debug shows no words");
    }
}
