//! Every door to reflections that are somebody else's, tried by every hand that could reach for them: with
//! the very ids that their writer was shown, and with ids put in each other's place.

use std::collections::BTreeSet;

use sunflower::sandbox::driver::{Failure, Member};

use crate::{
    garden::{Garden, shown},
    hers::{
        HELD, Hers, KEEP, Window, hers, note, reflection_of, rows_but_of, she_can_do_everything,
        she_reads_all,
    },
    looking::{carried, exported, form, id_of, pressed, private, stored_about, updated},
    mending::notice,
    sharing::{A_BATCH, in_thread},
};

/// What whoever tries the doors wrote.
const THEIR_OWN: &str = "Mine, of sparrows.";

/// Who tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hand {
    Member,
    /// Who may manage messages in her server, or all of it.
    Moderator,
    /// An administrator of another server.
    Elsewhere,
    /// A member of her server, in direct messages.
    Direct,
}
use Hand::{Direct, Elsewhere, Moderator};

const ONLY_WHERE_I_AM: &str = "a server that I am a member of";
const MODERATORS_ONLY: &str = "needs the **Manage Messages** permission";
const SERVERS_ONLY: &str = "works in a server only";

/// What the bot answers this hand behind this door: one of these.
fn answers(hand: Hand, custom_id: &str) -> &'static [&'static str] {
    let parts: Vec<&str> = custom_id.split(':').collect();
    match (parts.as_slice(), hand) {
        (["reflections", _], _) => &[THEIR_OWN],
        // What she looked for stands in her answer; anywhere else nothing does.
        (["found", _], _) => &["I no longer know what you looked for", "no reflection"],
        (["delete-one", _, _], _) => &["Delete this reflection?"],
        (["delete-one", _, _, "sure"], _) => &["already gone"],
        (["delete-all"], _) => &["Delete 1 reflection", "no reflections of yours"],
        (["delete-all", "sure"], _) => &["Your reflection is deleted", "nothing left to delete"],
        (["withdraw"], _) => &["Take back your consent", "You have given no consent"],
        (["withdraw", "sure"], _) => &["Your consent", "Your consents"],
        (["decline"], _) => &["Nothing of yours was stored"],
        (
            ["agree-to-keep" | "agree" | "reflect", ..]
            | ["share", "named" | "unnamed", ..]
            | ["share", "report", _, "sure"],
            Direct,
        ) => &[ONLY_WHERE_I_AM],
        (["agree-to-keep", ..], _) => &["I no longer have your message here"],
        (["agree" | "reflect", ..], Elsewhere) => &["This post is not out yet"],
        (["agree" | "reflect", ..], _) => &["A moment to reflect"],
        (["share", "private", _], _) => &["It stays private"],
        (["share", "named" | "unnamed", ..], _) => &["I can't share this"],
        (["share", "back", _], _) => &["There is nothing to take back"],
        (["share", "report", _], _) => &["Shall the moderators have a look"],
        (["share", "report", _, "sure"], Elsewhere) => &["no longer there"],
        (["share", "report", _, "sure"], _) => &["know of it already", "no longer there"],
        (["share" | "notice" | "settings", ..], Direct) => &[SERVERS_ONLY],
        (["share" | "notice" | "settings", ..], Hand::Member) => &[MODERATORS_ONLY],
        (["share", "approve" | "decline", _], _) => &["no longer there"],
        (["share", "queue", _], Elsewhere) => &["No shared reflection waits for you"],
        (["share", "release"], Elsewhere) => &["wait for you no more"],
        (["notice", ..], _) => &["I know nothing of that any more"],
        _ => panic!("{hand:?} tries a door that nobody thought of: {custom_id}"),
    }
}

