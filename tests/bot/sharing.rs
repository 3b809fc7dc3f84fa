//! What a member shares of what they wrote in the form: in the post's thread, with their name or without,
//! and out of it again.

use chrono::TimeDelta;
use insta::assert_snapshot;
use sqlx::Executor as _;
use sunflower::sandbox::{
    driver::{Member, PATIENCE, Shown},
    faults::Fault,
    world::{Id, Permissions, World},
};
use tokio::time::timeout;

use crate::{
    garden::{Garden, at, shown},
    looking::{
        carried, id_of, pressed, private, rows_that_hold, says_where_help_is, updated, without_ids,
    },
    moderating::{POST, asked, channel},
};

/// Longer than an unsigned share waits.
pub const A_BATCH: TimeDelta = TimeDelta::minutes(10);
const WORDS: &str = "I said no on Tuesday.";

/// Four more members.
pub const OTHERS: [&str; 4] = ["ines", "omar", "petra", "quentin"];

pub fn with_more_people(world: &mut World) {
    let garden = world.channel("wellbeing").and_then(|one| one.guild);
    let garden = garden.expect("the server");
    let maya = world.user("maya").expect("maya").id;
    let roles = world.guilds[&garden].members[&maya].roles.clone();
    for name in OTHERS {
        let user = world.add_user(name, name);
        world.add_member(garden, user, &roles);
    }
}

/// A garden in which Monday's post is out.
pub async fn on_monday() -> (Garden, Shown) {
    let garden = Garden::open_with(with_more_people).await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    (garden, post)
}

/// The same, and four people have reflected on it.
pub async fn of_four() -> (Garden, Shown) {
    let (garden, post) = on_monday().await;
    for name in OTHERS {
        let member = garden.sandbox.member(name);
        garden
            .reflect(&member, &post, &format!("From {name}."))
            .await;
    }
    (garden, post)
}

/// What is shared in the post's thread, once there are so many.
pub async fn in_thread(garden: &Garden, post: &Shown, count: usize) -> Vec<Shown> {
    let there = garden.sandbox.until(|world| {
        let thread = world.thread_from(post.channel(), post.id());
        let here = thread.map_or(0, |thread| {
            world
                .messages_in(thread.id)
                .filter(|one| one.author == world.bot() && one.ephemeral_to.is_none())
                .count()
        });
        (here == count).then_some(())
    });
    let there = there.await;
    assert!(
        there.is_ok(),
        "not {count} are shared; the log:\n{}",
        garden.log()
    );
    read_thread(garden, post)
}

/// What is shared in the post's thread now.
pub fn read_thread(garden: &Garden, post: &Shown) -> Vec<Shown> {
    let there = garden
        .sandbox
        .read(|world| world.thread_from(post.channel(), post.id()).is_some());
    if !there {
        return Vec::new();
    }
    let all = garden.theo().in_channel_id(post.id()).reads_here();
    all.expect("he sees the thread")
        .into_iter()
        .filter(|one| one.has_button("Report"))
        .collect()
}

/// Shares what was just kept, and shows the answer.
pub async fn share(member: &Member, kept: &Shown, how: &str) -> Shown {
    updated(member.click(kept, how).await)
}

#[tokio::test]
async fn what_was_written_in_the_form_stays_private_unless_it_is_shared() {
    let (garden, post) = on_monday().await;
    let maya = garden.maya();
    let kept = garden.reflect(&maya, &post, WORDS).await;
    assert_snapshot!("asked", kept.as_text());
    let main = kept.raw().components[1]["components"][0].clone();
    assert_eq!(
        (main["label"].as_str(), main["style"].as_u64()),
        (Some("Keep private"), Some(1))
    );
    let stays = share(&maya, &kept, "Keep private").await;
    assert_snapshot!("kept_private", stays.as_text());
    garden.advance(TimeDelta::hours(1));
    asked(&garden, "/schedule list").await;
    assert!(read_thread(&garden, &post).is_empty());
    assert_eq!(garden.rows().await["shares"], 0);
    // Where no post asked, there is no thread to share in.
    let affirmation = shown(maya.slash("/affirmation topic:trauma").await);
    let kept = garden.reflect(&maya, &affirmation, WORDS).await;
    assert!(!kept.has_button("Share with my name"), "{}", kept.as_text());
    garden.close().await;
}

