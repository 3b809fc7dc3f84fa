//! A message as a bot sends it: to a channel, as an answer to an interaction, or as an edit.
//! Fields that Discord does not know are ignored, as Discord ignores them.

use serde_json::Value;

use super::{
    Fault, FormErrors, Refused, components, embeds,
    field::{Object, Text, integer, present},
    mentions,
};

const MAX_CONTENT: usize = 2000;
const MAX_NONCE: usize = 25;

const SUPPRESS_EMBEDS: i64 = 1 << 2;
const EPHEMERAL: i64 = 1 << 6;
const SUPPRESS_NOTIFICATIONS: i64 = 1 << 12;
const IS_COMPONENTS_V2: i64 = 1 << 15;

/// What the message is sent for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To a channel. resources/message, "Create Message".
    Create,
    /// As an answer to an interaction, or a follow-up of one. interactions/receiving-and-responding,
    /// "Interaction Callback Data Structure", and resources/webhook, "Execute Webhook".
    Answer,
    /// In place of what is there: what is absent stays, so nothing need be in it. Whether anything is
    /// left to show is for whoever holds the message. resources/message, "Edit Message".
    Edit,
}

impl Purpose {
    fn settable_flags(self) -> i64 {
        match self {
            Self::Create => SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS,
            Self::Answer => SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | EPHEMERAL,
            Self::Edit => SUPPRESS_EMBEDS,
        }
    }
}

/// Checks a message.
///
/// # Errors
/// What Discord would refuse it for.
pub fn check(body: &Value, purpose: Purpose) -> Result<(), Refused> {
    let mut errors = FormErrors::new();
    let shown = fields(&mut errors, body);
    errors.into_result()?;
    if shown || purpose == Purpose::Edit {
        Ok(())
    } else {
        Err(Refused::Empty)
    }
}

/// The flags that a message keeps. Discord refuses no other flag, it drops it: so a message to a
/// channel is never private, whatever it asks for. resources/message, "Create Message", and
/// interactions/receiving-and-responding, "Interaction Callback Data Structure", say which may be set.
#[must_use]
pub fn kept_flags(body: &Value, purpose: Purpose) -> i64 {
    body.get("flags").and_then(integer).unwrap_or_default() & purpose.settable_flags()
}

/// Reports what is wrong with a message at the place looked at; says whether it would show anything.
pub(super) fn fields(errors: &mut FormErrors, body: &Value) -> bool {
    let Some(message) = errors.object(body) else {
        return true;
    };
    errors.text_field(message, "content", Text::up_to(MAX_CONTENT));
    nonce(errors, message);
    errors.boolean_field(message, "tts");
    check_flags(errors, message);
    embeds::check(errors, message);
    components::check(errors, message);
    mentions::check(errors, message);
    mentions::check_reference(errors, message);
    for (key, what) in [("poll", "polls"), ("sticker_ids", "stickers")] {
        if present(message, key).is_some_and(|value| value != &Value::Array(Vec::new())) {
            errors.push_at(key, Fault::not_played(what));
        }
    }
    shows_something(message)
}

/// resources/message, "Create Message": an integer or a text of up to 25 characters.
fn nonce(errors: &mut FormErrors, message: &Object) {
    let fault = match present(message, "nonce") {
        Some(Value::String(text)) => (text.chars().count() > MAX_NONCE).then(Fault::nonce_too_long),
        Some(value) => (!value.is_i64() && !value.is_u64()).then(Fault::nonce_type),
        None => None,
    };
    if let Some(fault) = fault {
        errors.push_at("nonce", fault);
    }
    errors.boolean_field(message, "enforce_nonce");
}

fn check_flags(errors: &mut FormErrors, message: &Object) {
    let flags = errors.integer_field(message, "flags", 0..=i64::from(i32::MAX));
    if flags.is_some_and(|flags| flags & IS_COMPONENTS_V2 != 0) {
        errors.push_at("flags", Fault::not_played("messages of components alone"));
    }
}

/// Discord's 50006 is for a message with no content but white space and nothing else to show.
fn shows_something(message: &Object) -> bool {
    let text = present(message, "content")
        .and_then(Value::as_str)
        .is_some_and(|text| !text.trim().is_empty());
    let list = ["embeds", "components", "attachments"].iter().any(|key| {
        present(message, key)
            .and_then(Value::as_array)
            .is_some_and(|list| !list.is_empty())
    });
    text || list
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{faults_in, message_faults};
    use super::*;

    #[test]
    fn messages_that_discord_takes() {
        for body in [
            json!({"content": "é".repeat(2000)}),
            json!({"content": "hi", "nonce": "n".repeat(25), "enforce_nonce": true}),
            json!({"content": "hi", "nonce": 1_234_567_890_123_456_789_u64}),
            json!({"content": "hi", "flags": SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS}),
            json!({"content": null, "embeds": [{"title": "a"}]}),
            json!({"content": "hi", "something_new": {"a": 1}}),
        ] {
            assert_eq!(message_faults(&body), faults_in(&[]), "{body}");
        }
    }

    #[test]
    fn messages_that_discord_refuses() {
        for (body, fault) in [
            (
                json!({"content": "é".repeat(2001)}),
                "content BASE_TYPE_MAX_LENGTH",
            ),
            (json!({"content": ["hi"]}), "content STRING_TYPE_CONVERT"),
            (
                json!({"content": "hi", "nonce": "n".repeat(26)}),
                "nonce NONCE_TYPE_TOO_LONG",
            ),
            (
                json!({"content": "hi", "nonce": 1.5}),
                "nonce NONCE_TYPE_INVALID_TYPE",
            ),
            (
                json!({"content": "hi", "flags": "private"}),
                "flags NUMBER_TYPE_COERCE",
            ),
            (
                json!({"content": "hi", "flags": IS_COMPONENTS_V2}),
                "flags SANDBOX_NOT_PLAYED",
            ),
            (
                json!({"content": "hi", "poll": {}}),
                "poll SANDBOX_NOT_PLAYED",
            ),
            (json!({"embeds": {}}), "embeds LIST_TYPE_CONVERT"),
            (json!([]), "MODEL_TYPE_CONVERT"),
        ] {
            assert_eq!(message_faults(&body), faults_in(&[fault]), "{body}");
        }
    }

    #[test]
    fn a_message_that_shows_nothing_is_refused_by_a_code_of_its_own() {
        for body in [
            json!({}),
            json!({"content": " \n"}),
            json!({"content": "", "embeds": [], "components": []}),
        ] {
            assert_eq!(message_faults(&body), faults_in(&["50006"]), "{body}");
            assert_eq!(check(&body, Purpose::Answer), Err(Refused::Empty));
            assert_eq!(check(&body, Purpose::Edit), Ok(()));
        }
    }

    #[test]
    fn only_answers_to_interactions_may_be_private() {
        let body = json!({"content": "hi", "flags": EPHEMERAL | SUPPRESS_EMBEDS});
        for (purpose, flags) in [
            (Purpose::Create, SUPPRESS_EMBEDS),
            (Purpose::Answer, EPHEMERAL | SUPPRESS_EMBEDS),
            (Purpose::Edit, SUPPRESS_EMBEDS),
        ] {
            assert_eq!(check(&body, purpose), Ok(()));
            assert_eq!(kept_flags(&body, purpose), flags);
        }
    }
}
