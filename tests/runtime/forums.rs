//! A post in a forum is a thread: opened without a nonce, found by the button in its first message among
//! the threads that are active and those in the archive.

use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use serde_json::json;
use sunflower::{
    posting::{
        channel::History,
        model::{ChannelKind, PostId, RefusedReason},
    },
    sandbox::{
        faults::Fault,
        world::{Id, Permissions, World},
    },
};

use crate::setting::{Setting, opening};

const ACTIVE: &str = "GET /guilds/{guild}/threads/active";
const ARCHIVED: &str = "GET /channels/{channel}/threads/archived/public";

/// A bot that is about to post in #open-garden.
async fn in_open_garden() -> Setting {
    Setting::in_forum("open-garden").await
}

impl Setting {
    fn asked(&self, route: &str) -> usize {
        self.sandbox.record().of(route).len()
    }

    /// Puts other posts of the bot's into the forum, one a minute.
    async fn others(&mut self, count: i64) {
        let ours = self.outgoing.clone();
        for number in 0..count {
            let at = DateTime::from_timestamp_millis(number).unwrap();
            self.outgoing.post = PostId::of("AAECAwQFBgcICQoLDA0ODw".parse().unwrap(), at);
            self.outgoing.body = opening(&self.outgoing.post).to_string();
            self.send().await.unwrap();
            self.stage.hand.advance(TimeDelta::minutes(1));
        }
        self.outgoing = ours;
    }
}

#[tokio::test]
async fn a_post_is_found_among_the_active_threads_by_its_first_message() {
    let mut setting = in_open_garden().await;
    setting.others(3).await;
    assert_eq!(setting.history().await, History::Absent);
    let message = setting.send().await.unwrap();
    setting.others(3).await;
    assert_eq!(setting.history().await, History::There(message));
    let thread: Id = message.to_string().parse().unwrap();
    setting.sandbox.read(|world| {
        assert!(
            world.message(thread, thread).is_some(),
            "its message's id is the thread's"
        );
    });
}

#[tokio::test]
async fn a_post_is_found_in_the_archive_behind_a_page_of_later_ones() {
    let mut setting = in_open_garden().await;
    let message = setting.send().await.unwrap();
    setting.stage.hand.advance(TimeDelta::minutes(1));
    setting.others(101).await;
    setting.stage.hand.advance(TimeDelta::hours(2));
    assert_eq!(setting.history().await, History::There(message));
    assert_eq!(setting.asked(ACTIVE), 1);
    assert_eq!(setting.asked(ARCHIVED), 2);
}

#[tokio::test]
async fn the_archive_is_read_no_further_back_than_the_post_can_be() {
    let mut setting = in_open_garden().await;
    setting.others(101).await;
    setting.stage.hand.advance(TimeDelta::hours(20));
    setting.since = setting.stage.clock.now() - TimeDelta::hours(1);
    assert_eq!(setting.history().await, History::Absent);
    assert_eq!(
        setting.asked(ARCHIVED),
        1,
        "its oldest are older than the post"
    );
}

#[tokio::test]
async fn a_thread_that_comes_out_of_the_archive_between_two_looks_is_found() {
    let setting = in_open_garden().await;
    let message = setting.send().await.unwrap();
    setting.stage.hand.advance(TimeDelta::hours(2));
    let slow = Fault::Delay(Duration::from_millis(200));
    setting.sandbox.faults().on(ARCHIVED).once(slow);
    let thread: Id = message.to_string().parse().unwrap();
    let taken_out = async {
        let looks = |_: &World| (setting.asked(ARCHIVED) > 0).then_some(());
        while setting.sandbox.read(looks).is_none() {
            tokio::task::yield_now().await;
        }
        let maya = setting
            .sandbox
            .member("maya")
            .in_channel("Week of 23 November");
        maya.says("It is still on my mind.").unwrap();
    };
    let (told, ()) = tokio::join!(setting.history(), taken_out);
    assert!(
        setting
            .sandbox
            .read(|world| world.channels.contains_key(&thread))
    );
    assert_eq!(setting.asked(ACTIVE), 2);
    assert_eq!(told, History::There(message));
}

#[tokio::test]
async fn without_the_right_to_read_a_forum_proves_nothing() {
    let setting = in_open_garden().await;
    setting.send().await.unwrap();
    for denied in [Permissions::READ_MESSAGE_HISTORY, Permissions::VIEW_CHANNEL] {
        setting.sandbox.deny_bot(setting.channel(), denied);
        assert_eq!(setting.history().await, History::Unreadable);
    }
}

#[tokio::test]
async fn a_thread_whose_first_message_was_removed_can_not_tell_whose_it_was() {
    let setting = in_open_garden().await;
    let message = setting.send().await.unwrap();
    let thread: Id = message.to_string().parse().unwrap();
    setting.sandbox.delete_message(thread, thread);
    assert_eq!(setting.history().await, History::Unreadable);
}

#[tokio::test]
async fn a_forum_that_wants_a_tag_says_so() {
    let mut setting = Setting::in_forum("weekly-garden").await;
    assert_eq!(setting.refusal().await, RefusedReason::TagRequired);
    let mut body = opening(&setting.outgoing.post);
    body["applied_tags"] = json!(["5"]);
    setting.outgoing.body = body.to_string();
    assert_eq!(setting.refusal().await, RefusedReason::TagGone);
}

#[tokio::test]
async fn the_right_to_open_a_post_is_called_as_a_forums_settings_call_it() {
    let setting = in_open_garden().await;
    let channel = setting.channel();
    setting
        .sandbox
        .deny_bot(channel, Permissions::SEND_MESSAGES);
    let RefusedReason::MissingPermission(names) = setting.refusal().await else {
        panic!("a permission is missing");
    };
    assert_eq!(names, ["Create Posts", "Embed Links"]);
}

#[tokio::test]
async fn a_thread_takes_a_post_under_its_nonce_until_it_is_locked() {
    let mut setting = Setting::plain("compost corner", ChannelKind::Thread).await;
    let message = setting.send().await.unwrap();
    assert_eq!(setting.send().await, Ok(message));
    assert_eq!(setting.history().await, History::There(message));
    let thread = setting.channel();
    setting.sandbox.change(|world| {
        let thread = world.channels.get_mut(&thread).unwrap();
        thread.thread.as_mut().unwrap().locked = true;
    });
    setting.outgoing.post = PostId::of(
        "AAECAwQFBgcICQoLDA0ODw".parse().unwrap(),
        setting.stage.clock.now(),
    );
    assert_eq!(setting.refusal().await, RefusedReason::ThreadLocked);
}
