//! The weekly post as members meet it: to read, to practise with, to reflect on; after a restart and a
//! year later.

use insta::assert_snapshot;
use sunflower::sandbox::driver::Shown;

use crate::{
    garden::{Garden, shown},
    looking::{carried, exported, form, private, stored_about, updated, with_the_harbour},
    moderating::asked,
};

/// A garden in which Monday's post is out.
async fn on_monday() -> (Garden, Shown) {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    (garden, post)
}

/// The title of the post's article.
fn title(post: &Shown) -> String {
    let title = &post.raw().embeds[0]["title"];
    title.as_str().expect("a title").to_owned()
}

/// The post's question.
fn question(post: &Shown) -> String {
    let fields = post.raw().embeds[0]["fields"].as_array().expect("fields");
    let asked = fields.iter().find(|field| field["name"] == "To reflect on");
    let asked = asked.and_then(|field| field["value"].as_str());
    asked.expect("a question").to_owned()
}

#[tokio::test]
async fn the_post_holds_the_week_for_everyone_and_says_what_becomes_of_replies() {
    let (garden, post) = on_monday().await;
    assert!(!post.is_private());
    for button in ["Reflect", "Practice", "Read the article"] {
        assert!(post.has_button(button), "{}", post.as_text());
    }
    let text = post.as_text();
    for part in [
        "This week's affirmations",
        "A practice to try",
        "To reflect on",
        "Replies are kept only for those who opted in",
    ] {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
    assert!(post.raw().mentions.users.is_empty() && !post.raw().mentions.everyone);
    garden.close().await;
}

#[tokio::test]
async fn posts_read_well_of_articles_with_a_note_and_without() {
    for topic in ["trauma", "vulnerability", "gratitude"] {
        let garden = Garden::open().await;
        let create = "/schedule create channel:#wellbeing when:mondays 9:00 zone:Europe/London";
        shown(
            garden
                .moderator()
                .slash(&format!("{create} topics:{topic}"))
                .await,
        );
        let post = garden.mondays_post().await;
        assert_snapshot!(format!("post_{topic}"), post.as_text());
        garden.close().await;
    }
}

#[tokio::test]
async fn each_member_practises_and_reads_alone_and_the_post_stays_as_it_is() {
    let (garden, post) = on_monday().await;
    for member in [garden.maya(), garden.theo()] {
        let practice = private(member.click(&post, "Practice").await);
        assert!(
            practice.as_text().contains("Step 1 of"),
            "{}",
            practice.as_text()
        );
        let next = updated(member.click(&practice, "Next step").await);
        assert!(next.as_text().contains("Step 2 of"));
        let article = private(member.click(&post, "Read the article").await);
        assert!(article.as_text().contains(&title(&post)));
        updated(member.click(&article, "Practices").await);
        let still = member.looks_again(&post).expect("the post is there");
        assert_eq!(still.as_text(), post.as_text());
    }
    assert!(
        stored_about(&garden, "maya").await.is_empty(),
        "reading is not recorded"
    );
    garden.close().await;
}

#[tokio::test]
async fn a_reflection_answers_the_posts_own_question() {
    let (garden, post) = on_monday().await;
    let maya = garden.maya();
    let consent = private(maya.click(&post, "Reflect").await);
    assert!(stored_about(&garden, "maya").await.is_empty());
    let form = form(maya.click(&consent, "I agree").await);
    let placeholder = form.fields[0].placeholder.clone().expect("the question");
    let begins = placeholder.trim_end_matches('…');
    assert!(question(&post).starts_with(begins), "{placeholder}");
    let kept = shown(maya.fill(&form, &[("text", "On Monday.")]).await);
    assert!(
        kept.as_text().contains(&question(&post)),
        "{}",
        kept.as_text()
    );
    let export = shown(maya.slash("/reflections export").await);
    let file = exported(&garden, &export);
    let reflection = &file["reflections"][0];
    assert_eq!(reflection["prompt"], question(&post));
    let id = carried(&post, "Reflect");
    assert!(id.ends_with(reflection["post_id"].as_str().expect("the post's id")));
    let still = garden.theo().looks_again(&post).expect("the post is there");
    assert_eq!(still.as_text(), post.as_text());
    garden.close().await;
}

#[tokio::test]
async fn the_posts_buttons_work_after_a_restart_and_a_year_later() {
    let (mut garden, post) = on_monday().await;
    garden.reflect(&garden.maya(), &post, "At once.").await;
    garden.restart_bot().await;
    garden
        .reflect(&garden.theo(), &post, "After the restart.")
        .await;
    // Up to then no bot is there to post each Monday.
    garden.stop_bot().await;
    garden.advance(chrono::TimeDelta::days(365));
    garden.start_bot().await;
    let theo = garden.theo();
    private(theo.click(&post, "Practice").await);
    private(theo.click(&post, "Read the article").await);
    let kept = garden.reflect(&theo, &post, "A year later.").await;
    assert!(
        kept.as_text().contains(&question(&post)),
        "{}",
        kept.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn the_posts_buttons_work_when_its_schedule_is_gone() {
    let (garden, post) = on_monday().await;
    let rowan = garden.moderator();
    let sure = asked(&garden, "/schedule delete schedule:1").await;
    updated(rowan.click(&sure, "Yes, delete it").await);
    let kept = garden.reflect(&garden.maya(), &post, "Still here.").await;
    assert!(
        kept.as_text().contains(&question(&post)),
        "{}",
        kept.as_text()
    );
    garden.close().await;
}

#[tokio::test]
async fn a_preview_can_be_read_and_practised_with_but_not_reflected_on_yet() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let rowan = garden.moderator();
    let preview = asked(&garden, "/schedule preview schedule:1").await;
    private(rowan.click(&preview, "Practice").await);
    let refused = private(rowan.click(&preview, "Reflect").await);
    assert_snapshot!("reflect_before_the_post", refused.as_text());
    garden.close().await;
}

#[tokio::test]
async fn a_post_that_was_never_made_or_is_another_servers_gets_a_kind_sentence() {
    let garden = Garden::open_with(with_the_harbour).await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    let maya = garden.maya();
    let never = format!("reflect:post:{}", "A".repeat(22));
    let refused = private(maya.forge_press(post.channel(), post.id(), &never).await);
    assert_snapshot!("reflect_on_no_post", refused.as_text());
    let at_sea = maya.in_channel("quay");
    let help = shown(at_sea.slash("/help").await);
    let stolen = carried(&post, "Reflect");
    let refused = at_sea.forge_press(help.channel(), help.id(), &stolen).await;
    let refused = private(refused);
    assert!(
        !refused.as_text().contains(&question(&post)),
        "{}",
        refused.as_text()
    );
    assert!(stored_about(&garden, "maya").await.is_empty());
    garden.close().await;
}
