//! Members try a practice: named or picked, step by step or all at once.

use insta::assert_snapshot;
use sunflower::content::Library;

use crate::{
    garden::{Garden, shown},
    looking::{private, updated},
};

#[tokio::test]
async fn a_practice_is_walked_through_step_by_step_and_back() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let first = shown(maya.slash("/practice name:Grow a little steadier").await);
    assert!(first.is_private());
    assert_snapshot!("practice_first_step", first.as_text());
    assert!(!first.has_button("Back"), "there is nothing before");

    let mut step = first.clone();
    for number in 2..=5 {
        step = updated(maya.click(&step, "Next step").await);
        let text = step.as_text();
        assert!(text.contains(&format!("Step {number} of 5")), "{text}");
    }
    assert_snapshot!("practice_last_step", step.as_text());
    assert!(!step.has_button("Next step"), "there is nothing after");

    for _ in 2..=5 {
        step = updated(maya.click(&step, "Back").await);
    }
    assert_eq!(step.as_text(), first.as_text());
    assert_eq!(maya.reads_here().expect("her channel").len(), 1, "in place");
    garden.close().await;
}

#[tokio::test]
async fn a_practice_is_shown_whole_and_again_step_by_step() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let first = shown(maya.slash("/practice name:grow a little steadier").await);
    let whole = updated(maya.click(&first, "All steps").await);
    assert_snapshot!("practice_all_steps", whole.as_text());
    let again = updated(maya.click(&whole, "Step by step").await);
    assert_eq!(again.as_text(), first.as_text());
    let article = updated(maya.click(&again, "Read the article").await);
    assert!(article.as_text().contains("Healing From Relational Trauma"));
    garden.close().await;
}

#[tokio::test]
async fn without_a_name_there_is_a_menu_of_all_practices() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let picker = shown(maya.slash("/practice").await);
    assert!(picker.is_private());
    assert_snapshot!("practice_picker", picker.as_text());
    let mut named = Vec::new();
    let mut page = shown(maya.slash("/practice").await);
    loop {
        let menus = page.menus();
        let options = menus[0].options.iter();
        named.extend(options.map(|option| option.name.clone()));
        if !page.has_button("Next page") {
            break;
        }
        page = updated(maya.click(&page, "Next page").await);
    }
    let library = Library::embedded().expect("the library is sound");
    let practices = library.practices();
    let all: Vec<_> = practices.map(|(_, held)| held.name.clone()).collect();
    assert_eq!(named, all, "all of them, over the pages");
    let chosen = maya
        .choose(&picker, "Choose a practice", &["Say what your body feels"])
        .await;
    let text = updated(chosen);
    assert!(text.as_text().contains("Say what your body feels"));
    assert!(text.as_text().contains("Step 1 of"));
    garden.close().await;
}

#[tokio::test]
async fn every_practice_of_the_library_can_be_walked_to_its_end() {
    let garden = Garden::open().await;
    let maya = garden.maya();
    let library = Library::embedded().expect("the library is sound");
    for (_, practice) in library.practices() {
        let command = format!("/practice name:{}", practice.slug);
        let mut step = shown(maya.slash(&command).await);
        let mut steps = 1;
        while step.has_button("Next step") {
            step = updated(maya.click(&step, "Next step").await);
            steps += 1;
        }
        assert_eq!(steps, practice.steps.len(), "{}", practice.name);
    }
    garden.close().await;
}

#[tokio::test]
async fn on_a_shared_practice_each_walks_alone() {
    let garden = Garden::open().await;
    let (maya, theo) = (garden.maya(), garden.theo());
    let shared = shown(
        maya.slash("/practice name:Make room for self-care share:true")
            .await,
    );
    assert!(!shared.is_private());
    let theos = private(theo.click(&shared, "Next step").await);
    assert!(theos.as_text().contains("Step 2 of 5"));
    let theos = updated(theo.click(&theos, "Next step").await);
    assert!(theos.as_text().contains("Step 3 of 5"));
    let still = maya.looks_again(&shared).expect("it is still there");
    assert!(still.as_text().contains("Step 1 of 5"));
    assert!(maya.looks_again(&theos).is_none(), "theo's steps are his");
    garden.close().await;
}

#[tokio::test]
async fn a_shared_menu_answers_each_alone() {
    let garden = Garden::open().await;
    let picker = shown(garden.maya().slash("/practice share:true").await);
    assert!(!picker.is_private());
    let theo = garden.theo();
    let chosen = theo
        .choose(&picker, "Choose a practice", &["Make room for self-care"])
        .await;
    let theos = private(chosen);
    assert!(theos.as_text().contains("Make room for self-care"));
    let still = theo.looks_again(&picker).expect("it is still there");
    assert_eq!(still.as_text(), picker.as_text());
    garden.close().await;
}
