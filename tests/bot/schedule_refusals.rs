//! Schedules that can't be: one clear sentence, and nothing stored.

use insta::assert_snapshot;
use sunflower::sandbox::{faults::Fault, world::Permissions};

use crate::{
    garden::Garden,
    looking::rows_that_hold,
    moderating::{asked, channel, deny, history, list, server},
};

const LONDON: &str = "/schedule create channel:#wellbeing zone:Europe/London when:";

/// The database holds nothing of the server.
async fn nothing_is_stored(garden: &Garden) {
    let server = server(garden).to_string();
    let rows = rows_that_hold(garden, &server).await;
    assert!(rows.is_empty(), "{rows:?}");
}

#[tokio::test]
async fn what_cant_be_kept_gets_a_sentence_that_helps_and_nothing_is_stored() {
    let garden = Garden::open().await;
    let mut said = Vec::new();
    for command in [
        "when:1 jan 2020 9:00",
        "when:22 nov 2026 11:59",
        "when:0 9 31 2 *",
        "when:29 feb 2027 9:00",
        "when:* * * * *",
        "when:*/5 9 * * *",
        "when:0 9 * *",
        "when:mondays",
        "when:mondays 25:00",
        "when:whenever you like",
        "when:mondays 9:00 topics:gardening",
        "when:mondays 9:00 topics:trauma, gardening",
    ] {
        let answer = asked(
            &garden,
            &format!("/schedule create channel:#wellbeing zone:Europe/London {command}"),
        )
        .await;
        assert!(answer.buttons().is_empty());
        let text = answer.as_text().replace("(only you can see this)\n", "");
        said.push(format!("{command}\n{text}"));
    }
    for zone in ["Europe/Atlantis", "EST", "+01:00", "Berlni"] {
        let create = format!("/schedule create channel:#wellbeing when:mondays 9:00 zone:{zone}");
        let answer = asked(&garden, &create).await;
        let text = answer.as_text().replace("(only you can see this)\n", "");
        said.push(format!("zone:{zone}\n{text}"));
    }
    assert_snapshot!("cannot_be_kept", said.join("\n\n"));
    nothing_is_stored(&garden).await;
    assert!(
        list(&garden)
            .await
            .contains("There is no schedule here yet.")
    );
    garden.close().await;
}

#[tokio::test]
async fn words_that_ping_or_go_on_for_ever_are_not_said_back() {
    let garden = Garden::open().await;
    let long = "🌻 @everyone <@&1> ".repeat(300);
    for option in ["when", "zone", "topics"] {
        let others = match option {
            "when" => "zone:Europe/London",
            "zone" => "when:daily 9:00",
            _ => "when:daily 9:00 zone:Europe/London",
        };
        let create = format!("/schedule create channel:#wellbeing {others} {option}:{long}");
        let answer = asked(&garden, &create).await;
        assert!(
            !answer.as_text().contains("@everyone"),
            "{}",
            answer.as_text()
        );
        assert!(
            answer.as_text().chars().count() < 300,
            "{}",
            answer.as_text()
        );
    }
    nothing_is_stored(&garden).await;
    garden.close().await;
}

#[tokio::test]
async fn each_permission_that_the_bot_lacks_is_named_and_no_other() {
    let garden = Garden::open().await;
    let wellbeing = channel(&garden, "wellbeing");
    let names = [
        "View Channel",
        "Send Messages",
        "Embed Links",
        "Read Message History",
    ];
    for (taken, lacking) in [
        (Permissions::VIEW_CHANNEL, &names[..1]),
        (Permissions::SEND_MESSAGES, &names[1..3]),
        (Permissions::EMBED_LINKS, &names[2..3]),
        (Permissions::READ_MESSAGE_HISTORY, &names[3..]),
        (
            Permissions::EMBED_LINKS | Permissions::READ_MESSAGE_HISTORY,
            &names[2..],
        ),
    ] {
        garden.sandbox.deny_bot(wellbeing, taken);
        let answer = asked(&garden, &format!("{LONDON}mondays 9:00")).await;
        let said = answer.as_text();
        for name in names {
            let is_named = said.contains(&format!("**{name}**"));
            assert_eq!(is_named, lacking.contains(&name), "{name}: {said}");
        }
        if lacking.len() == 1 && lacking[0] == "Read Message History" {
            assert_snapshot!("bot_lacks", said);
        }
    }
    nothing_is_stored(&garden).await;
    garden.sandbox.allow_bot(wellbeing);
    garden.schedule_mondays().await;
    garden.mondays_post().await;
    garden.close().await;
}

#[tokio::test]
async fn while_discord_does_not_tell_the_bots_rights_nothing_is_planned() {
    let garden = Garden::open().await;
    let faults = garden.sandbox.faults();
    faults
        .on("GET /guilds/{guild}/channels")
        .once(Fault::down(503));
    let answer = asked(&garden, &format!("{LONDON}mondays 9:00")).await;
    assert_snapshot!("rights_unknown", answer.as_text());
    nothing_is_stored(&garden).await;
    garden.schedule_mondays().await;
    garden.close().await;
}

#[tokio::test]
async fn a_moderator_who_may_not_write_there_cant_have_the_bot_write_for_them() {
    let garden = Garden::open().await;
    let general = channel(&garden, "general");
    deny(&garden, "rowan", general, Permissions::SEND_MESSAGES);
    let answer = asked(
        &garden,
        "/schedule create channel:#general when:mondays 9:00 zone:Europe/London",
    )
    .await;
    assert_snapshot!("moderator_lacks", answer.as_text());
    nothing_is_stored(&garden).await;
    garden.close().await;
}

#[tokio::test]
async fn a_schedule_that_never_was_is_said_to_be_gone() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    for named in [
        "0",
        "2",
        "-1",
        "99999999999999999999",
        "mondays",
        "🌻",
        "AAECAwQFBgcICQoLDA0ODw",
    ] {
        for verb in ["preview", "pause", "resume", "delete", "history"] {
            let answer = asked(&garden, &format!("/schedule {verb} schedule:{named}")).await;
            let text = answer.as_text();
            assert!(
                text.contains("There is no such schedule"),
                "{named}: {text}"
            );
        }
    }
    assert!(!list(&garden).await.contains("Paused"));
    assert!(history(&garden).await.contains("Nothing was due yet."));
    garden.close().await;
}