/// All that this hand can carry to the bot: what she was shown, what moderators were if it is none of theirs,
/// and ids put in each other's place. What takes away the hand's own comes last.
fn carried_by(hand: Hand, hers: &Hers, own: &BTreeSet<String>, their: &str) -> Vec<String> {
    let mut all = hers.ids.clone();
    if hand != Moderator {
        all.extend(hers.moderators.iter().cloned());
    }
    if matches!(hand, Hand::Member | Direct) {
        let settings = ["erase", "not-erase", "retain:30", "kept"];
        all.extend(settings.map(|setting| format!("settings:{setting}")));
    }
    let share = carried(&hers.share, "Report");
    let share = share.rsplit(':').next().expect("its id").to_owned();
    // Hers in the place of their own, with the proof that is for theirs; and theirs with the proof for hers.
    for id in own {
        all.extend(hers.reflections.iter().map(|one| id.replace(their, one)));
    }
    for (one, proof) in hers.reflections.iter().zip(proofs(&hers.ids, hers)) {
        for how in ["named", "unnamed"] {
            all.insert(format!("share:{how}:{their}:{proof}"));
            all.insert(format!("share:{how}:{one}:"));
        }
    }
    // One kind of id in the place of another.
    for one in hers.reflections.iter().chain([&share]) {
        for door in ["share:back", "share:private", "share:report"] {
            all.insert(format!("{door}:{one}"));
        }
        all.insert(format!("delete-one:{one}:7"));
        if *one != share {
            all.insert(format!("share:approve:{one}"));
            all.insert(format!("share:decline:{one}"));
        }
        for door in ["down", "hold", "seen"] {
            all.insert(format!("notice:{door}:{one}"));
        }
    }
    all.extend(["reflections:99", "found:0", "found:99"].map(str::to_owned));
    let unsure = all.iter().filter(|id| {
        id.starts_with("delete-") || id.starts_with("withdraw") || id.starts_with("share:report:")
    });
    let unsure = unsure.filter(|id| !id.ends_with(":sure"));
    let sure: Vec<_> = unsure.map(|id| format!("{id}:sure")).collect();
    all.extend(sure);
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by_key(|id| match id.as_str() {
        "delete-all:sure" => 1,
        "withdraw:sure" => 2,
        _ => 0,
    });
    all
}

/// The proofs that she wrote these in the form.
fn proofs(ids: &BTreeSet<String>, hers: &Hers) -> Vec<String> {
    let proofs = hers.reflections.iter().map(|one| {
        let start = format!("share:named:{one}:");
        let mut proofs = ids.iter().filter_map(|id| id.strip_prefix(&start));
        proofs.next().expect("its proof").to_owned()
    });
    proofs.collect()
}

/// This hand tries everything.
async fn tries_every_door(hand: Hand, member: impl Fn(&Garden) -> Member) {
    let (garden, hers) = hers().await;
    let member = member(&garden);
    let user = id_of(&garden, member.name());
    let (own, their) = keeps_their_own(&garden, &hers, hand, &member).await;
    let before = rows_but_of(&garden, user).await;
    let window = Window::open(&garden);
    gives_commands(&garden, hand, &member).await;
    keeps_hers(&hers, hand, &member).await;
    sends_forms(&garden, &hers, hand, &member, &their).await;
    let help = shown(member.slash("/help").await);
    let search = shown(member.slash("/reflections search words:sparrows").await);
    for id in ["found:0", "found:1"] {
        let found = member.forge_press(search.channel(), search.id(), id).await;
        let found = shown(found);
        assert!(found.as_text().contains(THEIR_OWN), "{}", found.as_text());
    }
    let mut places = vec![(help.channel(), help.id())];
    match hand {
        Hand::Member | Moderator => {
            let seen = [&hers.kept, &hers.found, &hers.post, &hers.share];
            places.extend(seen.map(|one| (one.channel(), one.id())));
        }
        Elsewhere => places.push((hers.asked.channel(), hers.asked.id())),
        Direct => {}
    }
    if places.contains(&(hers.found.channel(), hers.found.id())) {
        // What she looked for is in what is pressed, and they have nothing of the kind.
        let found = member.forge_press(hers.found.channel(), hers.found.id(), "found:1");
        let found = shown(found.await);
        assert!(
            found.as_text().contains("no reflection"),
            "{}",
            found.as_text()
        );
    }
    let tried = carried_by(hand, &hers, &own, &their);
    for door in [
        "agree:",
        "agree-to-keep:",
        "decline",
        "delete-all:sure",
        "delete-one:",
        "found:",
        "notice:down:",
        "notice:hold:",
        "notice:seen:",
        "reflect:",
        "reflections:",
        "share:approve:",
        "share:back:",
        "share:decline:",
        "share:named:",
        "share:private:",
        "share:report:",
        "share:unnamed:",
        "withdraw:sure",
    ] {
        assert!(
            tried.iter().any(|id| id.starts_with(door)),
            "{door} in {tried:?}"
        );
    }
    for id in &tried {
        let expected = answers(hand, id);
        for (channel, message) in &places {
            let answer = member.forge_press(*channel, *message, id).await;
            let answer = answer.expect("the bot answers");
            let text = answer.as_text();
            let said = expected.iter().any(|sentence| text.contains(sentence));
            assert!(said, "{hand:?} pressed {id} and read: {text}");
        }
    }
    // What waits for moderators, those of her server may read.
    let waiting = (hand != Moderator).then_some("osprey");
    let words = ["lantern", "cormorants", "curlew"]
        .into_iter()
        .chain(waiting);
    window.holds_nothing_of_hers(user, &words.collect::<Vec<_>>(), &[]);
    let after = rows_but_of(&garden, user).await;
    let changed: Vec<_> = before.symmetric_difference(&after).collect();
    assert!(changed.is_empty(), "changed: {changed:?}");
    let theirs = stored_about(&garden, member.name()).await;
    let kept = |(table, _): &(String, i64)| ["reflections", "consents"].contains(&table.as_str());
    assert!(!theirs.iter().any(kept), "theirs is gone: {theirs:?}");
    she_can_do_everything(&garden, &hers).await;
    garden.close().await;
}