#[tokio::test]
async fn with_a_name_it_appears_at_once_in_the_thread_that_is_opened_for_it() {
    let (garden, post) = on_monday().await;
    let maya = garden.maya();
    let words = "**Loud** @everyone see https://example.com\n# so";
    let kept = garden.reflect(&maya, &post, words).await;
    let answer = share(&maya, &kept, "Share with my name").await;
    assert_snapshot!("shared_signed", answer.as_text());
    let [message] = in_thread(&garden, &post, 1).await.try_into().expect("one");
    assert_snapshot!("signed", without_ids(message.as_text()));
    let description = message.raw().embeds[0]["description"]
        .as_str()
        .expect("words");
    assert!(description.contains(&format!("<@{}>", id_of(&garden, "maya"))));
    assert!(description.contains("\\*\\*Loud\\*\\* \\@everyone see https:\\//example.com\n\\# so"));
    let mentions = &message.raw().mentions;
    assert!(
        mentions.users.is_empty() && !mentions.everyone,
        "nobody is pinged"
    );
    // Once more is not twice.
    let again = pressed(&maya, &carried(&kept, "Share with my name")).await;
    assert!(
        again.as_text().contains("shared already"),
        "{}",
        again.as_text()
    );
    let view = shown(maya.slash("/reflections view").await);
    assert_snapshot!("view_shown", without_ids(view.as_text()));
    garden.close().await;
}

#[tokio::test]
async fn a_thread_that_is_there_is_used_whatever_its_channel() {
    for place in [
        "channel:#news",
        "channel:#open-garden",
        "channel:#wellbeing thread:true",
    ] {
        let garden = Garden::open().await;
        let create = format!("/schedule create when:\"mondays 9:00\" zone:Europe/London {place}");
        let made = shown(garden.moderator().slash(&create).await);
        assert!(made.as_text().contains("Planned"), "{}", made.as_text());
        garden.hand.move_to(at("2026-11-23T09:00:00Z"));
        let post = garden.sandbox.until(|world| {
            let mut all = world.messages.values().flat_map(|held| held.values());
            all.find(|one| {
                one.author == world.bot()
                    && !one.components.is_empty()
                    && one.ephemeral_to.is_none()
            })
            .map(|one| (one.channel, one.id))
        });
        let (channel, id): (Id, Id) = post.await.expect("a post");
        let maya = garden.maya().in_channel_id(channel);
        let mut here = maya.reads_here().expect("she sees it").into_iter();
        let post = here.find(|one| one.id() == id).expect("the post");
        let kept = garden.reflect(&maya, &post, WORDS).await;
        share(&maya, &kept, "Share with my name").await;
        let shared = garden.sandbox.until(|world| {
            let mut there = world.messages_in(id);
            there
                .any(|one| format!("{:?}", one.embeds).contains(WORDS))
                .then_some(())
        });
        assert!(shared.await.is_ok(), "{place}; the log:\n{}", garden.log());
        garden.close().await;
    }
}

#[tokio::test]
async fn what_was_shared_is_taken_back_from_the_answer_and_from_the_view() {
    let (garden, post) = on_monday().await;
    let maya = garden.maya();
    let kept = garden.reflect(&maya, &post, WORDS).await;
    let answer = share(&maya, &kept, "Share with my name").await;
    in_thread(&garden, &post, 1).await;
    let back = updated(maya.click(&answer, "Take it back").await);
    assert_snapshot!("taken_back", back.as_text());
    in_thread(&garden, &post, 0).await;
    nothing_left(&garden).await;
    let view = shown(maya.slash("/reflections view").await);
    assert!(!view.has_button("Take it back"), "{}", view.as_text());

    garden.advance(TimeDelta::minutes(1));
    let kept = garden.reflect(&maya, &post, "Another.").await;
    share(&maya, &kept, "Share with my name").await;
    in_thread(&garden, &post, 1).await;
    let view = shown(maya.slash("/reflections view").await);
    // A stranger who forges the button takes nothing back.
    let forged = pressed(&garden.theo(), &carried(&view, "Take it back")).await;
    assert!(
        forged.as_text().contains("nothing to take back"),
        "{}",
        forged.as_text()
    );
    updated(maya.click(&view, "Take it back").await);
    in_thread(&garden, &post, 0).await;
    garden.close().await;
}

