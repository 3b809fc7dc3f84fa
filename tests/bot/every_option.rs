//! Every command with every optional option: each alone, all together, and none; as registered, so that
//! none is forgotten.

use crate::{garden::Garden, moderating::asked, repertoire};

#[tokio::test]
async fn each_command_and_option_has_a_value_to_try() {
    let garden = Garden::open().await;
    let gaps = repertoire::gaps(&repertoire::all(&garden));
    assert!(
        gaps.is_empty(),
        "tests/bot/repertoire.rs:\n{}",
        gaps.join("\n")
    );
    garden.close().await;
}

#[tokio::test]
async fn each_command_hears_each_option_alone_and_all_together() {
    let garden = Garden::open().await;
    repertoire::settled_in(&garden).await;
    let mut unheard = Vec::new();
    for command in repertoire::all(&garden) {
        for optional in command.ways() {
            if command.name.starts_with("schedule ") {
                // Whatever the one before did to it.
                asked(&garden, "/schedule resume schedule:1").await;
            }
            let answer = command.send(&garden, &optional).await;
            unheard.extend(command.unheard(&optional, &answer));
        }
    }
    assert!(unheard.is_empty(), "{}", unheard.join("\n\n"));
    garden.close().await;
}