/// Something of their own, and what its buttons carry: with the proof, if it can be shared.
async fn keeps_their_own(
    garden: &Garden,
    hers: &Hers,
    hand: Hand,
    member: &Member,
) -> (BTreeSet<String>, String) {
    let kept = if hand == Elsewhere {
        let affirmation = shown(member.slash("/affirmation topic:trauma").await);
        garden.reflect(member, &affirmation, THEIR_OWN).await
    } else {
        let at_home = member.in_channel("wellbeing");
        garden.reflect(&at_home, &hers.post, THEIR_OWN).await
    };
    let mut own = BTreeSet::new();
    note(&mut own, &kept);
    (own, reflection_of(&kept))
}

/// What they ask of their own, they are told of their own.
async fn gives_commands(garden: &Garden, hand: Hand, member: &Member) {
    for (command, says) in [
        ("/reflections view", THEIR_OWN),
        ("/reflections search words:heron", "no reflection"),
        ("/reflections delete", "1 reflection"),
        ("/reflections withdraw", "1 reflection"),
        ("/privacy", "1 reflection"),
    ] {
        let answer = shown(member.slash(command).await);
        let text = answer.as_text();
        assert!(text.contains(says), "{hand:?}, {command}: {text}");
    }
    let export = shown(member.slash("/reflections export").await);
    let file = exported(garden, &export);
    let all = file["reflections"].as_array().expect("a list");
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["text"], THEIR_OWN);
    for command in ["/settings shares", "/settings erase", "/insights"] {
        let answer = member.slash(command).await;
        match hand {
            Hand::Member => {
                let refused = answer.expect_err("Discord does not let them");
                assert!(matches!(refused, Failure::NotAllowed { .. }), "{refused}");
            }
            Direct => assert!(answer.is_err(), "it is for servers"),
            Moderator | Elsewhere => {
                answer.expect("it is theirs to ask");
            }
        }
    }
}

/// *Keep as my reflection*, on what she wrote and on what the bot shows of hers.
async fn keeps_hers(hers: &Hers, hand: Hand, member: &Member) {
    let (message, says) = match hand {
        Hand::Member | Moderator => (&hers.share, "A bot wrote this"),
        Elsewhere => (&hers.message, "Someone else wrote this"),
        Direct => {
            let offered = member.message_commands().expect("their menu");
            assert!(offered.is_empty(), "{offered:?}");
            return;
        }
    };
    let refused = private(member.message_command(message, KEEP).await);
    assert!(refused.as_text().contains(says), "{}", refused.as_text());
}

