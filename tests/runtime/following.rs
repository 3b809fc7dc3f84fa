//! What follows a post, against Discord's own answers: done before is done, and each refusal is taken for
//! what it is.

use std::time::Duration;

use sunflower::{
    posting::{
        channel::{Channel, StepError},
        model::{ChannelKind, ClaimedStep, RefusedReason, Step},
    },
    sandbox::{faults::Fault, world::Permissions},
};

use crate::setting::Setting;

const CROSSPOST: &str = "POST /channels/{channel}/messages/{message}/crosspost";
const THREAD: &str = "POST /channels/{channel}/messages/{message}/threads";

/// A post in a channel, and a step that follows it.
async fn sent(channel: &str, kind: ChannelKind, step: Step) -> (Setting, ClaimedStep) {
    let setting = Setting::plain(channel, kind).await;
    let message = setting.send().await.unwrap();
    let step = ClaimedStep {
        post: setting.outgoing.post,
        step,
        schedule: "AAECAwQFBgcICQoLDA0ODw".parse().unwrap(),
        guild: setting.outgoing.guild,
        channel: setting.outgoing.channel,
        kind,
        message,
        title: "Week of 23 November: Rest".to_owned(),
        tried_at: setting.stage.clock.now(),
        sent_at: setting.stage.clock.now(),
        removed: false,
        attempt: 1,
    };
    (setting, step)
}

async fn refusal(setting: &Setting, step: &ClaimedStep) -> RefusedReason {
    match setting.channels.take(step).await {
        Err(StepError::Refused { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn published_twice_is_published() {
    let (setting, step) = sent("news", ChannelKind::Announcement, Step::Publish).await;
    assert_eq!(setting.channels.take(&step).await, Ok(()));
    assert_eq!(setting.channels.take(&step).await, Ok(()));
    let answers = setting.sandbox.record().of(CROSSPOST);
    assert_eq!(answers.len(), 2, "Discord was asked twice");
}

#[tokio::test]
async fn a_thread_is_opened_once_under_the_posts_title() {
    for (channel, kind) in [
        ("general", ChannelKind::Text),
        ("news", ChannelKind::Announcement),
    ] {
        let (setting, step) = sent(channel, kind, Step::Thread).await;
        assert_eq!(setting.channels.take(&step).await, Ok(()));
        assert_eq!(setting.channels.take(&step).await, Ok(()));
        let called = setting.sandbox.read(|world| {
            let threads = world.threads_in(setting.channel());
            let own = threads.filter(|thread| thread.id.to_string() == step.message.to_string());
            own.map(|thread| thread.name.clone()).collect::<Vec<_>>()
        });
        assert_eq!(called, ["Week of 23 November: Rest"]);
    }
}

#[tokio::test]
async fn what_may_have_been_done_is_asked_for_again() {
    let (setting, step) = sent("general", ChannelKind::Text, Step::Thread).await;
    let faults = setting.sandbox.faults();
    faults.on(THREAD).once(Fault::DropAfter);
    let later = Err(StepError::Later { retry_after: None });
    assert_eq!(setting.channels.take(&step).await, later);
    assert_eq!(setting.channels.take(&step).await, Ok(()));
}

#[tokio::test]
async fn a_limit_on_publishing_is_heeded() {
    let (setting, step) = sent("news", ChannelKind::Announcement, Step::Publish).await;
    let limit = Fault::rate_limit(1800.0, false);
    setting.sandbox.faults().on(CROSSPOST).once(limit);
    let later = Err(StepError::Later {
        retry_after: Some(Duration::from_mins(30)),
    });
    assert_eq!(setting.channels.take(&step).await, later);
}

#[tokio::test]
async fn a_missing_permission_is_named_for_the_step() {
    let (setting, step) = sent("general", ChannelKind::Text, Step::Thread).await;
    let channel = setting.channel();
    let denied = Permissions::CREATE_PUBLIC_THREADS;
    setting.sandbox.deny_bot(channel, denied);
    let missing = RefusedReason::MissingPermission(vec!["Create Public Threads".to_owned()]);
    assert_eq!(refusal(&setting, &step).await, missing);
}

#[tokio::test]
async fn a_channel_that_publishes_no_more_says_so() {
    let (setting, step) = sent("general", ChannelKind::Text, Step::Publish).await;
    assert_eq!(refusal(&setting, &step).await, RefusedReason::WrongKind);
}

#[tokio::test]
async fn what_is_gone_is_told_from_what_is_forbidden() {
    let (setting, step) = sent("general", ChannelKind::Text, Step::Thread).await;
    let message = step.message.to_string().parse().unwrap();
    setting.sandbox.delete_message(setting.channel(), message);
    assert_eq!(setting.channels.take(&step).await, Err(StepError::Gone));
    setting.sandbox.delete_channel(setting.channel());
    assert_eq!(refusal(&setting, &step).await, RefusedReason::NoChannel);
}