#[tokio::test]
async fn what_was_shared_goes_with_its_reflection_and_with_the_consent() {
    let (garden, post) = on_monday().await;
    let maya = garden.maya();
    for last in [
        "/reflections delete one",
        "/reflections delete all",
        "/reflections withdraw",
    ] {
        let kept = garden.reflect(&maya, &post, WORDS).await;
        share(&maya, &kept, "Share with my name").await;
        in_thread(&garden, &post, 1).await;
        let gone = match last {
            "/reflections withdraw" => {
                let asked = shown(maya.slash("/reflections withdraw").await);
                updated(maya.click(&asked, "Yes, withdraw").await)
            }
            "/reflections delete all" => {
                let asked = shown(maya.slash("/reflections delete").await);
                let sure = updated(maya.click(&asked, "Delete all").await);
                updated(maya.click(&sure, "Yes, delete all").await)
            }
            _ => {
                let view = shown(maya.slash("/reflections view").await);
                let asked = updated(maya.click(&view, "Delete this one").await);
                updated(maya.click(&asked, "Yes, delete it").await)
            }
        };
        assert!(gone.as_text().contains("deleted"), "{}", gone.as_text());
        in_thread(&garden, &post, 0).await;
        nothing_left(&garden).await;
    }
    garden.close().await;
}

#[tokio::test]
async fn without_a_name_it_is_offered_only_once_five_people_reflected_on_that_post() {
    let (garden, post) = of_four().await;
    let maya = garden.maya();
    // The fourth wrote twice, which makes them no fifth.
    let fourth = garden.sandbox.member(OTHERS[3]);
    let kept = garden.reflect(&fourth, &post, "Again.").await;
    assert!(
        !kept.has_button("Share without my name"),
        "{}",
        kept.as_text()
    );
    let forged = carried(&kept, "Share with my name").replace("share:named", "share:unnamed");
    let refused = pressed(&fourth, &forged).await;
    assert!(
        refused.as_text().contains("Too few people"),
        "{}",
        refused.as_text()
    );
    says_where_help_is(&refused);
    let kept = garden.reflect(&maya, &post, WORDS).await;
    assert_snapshot!("asked_with_five", kept.as_text());
    assert_eq!(garden.rows().await["shares"], 0);
    garden.close().await;
}

#[tokio::test]
async fn without_a_name_shares_go_together_after_a_while_and_nothing_of_them_leads_to_their_writers()
 {
    let (garden, post) = of_four().await;
    let mut writers = Vec::new();
    for name in ["maya", "theo"] {
        let member = garden.sandbox.member(name);
        let kept = garden
            .reflect(&member, &post, &format!("Unsigned, {name}'s."))
            .await;
        let answer = share(&member, &kept, "Share without my name").await;
        if name == "maya" {
            assert_snapshot!("shared_unsigned", answer.as_text());
        }
        writers.push((member, kept));
    }
    // The waiting is rows: it outlasts a restart, and the clock's standing still.
    let mut garden = garden;
    garden.restart_bot().await;
    assert!(read_thread(&garden, &post).is_empty(), "not at once");
    let waiting = rows(&garden, "SELECT DISTINCT ready_at FROM shares").await;
    let [ready_at] = waiting.as_slice() else {
        panic!("one batch: {waiting:?}");
    };
    let now = garden.clock().now().timestamp_millis();
    let delay = ready_at.parse::<i64>().expect("a time") - now;
    assert!((60_000..=600_000).contains(&delay), "{delay} ms");
    garden.advance(A_BATCH);
    let shared = in_thread(&garden, &post, 2).await;
    assert_snapshot!("unsigned", shared[0].as_text().replace("theo's", "maya's"));
    let ids: Vec<String> = shared.iter().map(|one| carried(one, "Report")).collect();
    assert!(ids.is_sorted(), "in the order of chance");
    // All that was sent, and all that is stored, name by name and number by number.
    for (member, kept) in &writers {
        let user = id_of(&garden, member.name()).to_string();
        let reflection = carried(kept, "Keep private");
        let reflection = reflection.rsplit(':').next().expect("an id");
        for shown in &shared {
            let all = format!("{:?}", shown.raw());
            for trace in [&user, reflection] {
                assert!(!all.contains(trace), "{trace} in {all}");
            }
        }
        let tables = rows_that_hold(&garden, &user).await;
        let tables: Vec<_> = tables.iter().map(|(table, _)| table.as_str()).collect();
        assert_eq!(tables, ["consents", "reflections"]);
        let tables = rows_that_hold(&garden, reflection).await;
        assert_eq!(tables.len(), 1, "{tables:?}");
    }
    for request in garden.sandbox.record().of(POST) {
        let text = format!("{request:?}");
        if !text.contains("Unsigned") {
            continue;
        }
        let ours = shared.iter().map(|one| carried(one, "Report"));
        let ours = ours.filter(|one| text.contains(one.rsplit(':').next().expect("an id")));
        assert_eq!(ours.count(), 1, "its own id alone: {text}");
    }
    assert!(!garden.log().contains("Unsigned"));
    garden.close().await;
}