/// A form of their own, sent as if it were another: what they wrote comes back, and is nowhere.
async fn sends_forms(garden: &Garden, hers: &Hers, hand: Hand, member: &Member, their: &str) {
    let opens = match hand {
        Hand::Member | Moderator => form(member.click(&hers.post, "Reflect").await),
        Elsewhere => {
            let affirmation = shown(member.slash("/affirmation topic:trauma").await);
            form(member.click(&affirmation, "Reflect").await)
        }
        // None opens in direct messages.
        Direct => return,
    };
    let post = hers
        .ids
        .iter()
        .find_map(|id| id.strip_prefix("agree:post:"));
    let post = post.expect("the post's id");
    let mut ids = vec![
        hers.reflections[2].as_str(),
        their,
        "AAECAwQFBgcICQoLDA0ODw",
    ];
    if hand == Elsewhere {
        ids.push(post);
    }
    let before = garden.rows().await["reflections"];
    for id in ids {
        for kind in ["form", "form-agreed"] {
            let mut forged = opens.clone();
            forged.custom_id = format!("{kind}:post:{id}");
            let refused = member.fill(&forged, &[("text", "Into hers.")]).await;
            let refused = refused.expect("an answer");
            let text = refused.as_text();
            assert!(text.contains("This post is not out yet"), "{text}");
            assert!(text.contains("Into hers."), "it comes back: {text}");
        }
    }
    assert_eq!(garden.rows().await["reflections"], before);
}

#[tokio::test]
async fn another_member_finds_every_door_to_hers_shut() {
    tries_every_door(Hand::Member, Garden::theo).await;
}

#[tokio::test]
async fn a_moderator_who_manages_the_server_finds_every_door_to_hers_shut() {
    tries_every_door(Moderator, Garden::moderator).await;
}

#[tokio::test]
async fn the_servers_owner_finds_every_door_to_hers_shut() {
    tries_every_door(Moderator, |garden| {
        garden
            .sandbox
            .member("garden_keeper")
            .in_channel("wellbeing")
    })
    .await;
}

#[tokio::test]
async fn another_servers_administrator_finds_every_door_to_hers_shut() {
    tries_every_door(Elsewhere, |garden| {
        garden.sandbox.member("skipper").in_channel("quay")
    })
    .await;
}

#[tokio::test]
async fn in_direct_messages_every_door_to_hers_is_shut() {
    tries_every_door(Direct, |garden| garden.theo().in_dm()).await;
}

/// What a moderator decides, and what the writer reads of it.
async fn decides(name: &str, about_the_held: &str, about_the_shown: &str, left: usize) {
    let (garden, hers) = hers().await;
    let member = garden.sandbox.member(name).in_channel("wellbeing");
    let user = id_of(&garden, name);
    let told = notice(&garden, "asks you to look").await;
    let maya = id_of(&garden, "maya").to_string();
    let of_hers = |rows: BTreeSet<String>| -> BTreeSet<String> {
        rows.into_iter().filter(|row| row.contains(&maya)).collect()
    };
    let before = of_hers(rows_but_of(&garden, user).await);
    assert_eq!(
        before.len(),
        4,
        "three reflections and a consent: {before:?}"
    );
    let window = Window::open(&garden);
    for id in ["share:queue:0", "share:queue:99"] {
        let queue = pressed(&member, id).await;
        assert!(queue.as_text().contains(HELD), "{}", queue.as_text());
    }
    let queue = shown(member.slash("/settings shares").await);
    let next = updated(member.click(&queue, about_the_held).await);
    let text = next.as_text();
    assert!(text.contains("No shared reflection waits"), "{text}");
    let in_shed = member.in_channel("potting-shed");
    for label in ["Hold the next ones", about_the_shown] {
        private(in_shed.click(&told, label).await);
    }
    let late = pressed(&member, &carried(&told, "Hold the next ones")).await;
    assert!(
        late.as_text().contains("mended already"),
        "{}",
        late.as_text()
    );
    updated(member.click(&next, "Hold nobody any more").await);
    for command in [
        "/schedule list",
        "/schedule history",
        "/settings retention",
        "/insights",
    ] {
        shown(member.slash(command).await);
    }
    garden.advance(A_BATCH);
    in_thread(&garden, &hers.post, left).await;
    shown(member.slash("/settings shares").await);
    window.holds_nothing_of_hers(user, &["cormorants", "curlew"], &hers.reflections);
    assert_eq!(of_hers(rows_but_of(&garden, user).await), before);
    she_reads_all(&garden.maya()).await;
    garden.close().await;
}

#[tokio::test]
async fn a_moderator_decides_about_what_is_shared_and_learns_not_whose_it_is() {
    decides("rowan", "Decline", "Take it down", 0).await;
}

#[tokio::test]
async fn the_servers_owner_decides_about_what_is_shared_and_learns_not_whose_it_is() {
    decides("garden_keeper", "Approve", "Let it stand", 2).await;
}
