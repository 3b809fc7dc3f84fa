//! *Keep as my reflection*: a member copies a message of their own. Asked first, kept as the form would,
//! and whatever can't be kept is said kindly, with nothing stored.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sunflower::sandbox::{
    driver::{Member, Shown},
    world::{Attachment, Permissions},
};

use crate::{
    garden::{Garden, shown},
    looking::{
        carried, id_of, private, refuse_reflections, rows_that_hold, stored_about, updated,
        with_the_harbour, without_ids,
    },
};

const KEEP: &str = "Keep as my reflection";
const WORDS: &str = "The swifts were back today, and I stood still for them.";

/// The member uses the command on a message, and alone sees the answer.
async fn keeps(member: &Member, message: &Shown) -> Shown {
    private(member.message_command(message, KEEP).await)
}

/// The member has agreed before.
async fn who_agreed(garden: &Garden) -> Member {
    let maya = garden.maya().in_channel("general");
    let own = maya.says("Before.").expect("she may write");
    let asked = keeps(&maya, &own).await;
    updated(maya.click(&asked, "I agree").await);
    maya
}

async fn newest(member: &Member) -> String {
    let page = shown(member.slash("/reflections view").await);
    page.as_text().to_owned()
}

/// Nobody is pinged by any answer, and everyone's channel is as it was.
fn assert_quiet(garden: &Garden, channel: &str) {
    garden.sandbox.read(|world| {
        let answers = world
            .channels
            .values()
            .flat_map(|one| world.messages_in(one.id));
        for message in answers.filter(|message| message.author == world.bot()) {
            let pinged = &message.mentions;
            assert!(pinged.users.is_empty() && pinged.roles.is_empty() && !pinged.everyone);
        }
    });
    let theo = garden.theo().reads(channel).expect("theo sees the channel");
    let bot = garden.sandbox.read(sunflower::sandbox::world::World::bot);
    let of_bot = theo.iter().filter(|one| one.raw().author == bot);
    assert_eq!(of_bot.count(), 0, "nothing is posted for others");
}

#[tokio::test]
async fn a_member_agrees_first_and_the_words_come_along() {
    let mut garden = Garden::open().await;
    let maya = garden.maya().in_channel("general");
    let own = maya.says(WORDS).expect("she may write");
    let asked = keeps(&maya, &own).await;
    assert_snapshot!("message_consent", asked.as_text());
    assert!(stored_about(&garden, "maya").await.is_empty());
    assert!(rows_that_hold(&garden, "swifts").await.is_empty());
    // What the press brings back is in the answer itself: nobody remembers it.
    garden.restart_bot().await;
    own_is_deleted(&garden, &own);
    let kept = updated(maya.click(&asked, "I agree").await);
    assert_snapshot!("message_kept", without_ids(kept.as_text()));
    assert!(newest(&maya).await.contains(WORDS));
    assert!(rows_that_hold(&garden, "swifts").await.is_empty(), "sealed");
    assert_quiet(&garden, "general");
    garden.close().await;
}

fn own_is_deleted(garden: &Garden, own: &Shown) {
    garden.sandbox.delete_message(own.channel(), own.id());
}

#[tokio::test]
async fn not_now_stores_nothing() {
    let garden = Garden::open().await;
    let maya = garden.maya().in_channel("general");
    let own = maya.says(WORDS).expect("she may write");
    let asked = keeps(&maya, &own).await;
    let declined = updated(maya.click(&asked, "Not now").await);
    assert!(declined.as_text().contains("Nothing of yours was stored"));
    assert!(
        !declined.as_text().contains("swifts"),
        "{}",
        declined.as_text()
    );
    assert!(stored_about(&garden, "maya").await.is_empty());
    garden.close().await;
}

#[tokio::test]
async fn who_has_agreed_keeps_at_once_and_the_copy_stays_when_the_message_changes() {
    let garden = Garden::open().await;
    let maya = who_agreed(&garden).await;
    garden.advance(TimeDelta::minutes(1));
    let own = maya.says(WORDS).expect("she may write");
    let kept = keeps(&maya, &own).await;
    assert!(kept.has_button("View mine") && kept.has_button("Delete this one"));
    assert!(kept.as_text().contains("This is a copy"));
    maya.edits(&own, "Never mind.").expect("it is hers");
    assert!(newest(&maya).await.contains(WORDS));
    maya.deletes(&own).expect("it is hers");
    assert!(newest(&maya).await.contains(WORDS));
    let sure = updated(maya.click(&kept, "Delete this one").await);
    updated(maya.click(&sure, "Yes, delete it").await);
    assert!(!newest(&maya).await.contains(WORDS));
    garden.close().await;
}

