//! A member reflects by replying to the week's post: kept if they agreed, shown by a sign, and followed
//! when the message is edited or deleted.

use sunflower::sandbox::driver::{Member, Shown};

use crate::{
    garden::{Garden, shown},
    looking::{private, stored_about, updated},
};

pub const WORDS: &str = "I said no to a request on Tuesday, and nothing fell down.";
pub const KEPT: &str = "🌻";
pub const UNREAD: &str = "🔕";
pub const TOO_MUCH: &str = "⏳";

/// Monday's post, with Maya having agreed.
pub async fn agreed() -> (Garden, Member, Shown) {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    let maya = garden.maya();
    agree(&maya, &post).await;
    (garden, maya, post)
}

pub async fn agree(member: &Member, post: &Shown) {
    let asked = private(member.click(post, "Reflect").await);
    crate::looking::form(member.click(&asked, "I agree").await);
}

/// Waits until a message bears this sign of the bot's, and nothing else.
pub async fn bears(garden: &Garden, message: &Shown, sign: &str) {
    let (channel, id) = (message.channel(), message.id());
    let signed = garden.sandbox.until(|world| {
        let reactions = &world.message(channel, id)?.reactions;
        (!reactions.is_empty()).then(|| reactions.iter().map(|one| one.emoji.clone()).collect())
    });
    let signs: Vec<String> = signed
        .await
        .unwrap_or_else(|_| panic!("no sign; the log:\n{}", garden.log()));
    assert_eq!(signs, [sign]);
}

/// The texts of a member's reflections in this server, newest first.
pub async fn kept(garden: &Garden, member: &Member) -> Vec<String> {
    let export = shown(member.slash("/reflections export").await);
    let file = crate::looking::file_json(garden, &export);
    let all = file["reflections"].as_array().cloned().unwrap_or_default();
    let texts = all
        .iter()
        .map(|one| one["text"].as_str().map(str::to_owned));
    texts.collect::<Option<_>>().expect("they can be read")
}

/// Waits until these are all that is kept of a member.
pub async fn keeps(garden: &Garden, member: &Member, texts: &[&str]) {
    let mut found = Vec::new();
    for _ in 0..200 {
        found = kept(garden, member).await;
        if found == texts {
            return;
        }
    }
    panic!("{found:?} instead of {texts:?}; the log:\n{}", garden.log());
}

#[tokio::test]
async fn a_reply_to_the_weeks_post_is_kept_with_its_question() {
    let (garden, maya, post) = agreed().await;
    let reply = maya.replies(&post, WORDS, true).expect("she may write");
    bears(&garden, &reply, KEPT).await;
    let view = shown(maya.slash("/reflections view").await);
    assert!(view.as_text().contains(WORDS), "{}", view.as_text());
    let form = crate::looking::form(maya.click(&post, "Reflect").await);
    let prompt = form.fields[0].placeholder.clone().unwrap_or_default();
    let start: String = prompt.chars().take(40).collect();
    assert!(
        view.as_text().contains(&start),
        "{}\n{start}",
        view.as_text()
    );
    assert_eq!(garden.theo().reads("wellbeing").expect("seen").len(), 2);
    garden.close().await;
}
