//! Articles that a server's moderators switched off: not drawn, not offered there, and elsewhere as ever.

use insta::assert_snapshot;
use sunflower::sandbox::driver::Shown;

use crate::{
    garden::{Garden, shown},
    looking::{pressed, updated, with_the_harbour},
    moderating::asked,
};

const MENU: &str = "Tick what is switched off";
const HEALING: &str = "Healing From Relational Trauma: Strategies for Recovery and Growth";

/// Every article's slug, as the menu holds them.
fn slugs(page: &Shown) -> Vec<String> {
    let menus = page.menus();
    let options = menus[0].options.iter();
    options.map(|option| option.value.clone()).collect()
}

fn slug_of(page: &Shown, title: &str) -> String {
    let menus = page.menus();
    let found = menus[0].options.iter().find(|option| option.name == title);
    found.expect("an article of this title").value.clone()
}

/// The moderator ticks exactly these.
async fn tick(garden: &Garden, page: &Shown, values: &[&str]) -> Shown {
    updated(garden.moderator().choose(page, MENU, values).await)
}

#[tokio::test]
async fn what_is_switched_off_is_said_and_can_be_switched_on_again() {
    let garden = Garden::open().await;
    let page = asked(&garden, "/settings library").await;
    assert_snapshot!("library_all_on", page.as_text());
    let off = tick(&garden, &page, &[HEALING]).await;
    assert_snapshot!("library_one_off", off.as_text());
    let again = asked(&garden, "/settings library").await;
    assert_eq!(again.as_text(), off.as_text());
    let on = tick(&garden, &off, &[]).await;
    assert_eq!(on.as_text(), page.as_text());
    garden.close().await;
}

#[tokio::test]
async fn it_is_not_offered_or_drawn_there_and_is_elsewhere() {
    let garden = Garden::open_with(with_the_harbour).await;
    let maya = garden.maya();
    let open = shown(maya.slash(&format!("/article title:{HEALING}")).await);
    let page = asked(&garden, "/settings library").await;
    let healing = slug_of(&page, HEALING);
    let others: Vec<String> = slugs(&page)
        .into_iter()
        .filter(|slug| *slug != healing)
        .collect();
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    // Only Healing From Relational Trauma is left on.
    let page = tick(&garden, &page, &others).await;
    for _ in 0..20 {
        let drawn = shown(maya.slash("/affirmation").await);
        assert!(drawn.as_text().contains(HEALING), "{}", drawn.as_text());
    }
    let offered = maya.complete("/article title:").await.expect("suggestions");
    assert_eq!(offered.len(), 1, "{offered:?}");
    let topics = maya
        .complete("/affirmation topic:vuln")
        .await
        .expect("suggestions");
    assert!(topics.is_empty(), "{topics:?}");
    // And the other way round.
    let mut flipped: Vec<&str> = vec![&healing];
    tick(&garden, &page, &flipped).await;
    flipped.clear();
    let refused = shown(maya.slash(&format!("/article title:{HEALING}")).await);
    assert!(
        refused.as_text().contains("I don't know that article"),
        "{}",
        refused.as_text()
    );
    let practices = maya
        .complete("/practice name:ritual")
        .await
        .expect("suggestions");
    assert_eq!(
        practices.len(),
        1,
        "another article's are there: {practices:?}"
    );
    // What was open stays open, and elsewhere nothing changed.
    let still = shown(maya.click(&open, "Practices").await);
    assert!(still.is_private());
    for elsewhere in [maya.in_dm(), maya.in_channel("quay")] {
        let there = shown(elsewhere.slash(&format!("/article title:{HEALING}")).await);
        assert!(there.as_text().contains(HEALING), "{}", there.as_text());
    }
    garden.close().await;
}

#[tokio::test]
async fn buttons_of_a_post_work_though_its_article_is_switched_off() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    let page = asked(&garden, "/settings library").await;
    let menus = page.menus();
    let of_post = menus[0]
        .options
        .iter()
        .find(|one| post.as_text().contains(&one.name));
    let of_post = of_post.expect("the post's article").clone();
    tick(&garden, &page, &[&of_post.value]).await;
    for button in ["Practice", "Read the article", "Reflect"] {
        shown(garden.theo().click(&post, button).await);
    }
    garden.close().await;
}

#[tokio::test]
async fn the_last_one_stays_on() {
    let garden = Garden::open().await;
    let page = asked(&garden, "/settings library").await;
    let all = slugs(&page);
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let refused = shown(garden.moderator().choose(&page, MENU, &all).await);
    assert_snapshot!("library_one_stays_on", refused.as_text());
    let again = asked(&garden, "/settings library").await;
    assert_eq!(again.as_text(), page.as_text());
    garden.close().await;
}

#[tokio::test]
async fn two_moderators_with_old_pages_undo_nothing_of_each_others() {
    let garden = Garden::open().await;
    let (one, two) = (
        asked(&garden, "/settings library").await,
        asked(&garden, "/settings library").await,
    );
    let titles: Vec<String> = one.menus()[0]
        .options
        .iter()
        .map(|one| one.name.clone())
        .collect();
    tick(&garden, &one, &[&titles[0]]).await;
    let both = tick(&garden, &two, &[&titles[1]]).await;
    let said = both.as_text();
    for title in &titles[..2] {
        assert!(said.contains(&format!("- {title}")), "{said}");
    }
    let on = format!("{} of {} articles are on", titles.len() - 2, titles.len());
    assert!(said.contains(&on), "{said}");
    garden.close().await;
}

#[tokio::test]
async fn a_schedule_that_has_nothing_left_on_its_topics_is_named() {
    let garden = Garden::open().await;
    let create =
        "/schedule create channel:#wellbeing zone:Europe/London topics:trauma when:mondays 9:00";
    asked(&garden, create).await;
    let page = asked(&garden, "/settings library").await;
    let warned = tick(&garden, &page, &[HEALING]).await;
    let said = warned.as_text();
    assert!(said.contains("Nothing left on their topics"), "{said}");
    assert!(said.contains("#wellbeing Mondays at 09:00"), "{said}");
    garden.close().await;
}

#[tokio::test]
async fn a_topic_that_has_nothing_left_is_neither_offered_nor_taken_for_a_schedule() {
    let garden = Garden::open().await;
    let page = asked(&garden, "/settings library").await;
    tick(&garden, &page, &[HEALING]).await;
    let moderator = garden.moderator();
    let typed = "/schedule create channel:#wellbeing zone:Europe/London when:mondays 9:00 topics:";
    let offered = moderator.complete(&format!("{typed}t")).await;
    let offered = offered.expect("topics are offered");
    assert!(
        !offered.is_empty() && offered.iter().all(|topic| topic.value != "trauma"),
        "{offered:?}"
    );
    let refused = asked(&garden, &format!("{typed}trauma")).await;
    let said = refused.as_text();
    assert!(
        said.contains("trauma") && !said.contains("Planned"),
        "{said}"
    );
    garden.close().await;
}

#[tokio::test]
async fn a_forged_menu_of_articles_that_never_were_changes_nothing() {
    let garden = Garden::open().await;
    let moderator = garden.moderator();
    for forged in ["settings:off:0", "settings:off:4294967295"] {
        let answer = pressed(&moderator, forged).await;
        assert!(
            answer.as_text().contains("I can't follow it any more"),
            "{}",
            answer.as_text()
        );
    }
    let far = pressed(&moderator, "settings:library:4294967295").await;
    assert!(
        far.as_text().contains("everything is on."),
        "{}",
        far.as_text()
    );
    garden.close().await;
}