#[tokio::test]
async fn a_reply_to_the_post_and_a_message_in_its_thread_keep_its_question() {
    let mut garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    // Whatever was still to be written of it is.
    garden.restart_bot().await;
    let question = {
        let embed = &post.raw().embeds[0];
        let fields = embed["fields"].as_array().expect("fields");
        let asked = fields.iter().find(|field| field["name"] == "To reflect on");
        asked.expect("a question")["value"]
            .as_str()
            .expect("text")
            .to_owned()
    };
    let maya = garden.maya();
    let reply = maya
        .replies(&post, "A reply of mine.", false)
        .expect("a reply");
    let asked = keeps(&maya, &reply).await;
    let kept = updated(maya.click(&asked, "I agree").await);
    assert!(kept.as_text().contains(&question), "{}", kept.as_text());
    // A thread that began with a message has that message's id.
    let (channel, id) = (post.channel(), post.id());
    let thread = garden.sandbox.change(|world| {
        let maya = world.user("maya").expect("maya").id;
        let thread = world.add_thread(channel, maya, "The week");
        let mut moved = world.channels.remove(&thread).expect("the thread");
        moved.id = id;
        world.channels.insert(id, moved);
        id
    });
    garden.advance(TimeDelta::minutes(1));
    let within = maya.in_channel_id(thread);
    let own = within.says("Further in.").expect("she may write");
    let kept = keeps(&within, &own).await;
    assert!(kept.as_text().contains(&question), "{}", kept.as_text());
    let page = newest(&maya).await;
    assert!(
        page.contains(&question) && page.contains("Further in."),
        "{page}"
    );
    garden.close().await;
}

#[tokio::test]
async fn what_is_not_the_members_own_words_is_refused_kindly_and_nothing_is_stored() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    let (maya, theo) = (garden.maya(), garden.theo());
    let his = theo.says(WORDS).expect("he may write");
    assert_snapshot!("message_someone_elses", keeps(&maya, &his).await.as_text());
    assert_snapshot!("message_of_a_bot", keeps(&maya, &post).await.as_text());
    let blank = maya.says("\u{200b} \u{2800}").expect("she may write");
    assert_snapshot!(
        "message_without_words",
        keeps(&maya, &blank).await.as_text()
    );
    let long = maya.says(&"a".repeat(4001)).expect("the driver lets her");
    assert_snapshot!("message_too_long", keeps(&maya, &long).await.as_text());
    assert!(stored_about(&garden, "maya").await.is_empty());
    assert!(stored_about(&garden, "theo").await.is_empty());
    garden.close().await;
}