#[tokio::test]
async fn what_is_taken_back_unsigned_goes_with_the_next_batch() {
    let (garden, post) = of_four().await;
    let (maya, theo) = (garden.maya(), garden.theo());
    let kept = garden.reflect(&maya, &post, WORDS).await;
    // Taken back before it went, it never goes.
    let answer = share(&maya, &kept, "Share without my name").await;
    updated(maya.click(&answer, "Take it back").await);
    assert_eq!(garden.rows().await["shares"], 0);
    pressed(&maya, &carried(&kept, "Share without my name")).await;
    garden.advance(A_BATCH);
    in_thread(&garden, &post, 1).await;

    let theirs = garden.reflect(&theo, &post, "Another one.").await;
    share(&theo, &theirs, "Share without my name").await;
    let view = shown(maya.slash("/reflections view").await);
    updated(maya.click(&view, "Take it back").await);
    let times = rows(&garden, "SELECT DISTINCT ready_at FROM shares").await;
    assert_eq!(times.len(), 1, "together: {times:?}");
    asked(&garden, "/schedule list").await;
    assert_eq!(read_thread(&garden, &post).len(), 1, "not at once");
    garden.advance(A_BATCH);
    let there = garden.sandbox.until(|world| {
        let all: Vec<_> = world
            .messages_in(post.id())
            .map(|one| format!("{:?}", one.embeds))
            .collect();
        let one = |words| all.iter().any(|text| text.contains(words));
        (one("Another one.") && !one(WORDS)).then_some(())
    });
    assert!(there.await.is_ok(), "the log:\n{}", garden.log());
    garden.close().await;
}

#[tokio::test]
async fn who_deletes_what_was_shared_reads_that_it_leaves_its_thread() {
    let (garden, post) = on_monday().await;
    let maya = garden.maya();
    for words in ["One.", "Two.", "Three."] {
        let kept = garden.reflect(&maya, &post, words).await;
        if words != "Three." {
            share(&maya, &kept, "Share with my name").await;
        }
        garden.advance(TimeDelta::minutes(1));
    }
    in_thread(&garden, &post, 2).await;
    let asked = shown(maya.slash("/reflections delete").await);
    let sure = updated(maya.click(&asked, "Delete all").await);
    let done = updated(maya.click(&sure, "Yes, delete all").await);
    assert_snapshot!("deleted_with_shares", done.as_text());
    in_thread(&garden, &post, 0).await;
    garden.close().await;
}

#[tokio::test]
async fn what_nobody_knows_any_more_is_removed_by_whoever_would_report_it() {
    let (garden, post) = on_monday().await;
    let (maya, theo) = (garden.maya(), garden.theo());
    let kept = garden.reflect(&maya, &post, WORDS).await;
    share(&maya, &kept, "Share with my name").await;
    let [message] = in_thread(&garden, &post, 1).await.try_into().expect("one");
    // As after a restore of a backup that was made before it was shared.
    let mut database = crate::looking::database(&garden).await;
    database
        .execute("DELETE FROM shares")
        .await
        .expect("deleted");
    // No other message is removed for it, whatever is pressed there.
    let report = carried(&message, "Report");
    let forged = theo.forge_press(post.channel(), post.id(), &report).await;
    let asked = private(forged);
    assert!(asked.has_button("Yes, report it"), "{}", asked.as_text());
    let gone = updated(theo.click(&asked, "Yes, report it").await);
    assert!(
        gone.as_text().contains("no longer there"),
        "{}",
        gone.as_text()
    );
    let theo = theo.in_channel_id(post.id());
    let removed = private(theo.click(&message, "Report").await);
    assert!(
        removed.as_text().contains("it is removed"),
        "{}",
        removed.as_text()
    );
    assert!(read_thread(&garden, &post).is_empty());
    let there = garden.theo().reads_here().expect("he may");
    assert!(there.iter().any(|one| one.id() == post.id()));
    garden.close().await;
}

