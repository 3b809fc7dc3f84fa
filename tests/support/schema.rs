//! Holds JSON against a JSON schema, as far as ours use that language; a word of it that is not known
//! here fails, so that nothing in a schema is passed over.

use serde_json::Value;

/// What is wrong with `value` by `schema`, each with where it is.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    look(schema, schema, value, "$", &mut faults);
    faults
}

fn look(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let words = schema.as_object().expect("a schema is an object");
    let no_object = serde_json::Map::new();
    let fields = value.as_object().unwrap_or(&no_object);
    for (word, wanted) in words {
        let holds = match word.as_str() {
            "$schema" | "$id" | "title" | "description" | "$defs" => true,
            "$ref" => {
                let path = wanted.as_str().expect("a path").trim_start_matches('#');
                let other = root.pointer(path).expect("the path leads somewhere");
                look(root, other, value, at, faults);
                true
            }
            "type" => match wanted {
                Value::Array(kinds) => kinds.iter().any(|kind| is_a(value, kind)),
                kind => is_a(value, kind),
            },
            "const" => value == wanted,
            "enum" => wanted.as_array().expect("a list").contains(value),
            "minimum" => value.as_i64() >= wanted.as_i64(),
            "pattern" => value
                .as_str()
                .is_none_or(|text| fits(text, wanted.as_str().expect("a pattern"))),
            "format" => {
                assert_eq!(wanted, "date-time", "no other format is known here");
                let is_time = |text| chrono::DateTime::parse_from_rfc3339(text).is_ok();
                value.as_str().is_none_or(is_time)
            }
            "required" => {
                let names = wanted.as_array().expect("names").iter();
                let mut names = names.map(|name| name.as_str().expect("a name"));
                !value.is_object() || names.all(|name| fields.contains_key(name))
            }
            "properties" => {
                for (name, inner) in wanted.as_object().expect("properties") {
                    if let Some(field) = fields.get(name) {
                        look(root, inner, field, &format!("{at}.{name}"), faults);
                    }
                }
                true
            }
            "additionalProperties" => {
                assert_eq!(wanted, false, "nothing else is known here");
                let known = &words["properties"];
                fields.keys().all(|name| known.get(name).is_some())
            }
            "items" => {
                for (nth, item) in value.as_array().into_iter().flatten().enumerate() {
                    look(root, wanted, item, &format!("{at}[{nth}]"), faults);
                }
                true
            }
            other => panic!("{other:?} is not known here"),
        };
        if !holds {
            faults.push(format!("{at} does not keep to {word}: {wanted}"));
        }
    }
}

fn is_a(value: &Value, kind: &Value) -> bool {
    match kind.as_str().expect("a type") {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("{other:?} is not known here"),
    }
}

/// The patterns that ours use.
fn fits(text: &str, pattern: &str) -> bool {
    match pattern {
        "^[0-9]+$" => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
        "^[0-9a-f]{16}$" => {
            let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            text.len() == 16 && text.bytes().all(hex)
        }
        "^[A-Za-z0-9_-]{22}$" => {
            let ours = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
            text.len() == 22 && text.bytes().all(ours)
        }
        other => panic!("{other:?} is not known here"),
    }
}
