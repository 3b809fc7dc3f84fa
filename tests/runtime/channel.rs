//! Posts on their way to Discord's channels: sent under their id, found again by it, and every refusal
//! taken for what it is.

use std::time::Duration;

use chrono::DateTime;
use serde_json::json;
use sunflower::{
    posting::{
        channel::{History, SendError},
        model::{ChannelKind, PostId, RefusedReason},
    },
    sandbox::{faults::Fault, world::Permissions},
    store::ids::{ChannelId, GuildId},
};

use crate::setting::Setting;

const POST: &str = "POST /channels/{channel}/messages";
const HISTORY: &str = "GET /channels/{channel}/messages";

/// A bot that is about to post in #general.
async fn in_general() -> Setting {
    Setting::plain("general", ChannelKind::Text).await
}

impl Setting {
    fn messages(&self) -> usize {
        let channel = self.channel();
        self.sandbox
            .read(|world| world.messages_in(channel).count())
    }

    fn deny(&self, denied: Permissions) {
        self.sandbox.deny_bot(self.channel(), denied);
    }
}

#[tokio::test]
async fn a_post_is_found_by_its_id_and_sent_again_it_stays_one_message() {
    let setting = in_general().await;
    let before = setting.messages();
    assert_eq!(setting.history().await, History::Absent);
    let message = setting.send().await.unwrap();
    assert_eq!(setting.send().await, Ok(message));
    assert_eq!(setting.messages(), before + 1);
    assert_eq!(setting.history().await, History::There(message));
}

#[tokio::test]
async fn a_post_is_found_behind_many_pages_of_later_messages_and_earlier_ones() {
    let mut setting = in_general().await;
    let message = setting.send().await.unwrap();
    let ours = setting.outgoing.clone();
    for number in 0..205_i64 {
        let other = PostId::of(
            "AAECAwQFBgcICQoLDA0ODw".parse().unwrap(),
            DateTime::from_timestamp_millis(number).unwrap(),
        );
        setting
            .sandbox
            .member("maya")
            .in_channel("general")
            .says("hello")
            .unwrap();
        setting.outgoing.post = other;
        if number == 0 {
            assert_eq!(setting.history().await, History::Absent);
        }
    }
    assert_eq!(setting.history().await, History::Absent);
    assert!(
        setting.sandbox.record().of(HISTORY).len() >= 4,
        "three pages, and one before"
    );
    setting.outgoing = ours;
    assert_eq!(setting.history().await, History::There(message));
}

#[tokio::test]
async fn an_empty_history_proves_nothing_without_the_permission_to_read_it() {
    let setting = in_general().await;
    setting.send().await.unwrap();
    setting.deny(Permissions::READ_MESSAGE_HISTORY);
    assert_eq!(setting.history().await, History::Unreadable);
    setting.deny(Permissions::VIEW_CHANNEL);
    assert_eq!(setting.history().await, History::Unreadable);
}

#[tokio::test]
async fn a_history_that_can_not_be_asked_now_is_asked_later() {
    let setting = in_general().await;
    setting.sandbox.faults().on(HISTORY).once(Fault::down(502));
    let later = History::NotNow { retry_after: None };
    assert_eq!(setting.history().await, later);
    assert_eq!(setting.history().await, History::Absent);
}

#[tokio::test]
async fn a_missing_permission_is_named_as_discord_names_it() {
    let setting = in_general().await;
    setting.deny(Permissions::SEND_MESSAGES);
    let missing = |names: &[&str]| {
        RefusedReason::MissingPermission(names.iter().map(ToString::to_string).collect())
    };
    // Who may not send may embed no links either.
    assert_eq!(
        setting.refusal().await,
        missing(&["Send Messages", "Embed Links"])
    );
    setting.deny(Permissions::VIEW_CHANNEL);
    let RefusedReason::MissingPermission(names) = setting.refusal().await else {
        panic!("no permission is missing");
    };
    assert!(names.contains(&"View Channel".to_owned()), "{names:?}");
}

#[tokio::test]
async fn a_channel_that_is_gone_and_a_body_that_is_wrong_are_refused_for_good() {
    let mut setting = in_general().await;
    setting.outgoing.body = json!({"content": "a".repeat(2001)}).to_string();
    assert_eq!(setting.refusal().await, RefusedReason::Invalid);
    setting.outgoing.channel = ChannelId::new(1);
    setting.outgoing.guild = GuildId::new(1);
    assert_eq!(setting.refusal().await, RefusedReason::NoChannel);
}

#[tokio::test]
async fn what_may_have_been_performed_is_told_from_what_was_not() {
    let setting = in_general().await;
    let faults = setting.sandbox.faults();
    faults.on(POST).once(Fault::DropAfter);
    assert_eq!(setting.send().await, Err(SendError::Unknown));
    assert!(matches!(setting.history().await, History::There(_)));
    faults.on(POST).once(Fault::down(502));
    assert_eq!(setting.send().await, Err(SendError::Unknown));
    faults.on(POST).once(Fault::rate_limit(0.05, false));
    let later = SendError::Later {
        retry_after: Some(Duration::from_millis(50)),
    };
    assert_eq!(setting.send().await, Err(later));
    faults
        .on(POST)
        .once(Fault::refusal(401, 0, "401: Unauthorized"));
    let later = SendError::Later { retry_after: None };
    assert_eq!(setting.send().await, Err(later));
}

#[tokio::test]
async fn a_post_that_was_deleted_is_known_as_removed() {
    let setting = in_general().await;
    setting
        .sandbox
        .faults()
        .on(POST)
        .once(Fault::refusal(404, 10008, "Unknown Message"));
    assert_eq!(setting.send().await, Err(SendError::Removed(None)));
}

#[tokio::test]
async fn what_discord_takes_later_blocks_no_schedule() {
    let setting = in_general().await;
    let disabled = Fault::refusal(403, 40_004, "Send messages has been temporarily disabled");
    setting.sandbox.faults().on(POST).once(disabled);
    let later = SendError::Later { retry_after: None };
    assert_eq!(setting.send().await, Err(later));
}

#[tokio::test]
async fn a_refusal_of_the_network_before_discord_says_nothing_of_a_history() {
    let setting = in_general().await;
    let shut_out = Fault::json(403, &json!("<html>"));
    setting.sandbox.faults().on(HISTORY).once(shut_out);
    let later = History::NotNow { retry_after: None };
    assert_eq!(setting.history().await, later);
}