#[tokio::test]
async fn the_words_beside_a_picture_are_kept_and_it_is_said_that_the_picture_is_not() {
    let garden = Garden::open().await;
    let maya = who_agreed(&garden).await;
    let with_picture = |text: &str| {
        let own = maya.says(text).expect("she may write");
        garden.sandbox.change(|world| {
            let id = world.next_id();
            let there = world.messages.get_mut(&own.channel()).expect("the channel");
            let message = there.get_mut(&own.id()).expect("her message");
            message.content = text.trim_matches('.').to_owned();
            message.attachments.push(Attachment {
                id,
                filename: "swifts.png".to_owned(),
                content_type: Some("image/png".to_owned()),
                description: None,
                size: 7,
            });
        });
        own
    };
    let kept = keeps(&maya, &with_picture("Look at them")).await;
    assert!(
        kept.as_text()
            .contains("Pictures and other files are not kept")
    );
    let refused = keeps(&maya, &with_picture(".")).await;
    assert!(
        refused.as_text().contains("I keep words only"),
        "{}",
        refused.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn words_that_could_not_be_kept_come_back() {
    let mut garden = Garden::open().await;
    garden.expect_error("could not answer");
    let maya = garden.maya().in_channel("general");
    let own = maya.says(WORDS).expect("she may write");
    let asked = keeps(&maya, &own).await;
    refuse_reflections(&garden).await;
    for answer in [
        updated(maya.click(&asked, "I agree").await),
        keeps(&maya, &own).await,
    ] {
        let said = answer.as_text();
        assert!(said.contains("Not kept") && said.contains(WORDS), "{said}");
    }
    garden.close().await;
}

#[tokio::test]
async fn the_days_limit_is_that_of_the_form() {
    let garden = Garden::open().await;
    let maya = who_agreed(&garden).await;
    let own = maya.says(WORDS).expect("she may write");
    for _ in 1..20 {
        assert!(
            keeps(&maya, &own)
                .await
                .as_text()
                .contains("Kept, for you alone")
        );
    }
    let refused = keeps(&maya, &own).await;
    assert_snapshot!("message_twenty_first", refused.as_text());
    garden.close().await;
}

#[tokio::test]
async fn as_many_words_as_a_message_holds_go_through_the_consent_whole() {
    let garden = Garden::open().await;
    let maya = garden.maya().in_channel("general");
    let most = "word ".repeat(800);
    let own = maya.says(&most).expect("she may write");
    let asked = keeps(&maya, &own).await;
    updated(maya.click(&asked, "I agree").await);
    let text = newest(&maya).await;
    assert_eq!(text.matches("word").count(), 800);
    garden.close().await;
}

#[tokio::test]
async fn words_that_do_not_fit_beside_the_consent_are_asked_for_once_more() {
    let garden = Garden::open().await;
    let maya = garden.maya().in_channel("general");
    let own = maya.says(&"🌻".repeat(4000)).expect("she may write");
    let asked = keeps(&maya, &own).await;
    let noted = updated(maya.click(&asked, "I agree").await);
    assert_snapshot!("message_once_more", noted.as_text());
    assert_eq!(
        stored_about(&garden, "maya").await,
        [("consents".to_owned(), 1)]
    );
    let kept = keeps(&maya, &own).await;
    assert!(kept.as_text().contains("Kept, for you alone"));
    garden.close().await;
}

#[tokio::test]
async fn hostile_words_are_kept_as_they_are_and_ping_nobody() {
    let garden = Garden::open().await;
    let theo = id_of(&garden, "theo");
    let hostile = format!(
        "@everyone <@{theo}> <@&1> **bold** [link](https://example.com) \u{202e}thgir ot tfel ```"
    );
    let maya = garden.maya().in_channel("general");
    let own = maya.says(&hostile).expect("she may write");
    let asked = keeps(&maya, &own).await;
    let kept = updated(maya.click(&asked, "I agree").await);
    let words = &kept.raw().embeds[1]["description"];
    assert_eq!(words.as_str(), Some(hostile.as_str()));
    let again = keeps(&maya, &own).await;
    assert_eq!(again.raw().embeds[1]["description"], *words);
    assert_quiet(&garden, "general");
    garden.close().await;
}

#[tokio::test]
async fn the_consent_works_a_year_later_and_in_its_own_server_only() {
    let mut garden = Garden::open_with(with_the_harbour).await;
    let maya = garden.maya().in_channel("general");
    let own = maya.says(WORDS).expect("she may write");
    let asked = keeps(&maya, &own).await;
    garden.advance(TimeDelta::days(365));
    garden.restart_bot().await;
    updated(maya.click(&asked, "I agree").await);
    assert!(newest(&maya).await.contains(WORDS));
    // Each server asks for itself.
    let at_sea = maya.in_channel("quay");
    let maya_id = id_of(&garden, "maya");
    garden.sandbox.change(|world| {
        let quay = world.channels.values().find(|one| one.name == "quay");
        let quay = quay.expect("the quay").id;
        world.overwrite(quay, maya_id, Permissions::SEND_MESSAGES, Permissions::NONE);
    });
    let own = at_sea.says(WORDS).expect("she may write");
    assert!(keeps(&at_sea, &own).await.has_button("I agree"));
    // In direct messages it is not offered.
    assert!(
        maya.in_dm()
            .message_commands()
            .expect("her menu")
            .is_empty()
    );
    garden.close().await;
}

#[tokio::test]
async fn nobody_keeps_what_another_was_asked_about() {
    let garden = Garden::open().await;
    let (maya, theo) = (garden.maya(), garden.theo());
    let own = maya.says(WORDS).expect("she may write");
    let asked = keeps(&maya, &own).await;
    let agree = carried(&asked, "I agree");
    // Theo, with a modified client, presses what only Maya sees.
    let forged = theo.forge_press(asked.channel(), asked.id(), &agree).await;
    let said = shown(forged).as_text().to_owned();
    assert!(!said.contains("swifts"), "{said}");
    assert!(stored_about(&garden, "maya").await.is_empty());
    assert_eq!(
        stored_about(&garden, "theo").await,
        [("consents".to_owned(), 1)]
    );
    // Nor does a button that never stood there keep what everyone sees.
    let shared = shown(maya.slash("/prompt share:true").await);
    let forged = theo
        .forge_press(shared.channel(), shared.id(), "agree-to-keep:channel:1")
        .await;
    assert!(private(forged).as_text().contains("once more"));
    assert!(
        newest(&theo)
            .await
            .contains("I keep no reflections of yours")
    );
    garden.close().await;
}
