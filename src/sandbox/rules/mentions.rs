//! `allowed_mentions`: who a message may ping.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    Fault, FormErrors,
    field::{Object, present},
};

const MAX_IDS: usize = 100;
const KINDS: [&str; 3] = ["everyone", "users", "roles"];

/// Checks the field `allowed_mentions`. resources/message, "Allowed Mentions Object":
/// `parse` names `everyone`, `users` or `roles`; `users` and `roles` hold at most 100 ids each,
/// and none where `parse` names the same kind.
pub(super) fn check(errors: &mut FormErrors, message: &Object) {
    errors.object_field(message, "allowed_mentions", |errors, allowed| {
        let parsed = parsed(errors, allowed);
        for kind in ["users", "roles"] {
            let ids = errors.list_field(allowed, kind).unwrap_or_default();
            id_list(errors, kind, ids);
            if !ids.is_empty() && parsed.contains(&kind) {
                errors.push(Fault::mentions_exclusive(kind));
            }
        }
        errors.boolean_field(allowed, "replied_user");
    });
}

fn parsed<'v>(errors: &mut FormErrors, allowed: &'v Object) -> Vec<&'v str> {
    let Some(kinds) = errors.list_field(allowed, "parse") else {
        return Vec::new();
    };
    errors.within("parse", |errors| {
        for (index, kind) in kinds.iter().enumerate() {
            if !kind.as_str().is_some_and(|kind| KINDS.contains(&kind)) {
                errors.push_at(index, Fault::not_a_choice(&KINDS));
            } else if kinds.iter().take(index).any(|earlier| earlier == kind) {
                errors.push_at(index, Fault::already_in_set());
            }
        }
    });
    kinds.iter().filter_map(Value::as_str).collect()
}

fn id_list(errors: &mut FormErrors, kind: &str, ids: &[Value]) {
    errors.within(kind, |errors| {
        if ids.len() > MAX_IDS {
            errors.push(Fault::max_length(MAX_IDS));
            return;
        }
        let mut seen = HashSet::new();
        for (index, id) in ids.iter().enumerate() {
            errors.within(index, |errors| {
                errors.snowflake(id);
                if !seen.insert(id.to_string()) {
                    errors.push(Fault::already_in_set());
                }
            });
        }
    });
}

/// Checks the field `message_reference`. resources/message, "Message Reference Structure": a reply
/// needs the message's id alone; forwards (type 1) are not played.
pub(super) fn check_reference(errors: &mut FormErrors, message: &Object) {
    errors.object_field(message, "message_reference", |errors, reference| {
        if errors.integer_field(reference, "type", 0..=1) == Some(1) {
            errors.push_at("type", Fault::not_played("forwards"));
        }
        if present(reference, "message_id").is_none() {
            errors.push_at("message_id", Fault::required());
        }
        for key in ["message_id", "channel_id", "guild_id"] {
            if let Some(id) = present(reference, key) {
                errors.within(key, |errors| errors.snowflake(id));
            }
        }
        errors.boolean_field(reference, "fail_if_not_exists");
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{faults_in, message_faults};

    fn ids(count: usize) -> Vec<String> {
        (1..=count).map(|id| id.to_string()).collect()
    }

    #[test]
    fn mentions_that_discord_takes() {
        for allowed in [
            json!({"parse": []}),
            json!({"parse": ["everyone", "users", "roles"], "replied_user": true}),
            json!({"parse": ["users"], "users": []}),
            json!({"parse": ["users"], "roles": ids(100)}),
        ] {
            assert_eq!(
                message_faults(&json!({"content": "hi", "allowed_mentions": allowed})),
                faults_in(&[]),
                "{allowed}"
            );
        }
    }

    #[test]
    fn mentions_that_discord_refuses() {
        for (allowed, fault) in [
            (json!([]), "allowed_mentions MODEL_TYPE_CONVERT"),
            (
                json!({"parse": ["user"]}),
                "allowed_mentions.parse.0 BASE_TYPE_CHOICES",
            ),
            (
                json!({"parse": ["users", "users"]}),
                "allowed_mentions.parse.1 SET_TYPE_ALREADY_CONTAINS_VALUE",
            ),
            (
                json!({"parse": ["users"], "users": ["1"]}),
                "allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
            ),
            (
                json!({"users": ids(101)}),
                "allowed_mentions.users BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"roles": ["1", "x"]}),
                "allowed_mentions.roles.1 NUMBER_TYPE_COERCE",
            ),
            (
                json!({"replied_user": "no"}),
                "allowed_mentions.replied_user BOOLEAN_TYPE_CONVERT",
            ),
        ] {
            assert_eq!(
                message_faults(&json!({"content": "hi", "allowed_mentions": allowed})),
                faults_in(&[fault]),
            );
        }
    }

    #[test]
    fn a_reply_names_its_message() {
        for (reference, faults) in [
            (json!({"message_id": "1"}), vec![]),
            (
                json!({}),
                vec!["message_reference.message_id BASE_TYPE_REQUIRED"],
            ),
            (
                json!({"message_id": "one"}),
                vec!["message_reference.message_id NUMBER_TYPE_COERCE"],
            ),
            (
                json!({"type": 1, "message_id": "1"}),
                vec!["message_reference.type SANDBOX_NOT_PLAYED"],
            ),
        ] {
            assert_eq!(
                message_faults(&json!({"content": "hi", "message_reference": reference})),
                faults_in(&faults),
            );
        }
    }
}