#[tokio::test]
async fn privacy_says_how_many_of_ones_own_are_shared() {
    let (garden, post) = on_monday().await;
    let (maya, theo) = (garden.maya(), garden.theo());
    let stays = garden.reflect(&theo, &post, "Mine.").await;
    share(&theo, &stays, "Share with my name").await;
    let said = async || shown(maya.slash("/privacy").await).as_text().to_owned();
    let mut kept = Vec::new();
    for (count, says) in [
        (0, "1 reflection, sealed.\n"),
        (1, "2 reflections, sealed. One of them is shared.\n"),
        (2, "3 reflections, sealed. 2 of them are shared.\n"),
    ] {
        if let Some(last) = kept.last() {
            share(&maya, last, "Share with my name").await;
        }
        assert_eq!(in_thread(&garden, &post, count + 1).await.len(), count + 1);
        kept.push(garden.reflect(&maya, &post, WORDS).await);
        let text = said().await;
        let lines = text.replace("│ ", "");
        assert!(lines.contains(says), "{says:?}: {text}");
    }
    garden.close().await;
}

#[tokio::test]
async fn only_what_was_written_in_the_form_in_answer_to_a_post_can_be_shared_by_its_writer() {
    let (garden, post) = on_monday().await;
    let (maya, theo) = (garden.maya(), garden.theo());
    let kept = garden.reflect(&maya, &post, WORDS).await;
    let share_it = carried(&kept, "Share with my name");
    // A stranger with all that the button carries; a writer without the proof of the form.
    garden.reflect(&theo, &post, "Mine.").await;
    let own = maya
        .replies(&post, "From a message.", false)
        .expect("she may write");
    let menu = shown(maya.message_command(&own, "Keep as my reflection").await);
    assert!(menu.as_text().contains("Kept"), "{}", menu.as_text());
    assert!(!menu.has_button("Share with my name"));
    let from_menu = carried(&menu, "Delete this one");
    let from_menu = from_menu.split(':').nth(1).expect("its id").to_owned();
    let proof = share_it.rsplit(':').next().expect("the proof").to_owned();
    let own_id = share_it.split(':').nth(2).expect("its id").to_owned();
    for (member, forged) in [
        (&theo, share_it.clone()),
        (&maya, format!("share:named:{from_menu}:{proof}")),
        (&maya, format!("share:named:{own_id}:{}", "A".repeat(22))),
        (&maya, format!("share:named:{own_id}:")),
    ] {
        let refused = pressed(member, &forged).await;
        assert!(
            refused.as_text().contains("I can't share this"),
            "{}",
            refused.as_text()
        );
        says_where_help_is(&refused);
    }
    assert_eq!(garden.rows().await["shares"], 0);
    garden.close().await;
}

#[tokio::test]
async fn a_share_whose_answer_was_lost_is_found_and_not_sent_again() {
    for (fault, sent) in [(Fault::DropAfter, 1), (Fault::DropBefore, 2)] {
        let (garden, post) = on_monday().await;
        let maya = garden.maya();
        let kept = garden.reflect(&maya, &post, "The first.").await;
        share(&maya, &kept, "Share with my name").await;
        in_thread(&garden, &post, 1).await;
        garden.advance(TimeDelta::minutes(1));
        let kept = garden.reflect(&maya, &post, WORDS).await;
        let before = garden.sandbox.record().of(POST).len();
        garden
            .sandbox
            .faults()
            .on(POST)
            .about(post.id().to_string())
            .once(fault);
        share(&maya, &kept, "Share with my name").await;
        let tried = garden
            .sandbox
            .until(|_| (garden.sandbox.record().of(POST).len() > before).then_some(()));
        tried.await.expect("it is tried");
        // Nobody knows for a while; then it is looked for.
        in_time(&garden, &maya, "https://discord.com/channels/").await;
        let shared = in_thread(&garden, &post, 2).await;
        let ours = shared.iter().filter(|one| one.as_text().contains(WORDS));
        assert_eq!(ours.count(), 1);
        assert_eq!(garden.sandbox.record().of(POST).len(), before + sent);
        garden.close().await;
    }
}

