//! Discord's own codes and sentences for what is wrong with a field.

use std::fmt::Display;

use serde_json::Value;

/// One fault, in Discord's words. Reference, "Error Messages".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// For programs.
    pub code: &'static str,
    /// For people.
    pub message: String,
}

impl Fault {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    pub(super) fn required() -> Self {
        Self::new("BASE_TYPE_REQUIRED", "This field is required")
    }

    pub(super) fn max_length(max: usize) -> Self {
        Self::new(
            "BASE_TYPE_MAX_LENGTH",
            format!("Must be {max} or fewer in length."),
        )
    }

    pub(super) fn min_length(min: i64) -> Self {
        Self::new(
            "BASE_TYPE_MIN_LENGTH",
            format!("Must be {min} or more in length."),
        )
    }

    pub(super) fn bad_length(min: usize, max: usize) -> Self {
        Self::new(
            "BASE_TYPE_BAD_LENGTH",
            format!("Must be between {min} and {max} in length."),
        )
    }

    pub(super) fn not_a_choice(choices: &[impl Display]) -> Self {
        Self::new(
            "BASE_TYPE_CHOICES",
            format!("Value must be one of ({}).", tuple(choices)),
        )
    }

    /// As Discord says it of the types of answers to an interaction, which it keeps as a set.
    pub(super) fn not_in_set(choices: &[impl Display]) -> Self {
        Self::new(
            "BASE_TYPE_CHOICES",
            format!("Value must be one of {{{}}}.", listed(choices)),
        )
    }

    pub(super) fn not_text(value: &Value) -> Self {
        Self::new(
            "STRING_TYPE_CONVERT",
            format!("Could not interpret \"{}\" as string.", plain(value)),
        )
    }

    pub(super) fn not_a_number(value: &Value, kind: &str) -> Self {
        Self::new(
            "NUMBER_TYPE_COERCE",
            format!("Value \"{}\" is not {kind}.", plain(value)),
        )
    }

    pub(super) fn not_a_boolean() -> Self {
        Self::new("BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
    }

    pub(super) fn not_an_object() -> Self {
        Self::new("MODEL_TYPE_CONVERT", "Expected an object/dictionary.")
    }

    pub(super) fn list_item_required() -> Self {
        Self::new(
            "LIST_ITEM_VALUE_REQUIRED",
            "List item values of ModelType are required",
        )
    }

    pub(super) fn not_a_list() -> Self {
        Self::new(
            "LIST_TYPE_CONVERT",
            "Only iterables may be used in a ListType",
        )
    }

    pub(super) fn number_min(min: impl Display) -> Self {
        Self::new(
            "NUMBER_TYPE_MIN",
            format!("int value should be greater than or equal to {min}."),
        )
    }

    pub(super) fn number_max(max: impl Display) -> Self {
        Self::new(
            "NUMBER_TYPE_MAX",
            format!("int value should be less than or equal to {max}."),
        )
    }

    pub(super) fn already_in_set() -> Self {
        Self::new(
            "SET_TYPE_ALREADY_CONTAINS_VALUE",
            "The set already contains this value",
        )
    }

    pub(super) fn bad_scheme(scheme: &str, schemes: &[&str]) -> Self {
        let schemes: Vec<_> = schemes.iter().map(|s| format!("'{s}'")).collect();
        Self::new(
            "URL_TYPE_INVALID_SCHEME",
            format!(
                "Scheme \"{scheme}\" is not supported. Scheme must be one of ({}).",
                schemes.join(", ")
            ),
        )
    }

    pub(super) fn bad_url() -> Self {
        Self::new("URL_TYPE_INVALID_URL", "Not a well formed URL.")
    }

    pub(super) fn bad_instant(input: &str) -> Self {
        Self::new(
            "DATE_TIME_TYPE_PARSE",
            format!("Could not parse {input}. Should be ISO8601."),
        )
    }

    pub(super) fn nonce_type() -> Self {
        Self::new(
            "NONCE_TYPE_INVALID_TYPE",
            "This field must be a string or integer.",
        )
    }

    pub(super) fn nonce_too_long() -> Self {
        Self::new(
            "NONCE_TYPE_TOO_LONG",
            "Must be 25 or fewer characters long.",
        )
    }

    pub(super) fn embeds_too_large() -> Self {
        Self::new(
            "MAX_EMBED_SIZE_EXCEEDED",
            "Embed size exceeds maximum size of 6000",
        )
    }

    pub(super) fn mentions_exclusive(kind: &str) -> Self {
        Self::new(
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
            format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive."),
        )
    }

    pub(super) fn component_choices(types: &[i64]) -> Self {
        Self::new(
            "UNION_TYPE_CHOICES",
            format!("Value of field \"type\" must be one of ({}).", tuple(types)),
        )
    }

    pub(super) fn component_width() -> Self {
        Self::new(
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "The specified component exceeds the maximum width",
        )
    }

    pub(super) fn custom_id_duplicated() -> Self {
        Self::new(
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        )
    }

    pub(super) fn button_custom_id_required() -> Self {
        Self::new(
            "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED",
            "A custom id is required",
        )
    }

    pub(super) fn button_custom_id_and_url() -> Self {
        Self::new(
            "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
            "A custom id and url cannot both be specified",
        )
    }

    pub(super) fn emoji() -> Self {
        Self::new("BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")
    }

    pub(super) fn option_value_duplicated() -> Self {
        Self::new(
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
            "The specified option value is already used",
        )
    }

    pub(super) fn too_many_defaults() -> Self {
        Self::new(
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
            "The specified number of default values exceeds the specified maximum values",
        )
    }

    pub(super) fn command_name() -> Self {
        Self::new(
            "APPLICATION_COMMAND_INVALID_NAME",
            "Command name is invalid",
        )
    }

    pub(super) fn menu_command_described() -> Self {
        Self::new(
            "APPLICATION_COMMAND_INVALID_DESCRIPTION",
            "Context menu commands cannot have description",
        )
    }

    pub(super) fn command_names_duplicated() -> Self {
        Self::new(
            "APPLICATION_COMMANDS_DUPLICATE_NAME",
            "Application command names must be unique",
        )
    }

    pub(super) fn option_names_duplicated() -> Self {
        Self::new(
            "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
            "Option with that name already exists",
        )
    }

    pub(super) fn required_after_optional() -> Self {
        Self::new(
            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
            "Required options must be placed before non-required options",
        )
    }

    pub(super) fn option_type() -> Self {
        Self::new(
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other types",
        )
    }

    pub(super) fn command_too_large(max: usize) -> Self {
        Self::new(
            "APPLICATION_COMMAND_TOO_LARGE",
            format!("Command exceeds maximum size ({max})"),
        )
    }

    /// A rule that Discord's pages state without the code that it answers with: the sentence is ours.
    pub(super) fn stated(rule: impl Into<String>) -> Self {
        Self::new("SANDBOX_RULE", rule)
    }

    /// Something that Discord takes and the stand-in does not play.
    pub(super) fn not_played(what: &str) -> Self {
        Self::new(
            "SANDBOX_NOT_PLAYED",
            format!("The stand-in does not play {what}."),
        )
    }
}

/// A value as Python would print it within a sentence.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn listed(items: &[impl Display]) -> String {
    let items: Vec<_> = items.iter().map(ToString::to_string).collect();
    items.join(", ")
}

/// As Python prints what is in a tuple: a single element is followed by a comma.
fn tuple(items: &[impl Display]) -> String {
    let comma = if items.len() == 1 { "," } else { "" };
    listed(items) + comma
}
