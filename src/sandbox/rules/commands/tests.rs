//! Commands at and over each limit. Their options: options.rs.

use serde_json::json;

use super::super::testing::{faults, faults_in};
use super::*;

fn command(name: &str) -> Value {
    json!({"name": name, "description": "d"})
}

fn list_faults(commands: &Value) -> Vec<String> {
    faults(check(commands))
}

#[test]
fn commands_that_discord_takes() {
    for command in [
        command("affirmation"),
        command(&"ü".repeat(32)),
        command("it's_a-name2"),
        command("सूरजमुखी"),
        json!({"type": 1, "name": "a", "description": "d".repeat(100), "options": [],
            "default_member_permissions": "8192", "contexts": [0, 1, 2],
            "integration_types": [0, 1], "nsfw": false}),
        json!({"type": 2, "name": "High Five", "description": ""}),
        json!({"type": 3, "name": "Keep This"}),
        json!({"type": 3, "name": "Ü".repeat(32), "name_localizations": {"de": "Das Behalten"},
            "options": [], "contexts": [0, 1, 2], "integration_types": [0, 1]}),
        json!({"name": "a", "description": "d", "name_localizations": {"de": "übung"},
            "description_localizations": {"de": "d".repeat(100)}, "default_member_permissions": null}),
    ] {
        assert_eq!(list_faults(&json!([command])), faults_in(&[]), "{command}");
    }
}

#[test]
fn commands_that_discord_refuses() {
    let with = |key: &str, value: Value| {
        let mut command = command("a");
        command[key] = value;
        command
    };
    for (command, fault) in [
        (with("name", json!("")), "name BASE_TYPE_BAD_LENGTH"),
        (with("name", Value::Null), "name BASE_TYPE_REQUIRED"),
        (
            with("name", json!("n".repeat(33))),
            "name BASE_TYPE_BAD_LENGTH",
        ),
        (
            with("name", json!("Upper")),
            "name APPLICATION_COMMAND_INVALID_NAME",
        ),
        (
            with("name", json!("two words")),
            "name APPLICATION_COMMAND_INVALID_NAME",
        ),
        (
            with("description", json!(" ")),
            "description BASE_TYPE_BAD_LENGTH",
        ),
        (
            with("description", json!("d".repeat(101))),
            "description BASE_TYPE_BAD_LENGTH",
        ),
        (
            with("name_localizations", json!({"de": "Übung"})),
            "name_localizations.de APPLICATION_COMMAND_INVALID_NAME",
        ),
        (
            with("description_localizations", json!({"de": "d".repeat(101)})),
            "description_localizations.de BASE_TYPE_BAD_LENGTH",
        ),
        (
            with("default_member_permissions", json!("manage")),
            "default_member_permissions NUMBER_TYPE_COERCE",
        ),
        (
            with("contexts", json!([0, 3])),
            "contexts.1 BASE_TYPE_CHOICES",
        ),
        (
            with("contexts", json!([0, 0])),
            "contexts.1 SET_TYPE_ALREADY_CONTAINS_VALUE",
        ),
        (
            with("integration_types", json!([2])),
            "integration_types.0 BASE_TYPE_CHOICES",
        ),
        (with("type", json!(5)), "type BASE_TYPE_CHOICES"),
        (with("type", json!(4)), "type SANDBOX_NOT_PLAYED"),
        (
            with("type", json!(2)),
            "description APPLICATION_COMMAND_INVALID_DESCRIPTION",
        ),
    ] {
        assert_eq!(
            list_faults(&json!([{"name": "first", "description": "d"}, command])),
            faults_in(&[&format!("1.{fault}")]),
            "{command}"
        );
    }
}

#[test]
fn commands_in_menus_have_a_name_and_nothing_else() {
    let with = |key: &str, value: Value| {
        let mut command = json!({"type": 3, "name": "Keep as my reflection"});
        command[key] = value;
        command
    };
    for (command, fault) in [
        (with("name", json!("")), "name BASE_TYPE_BAD_LENGTH"),
        (with("name", json!("  ")), "name BASE_TYPE_BAD_LENGTH"),
        (
            with("name", json!("N".repeat(33))),
            "name BASE_TYPE_BAD_LENGTH",
        ),
        (
            with("name_localizations", json!({"de": "N".repeat(33)})),
            "name_localizations.de BASE_TYPE_BAD_LENGTH",
        ),
        (
            with("description", json!("Keeps it.")),
            "description APPLICATION_COMMAND_INVALID_DESCRIPTION",
        ),
        (
            with(
                "options",
                json!([{"type": 3, "name": "a", "description": "d"}]),
            ),
            "options SANDBOX_RULE",
        ),
    ] {
        assert_eq!(
            list_faults(&json!([command])),
            faults_in(&[&format!("0.{fault}")]),
            "{command}"
        );
    }
}

#[test]
fn fifteen_commands_in_the_menu_of_messages_and_fifteen_in_that_of_people() {
    let many = |kind: u8, count| {
        (0..count).map(move |n| json!({"type": kind, "name": format!("Keep {n}")}))
    };
    let taken: Vec<_> = many(2, 15).chain(many(3, 15)).collect();
    assert_eq!(list_faults(&json!(taken)), faults_in(&[]));
    for kind in [2, 3] {
        let over: Vec<_> = many(kind, 16).collect();
        assert_eq!(list_faults(&json!(over)), faults_in(&["30032"]), "{kind}");
    }
}

#[test]
fn names_are_unique_among_commands_of_a_type() {
    assert_eq!(
        list_faults(&json!([command("a"), command("b"), command("a")])),
        faults_in(&["2 APPLICATION_COMMANDS_DUPLICATE_NAME"])
    );
    assert_eq!(
        list_faults(&json!([command("a"), {"type": 2, "name": "a"}])),
        faults_in(&[])
    );
}

#[test]
fn a_hundred_commands_are_taken_and_no_more() {
    let many = |count| {
        json!(
            (0..count)
                .map(|n| command(&n.to_string()))
                .collect::<Vec<_>>()
        )
    };
    assert_eq!(list_faults(&many(100)), faults_in(&[]));
    assert_eq!(list_faults(&many(101)), faults_in(&["30032"]));
}

#[test]
fn eight_thousand_characters_are_the_most_of_one_command() {
    let choice = |n: usize| json!({"name": format!("{n:0>100}"), "value": format!("{n:0>100}")});
    // 1 + 100 of the command; 13 options of 2 + 98; 33 choices of 200: 8001.
    let sized = |description: usize| {
        let options: Vec<_> = (0..13)
            .map(|n| {
                let choices: Vec<_> = (0..if n < 3 { 11 } else { 0 }).map(choice).collect();
                json!({"type": 3, "name": format!("{n:0>2}"), "description": "d".repeat(98),
                    "choices": choices})
            })
            .collect();
        json!([{"name": "a", "description": "d".repeat(description), "options": options}])
    };
    assert_eq!(list_faults(&sized(99)), faults_in(&[]));
    assert_eq!(
        list_faults(&sized(100)),
        faults_in(&["0 APPLICATION_COMMAND_TOO_LARGE"])
    );
}

#[test]
fn only_a_list_is_a_list_of_commands() {
    assert_eq!(list_faults(&json!({})), faults_in(&["LIST_TYPE_CONVERT"]));
    assert_eq!(
        list_faults(&json!([7])),
        faults_in(&["0 MODEL_TYPE_CONVERT"])
    );
}