#[tokio::test]
async fn a_share_that_may_be_there_is_never_sent_again_unseen() {
    let (garden, post) = on_monday().await;
    let maya = garden.maya();
    let kept = garden.reflect(&maya, &post, "The first.").await;
    share(&maya, &kept, "Share with my name").await;
    in_thread(&garden, &post, 1).await;
    garden.advance(TimeDelta::minutes(1));
    let kept = garden.reflect(&maya, &post, WORDS).await;
    let before = garden.sandbox.record().of(POST).len();
    garden
        .sandbox
        .faults()
        .on(POST)
        .about(post.id().to_string())
        .once(Fault::DropBefore);
    share(&maya, &kept, "Share with my name").await;
    let tried = garden
        .sandbox
        .until(|_| (garden.sandbox.record().of(POST).len() > before).then_some(()));
    tried.await.expect("it is tried");
    let wellbeing = channel(&garden, "wellbeing");
    garden
        .sandbox
        .deny_bot(wellbeing, Permissions::READ_MESSAGE_HISTORY);
    for _ in 0..12 {
        garden.advance(TimeDelta::minutes(5));
        asked(&garden, "/schedule list").await;
    }
    assert_eq!(garden.sandbox.record().of(POST).len(), before + 1);
    garden.sandbox.allow_bot(wellbeing);
    in_time(&garden, &maya, "https://discord.com/channels/").await;
    in_thread(&garden, &post, 2).await;
    garden.close().await;
}

#[tokio::test]
async fn where_the_bot_may_not_write_the_member_reads_so_and_can_try_again() {
    let (garden, post) = on_monday().await;
    let maya = garden.maya();
    let wellbeing = channel(&garden, "wellbeing");
    garden
        .sandbox
        .deny_bot(wellbeing, Permissions::CREATE_PUBLIC_THREADS);
    let kept = garden.reflect(&maya, &post, WORDS).await;
    share(&maya, &kept, "Share with my name").await;
    let view = in_time(&garden, &maya, "I could not show this").await;
    assert_snapshot!("refused", view.as_text());
    garden.sandbox.allow_bot(wellbeing);
    updated(maya.click(&view, "Share with my name").await);
    in_thread(&garden, &post, 1).await;
    garden.close().await;
}

#[tokio::test]
async fn what_is_shared_ends_with_its_reflections_time() {
    let (mut garden, post) = on_monday().await;
    let maya = garden.maya();
    asked(&garden, "/schedule pause schedule:1").await;
    let kept = garden.reflect(&maya, &post, WORDS).await;
    share(&maya, &kept, "Share with my name").await;
    in_thread(&garden, &post, 1).await;
    garden.stop_bot().await;
    garden.advance(TimeDelta::days(366));
    garden.start_bot().await;
    in_thread(&garden, &post, 0).await;
    nothing_left(&garden).await;
    garden.close().await;
}

/// Waits until nothing is kept of any share.
pub async fn nothing_left(garden: &Garden) {
    let gone = async { while garden.rows().await["shares"] > 0 {} };
    let gone = timeout(PATIENCE, gone).await;
    gone.expect("nothing is left of what was shared");
}

/// Lets time go by until the page of the member's own says this.
async fn in_time(garden: &Garden, member: &Member, words: &str) -> Shown {
    let seen = async {
        let mut steps = 0..200;
        loop {
            let view = shown(member.slash("/reflections view").await);
            if view.as_text().contains(words) {
                return view;
            }
            // After the last step there is reason enough; under load the bot may have had too little time.
            if steps.next().is_some() {
                garden.advance(TimeDelta::seconds(30));
            }
        }
    };
    let seen = timeout(3 * PATIENCE, seen).await;
    seen.unwrap_or_else(|_| panic!("never {words:?}; the log:\n{}", garden.log()))
}

/// The first column of these rows.
pub async fn rows(garden: &Garden, query: &'static str) -> Vec<String> {
    use sqlx::Row as _;
    let mut database = crate::looking::database(garden).await;
    let rows = sqlx::query(query).fetch_all(&mut database).await;
    let rows = rows.expect("they are read");
    rows.iter()
        .map(|row| row.get::<i64, _>(0).to_string())
        .collect()
}
