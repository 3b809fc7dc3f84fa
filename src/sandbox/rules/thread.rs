//! Starting a thread: from a message, without one, and as a post in a forum.
//! resources/channel, "Start Thread from Message", "Start Thread without Message" and "Start Thread in
//! Forum or Media Channel".

use serde_json::Value;

use super::{
    Fault, FormErrors, Refused,
    field::{Object, Text, integer, present},
    message,
};

const MAX_NAME: usize = 100;
const MAX_TAGS: usize = 5;
const MAX_SLOWMODE_SECONDS: i64 = 21_600;
const AUTO_ARCHIVE_MINUTES: [i64; 4] = [60, 1440, 4320, 10_080];
/// Threads in announcement channels, public and private ones.
const KINDS: [i64; 3] = [10, 11, 12];

/// Checks a thread that starts from a message.
///
/// # Errors
/// What Discord would refuse it for.
pub fn check(body: &Value) -> Result<(), Refused> {
    let mut errors = FormErrors::new();
    if let Some(thread) = errors.object(body) {
        fields(&mut errors, thread);
    }
    errors.into_result()
}

/// Checks a thread that starts from nothing.
///
/// # Errors
/// What Discord would refuse it for.
pub fn check_without_message(body: &Value) -> Result<(), Refused> {
    let mut errors = FormErrors::new();
    if let Some(thread) = errors.object(body) {
        fields(&mut errors, thread);
        errors.boolean_field(thread, "invitable");
        optional_choice(&mut errors, thread, "type", &KINDS);
    }
    errors.into_result()
}

/// Checks a post in a forum, but for what its tags mean there.
///
/// # Errors
/// What Discord would refuse it for. [`Refused::Empty`] if its message would show nothing.
pub fn check_forum_post(body: &Value) -> Result<(), Refused> {
    let mut errors = FormErrors::new();
    let mut shown = true;
    if let Some(post) = errors.object(body) {
        fields(&mut errors, post);
        tags(&mut errors, post);
        match present(post, "message") {
            Some(first) => errors.within("message", |errors| {
                shown = message::fields(errors, first);
            }),
            None => errors.push_at("message", Fault::required()),
        }
    }
    errors.into_result()?;
    if shown { Ok(()) } else { Err(Refused::Empty) }
}

fn fields(errors: &mut FormErrors, thread: &Object) {
    errors.text_field(thread, "name", Text::between(1, MAX_NAME));
    let key = "auto_archive_duration";
    optional_choice(errors, thread, key, &AUTO_ARCHIVE_MINUTES);
    errors.integer_field(thread, "rate_limit_per_user", 0..=MAX_SLOWMODE_SECONDS);
}

fn optional_choice(errors: &mut FormErrors, thread: &Object, key: &str, choices: &[i64]) {
    if let Some(value) = present(thread, key)
        && !integer(value).is_some_and(|number| choices.contains(&number))
    {
        errors.push_at(key, Fault::not_a_choice(choices));
    }
}

/// resources/channel, "Modify Channel": `applied_tags` is limited to 5.
fn tags(errors: &mut FormErrors, post: &Object) {
    let Some(tags) = errors.list_field(post, "applied_tags") else {
        return;
    };
    errors.within("applied_tags", |errors| {
        if tags.len() > MAX_TAGS {
            errors.push(Fault::max_length(MAX_TAGS));
        }
        for (index, tag) in tags.iter().enumerate() {
            errors.within(index, |errors| errors.snowflake(tag));
        }
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{faults, faults_in};
    use super::*;

    #[test]
    fn threads_that_discord_takes() {
        for body in [
            json!({"name": "a"}),
            json!({"name": "é".repeat(100), "auto_archive_duration": 10_080}),
            json!({"name": "a", "rate_limit_per_user": 21_600, "auto_archive_duration": null}),
        ] {
            assert_eq!(faults(check(&body)), faults_in(&[]), "{body}");
        }
        let body = json!({"name": "a", "type": 11, "invitable": true});
        assert_eq!(faults(check_without_message(&body)), faults_in(&[]));
    }

    #[test]
    fn threads_that_discord_refuses() {
        for (body, fault) in [
            (json!({}), "name BASE_TYPE_REQUIRED"),
            (json!({"name": ""}), "name BASE_TYPE_BAD_LENGTH"),
            (
                json!({"name": "é".repeat(101)}),
                "name BASE_TYPE_BAD_LENGTH",
            ),
            (
                json!({"name": "a", "auto_archive_duration": 61}),
                "auto_archive_duration BASE_TYPE_CHOICES",
            ),
            (
                json!({"name": "a", "rate_limit_per_user": 21_601}),
                "rate_limit_per_user NUMBER_TYPE_MAX",
            ),
            (json!("a"), "MODEL_TYPE_CONVERT"),
        ] {
            assert_eq!(faults(check(&body)), faults_in(&[fault]), "{body}");
        }
        let body = json!({"name": "a", "type": 0});
        let wrong_kind = faults_in(&["type BASE_TYPE_CHOICES"]);
        assert_eq!(faults(check_without_message(&body)), wrong_kind);
    }

    #[test]
    fn a_post_in_a_forum_is_a_name_a_message_and_tags() {
        let message = json!({"content": "hello"});
        for (body, expected) in [
            (json!({"name": "a", "message": message}), vec![]),
            (
                json!({"name": "a", "message": message, "applied_tags": ["1", 2, "3", "4", "5"]}),
                vec![],
            ),
            (json!({"name": "a"}), vec!["message BASE_TYPE_REQUIRED"]),
            (json!({"name": "a", "message": {}}), vec!["50006"]),
            (
                json!({"name": "", "message": {"content": "x".repeat(2001)}}),
                vec![
                    "message.content BASE_TYPE_MAX_LENGTH",
                    "name BASE_TYPE_BAD_LENGTH",
                ],
            ),
            (
                json!({"name": "a", "message": message, "applied_tags": ["1", "2", "3", "4", "5", "6"]}),
                vec!["applied_tags BASE_TYPE_MAX_LENGTH"],
            ),
            (
                json!({"name": "a", "message": message, "applied_tags": ["calm"]}),
                vec!["applied_tags.0 NUMBER_TYPE_COERCE"],
            ),
        ] {
            assert_eq!(
                faults(check_forum_post(&body)),
                faults_in(&expected),
                "{body}"
            );
        }
    }
}
