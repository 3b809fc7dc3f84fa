//! Embeds: their fields, and the 6000 characters that all of a message's embeds share.

use serde_json::Value;

use super::{
    Fault, FormErrors,
    field::{Object, Text, present},
};

const MAX_EMBEDS: usize = 10;
const MAX_FIELDS: usize = 25;
const MAX_TOTAL: usize = 6000;
const MAX_COLOR: i64 = 0xFF_FF_FF;
const MAX_URL: usize = 2048;
const LINKS: [&str; 2] = ["http", "https"];
const MEDIA: [&str; 3] = ["http", "https", "attachment"];

/// Checks the field `embeds`. resources/message, "Embed Limits": title 256, description 4096, 25
/// fields of 256 and 1024, footer 2048, author 256, together 6000 over all embeds of the message;
/// white space at both ends does not count. "Create Message": up to 10 embeds.
pub(super) fn check(errors: &mut FormErrors, message: &Object) {
    let Some(embeds) = errors.list_field(message, "embeds") else {
        return;
    };
    if embeds.len() > MAX_EMBEDS {
        errors.push_at("embeds", Fault::max_length(MAX_EMBEDS));
        return;
    }
    let before = errors.count();
    errors.each("embeds", embeds, check_one);
    // Discord adds up only what is otherwise in order.
    let total: usize = embeds.iter().map(size).sum();
    if errors.count() == before && total > MAX_TOTAL {
        errors.push_at("embeds", Fault::embeds_too_large());
    }
}

fn check_one(errors: &mut FormErrors, embed: &Object) {
    if shows_nothing(embed) {
        errors.push_at("description", Fault::required());
    }
    errors.text_field(embed, "title", Text::up_to(256).trimmed());
    errors.text_field(embed, "description", Text::up_to(4096).trimmed());
    errors.url_field(embed, "url", MAX_URL, &LINKS);
    if let Some(at) = errors.text_field(embed, "timestamp", Text::up_to(usize::MAX))
        && !is_instant(at)
    {
        errors.push_at("timestamp", Fault::bad_instant(at));
    }
    errors.integer_field(embed, "color", 0..=MAX_COLOR);
    errors.object_field(embed, "footer", |errors, footer| {
        errors.text_field(footer, "text", Text::required(2048).trimmed());
        errors.url_field(footer, "icon_url", MAX_URL, &MEDIA);
    });
    errors.object_field(embed, "author", |errors, author| {
        errors.text_field(author, "name", Text::required(256).trimmed());
        errors.url_field(author, "url", MAX_URL, &LINKS);
        errors.url_field(author, "icon_url", MAX_URL, &MEDIA);
    });
    for key in ["image", "thumbnail"] {
        errors.object_field(embed, key, |errors, media| {
            if present(media, "url").is_none() {
                errors.push_at("url", Fault::required());
            }
            errors.url_field(media, "url", MAX_URL, &MEDIA);
        });
    }
    let Some(fields) = errors.list_field(embed, "fields") else {
        return;
    };
    if fields.len() > MAX_FIELDS {
        errors.push_at("fields", Fault::max_length(MAX_FIELDS));
        return;
    }
    errors.each("fields", fields, |errors, field| {
        errors.text_field(field, "name", Text::required(256).trimmed());
        errors.text_field(field, "value", Text::required(1024).trimmed());
        errors.boolean_field(field, "inline");
    });
}

/// Discord refuses an embed of which nothing would be seen, at its description.
fn shows_nothing(embed: &Object) -> bool {
    let blank = |text: &str| text.trim().is_empty();
    let text = |key| present(embed, key).is_some_and(|value| !value.as_str().is_some_and(blank));
    let list = present(embed, "fields").is_some_and(|fields| fields != &Value::Array(Vec::new()));
    let object = ["footer", "author", "image", "thumbnail"]
        .iter()
        .any(|key| present(embed, key).is_some());
    !(text("title") || text("description") || list || object)
}

fn size(embed: &Value) -> usize {
    let length = |value: &Value| value.as_str().map_or(0, |text| text.trim().chars().count());
    let fields = embed["fields"].as_array().into_iter().flatten();
    let fields: usize = fields
        .map(|field| length(&field["name"]) + length(&field["value"]))
        .sum();
    length(&embed["title"])
        + length(&embed["description"])
        + length(&embed["footer"]["text"])
        + length(&embed["author"]["name"])
        + fields
}

/// An instant or a date as ISO 8601 writes it. Reference, "ISO8601 Date/Time".
fn is_instant(text: &str) -> bool {
    chrono::DateTime::parse_from_rfc3339(text).is_ok()
        || text.parse::<chrono::NaiveDateTime>().is_ok()
        || text.parse::<chrono::NaiveDate>().is_ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{faults_in, message_faults};
    use super::*;

    fn embed_faults(embeds: &Value) -> Vec<String> {
        message_faults(&json!({ "embeds": embeds }))
    }

    #[test]
    fn embeds_at_every_limit_are_taken() {
        let long = |length| "🌻".repeat(length);
        let field = json!({"name": "a", "value": "b", "inline": true});
        for embed in [
            json!({"title": long(256)}),
            json!({"description": long(4096)}),
            json!({"description": format!("  {}\n", long(4096))}),
            json!({"footer": {"text": long(2048), "icon_url": "attachment://a.png"}}),
            json!({"author": {"name": long(256), "url": "https://example.org"}}),
            json!({"fields": [{"name": long(256), "value": long(1024)}]}),
            json!({"fields": vec![field; 25]}),
            json!({"title": "a", "color": MAX_COLOR, "timestamp": "2026-11-23T09:00:00.000Z"}),
            json!({"image": {"url": "https://example.org/a.png"}}),
        ] {
            assert_eq!(embed_faults(&json!([embed])), faults_in(&[]), "{embed}");
        }
        assert_eq!(
            embed_faults(&json!(vec![json!({"title": "a"}); 10])),
            faults_in(&[])
        );
        let whole = json!({"description": long(3000)});
        assert_eq!(embed_faults(&json!([whole, whole])), faults_in(&[]));
    }

    #[test]
    fn embeds_over_a_limit_are_refused_at_the_field() {
        let long = |length| "🌻".repeat(length);
        let field = json!({"name": "a", "value": "b"});
        for (embed, fault) in [
            (json!({}), "description BASE_TYPE_REQUIRED"),
            (json!({"title": " "}), "description BASE_TYPE_REQUIRED"),
            (json!({"title": long(257)}), "title BASE_TYPE_MAX_LENGTH"),
            (json!({"title": 7}), "title STRING_TYPE_CONVERT"),
            (
                json!({"title": "a", "description": []}),
                "description STRING_TYPE_CONVERT",
            ),
            (
                json!({"description": long(4097)}),
                "description BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"footer": {"text": long(2049)}}),
                "footer.text BASE_TYPE_MAX_LENGTH",
            ),
            (json!({"footer": {}}), "footer.text BASE_TYPE_REQUIRED"),
            (
                json!({"author": {"name": long(257)}}),
                "author.name BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"title": "a", "url": "ftp://example.org"}),
                "url URL_TYPE_INVALID_SCHEME",
            ),
            (
                json!({"title": "a", "url": "https://"}),
                "url URL_TYPE_INVALID_URL",
            ),
            (
                json!({"image": {"url": "a.png"}}),
                "image.url URL_TYPE_INVALID_SCHEME",
            ),
            (json!({"thumbnail": {}}), "thumbnail.url BASE_TYPE_REQUIRED"),
            (
                json!({"title": "a", "color": MAX_COLOR + 1}),
                "color NUMBER_TYPE_MAX",
            ),
            (json!({"title": "a", "color": -1}), "color NUMBER_TYPE_MIN"),
            (
                json!({"title": "a", "color": "red"}),
                "color NUMBER_TYPE_COERCE",
            ),
            (
                json!({"title": "a", "timestamp": "monday"}),
                "timestamp DATE_TIME_TYPE_PARSE",
            ),
            (
                json!({"fields": vec![field; 26]}),
                "fields BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"fields": [{"name": long(257), "value": "b"}]}),
                "fields.0.name BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"fields": [{"name": "a", "value": long(1025)}]}),
                "fields.0.value BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"fields": [{"name": "a"}]}),
                "fields.0.value BASE_TYPE_REQUIRED",
            ),
            (
                json!({"fields": [{"name": "", "value": "b"}]}),
                "fields.0.name BASE_TYPE_REQUIRED",
            ),
        ] {
            assert_eq!(
                embed_faults(&json!([{"title": "first"}, embed])),
                faults_in(&[&format!("embeds.1.{fault}")]),
            );
        }
    }

    #[test]
    fn ten_embeds_and_six_thousand_characters_are_the_most() {
        assert_eq!(
            embed_faults(&json!(vec![json!({"title": "a"}); 11])),
            faults_in(&["embeds BASE_TYPE_MAX_LENGTH"])
        );
        let half = json!({"title": "a".repeat(200), "description": "b".repeat(2000),
            "footer": {"text": "c".repeat(300)}, "author": {"name": "d".repeat(100)},
            "fields": [{"name": "e".repeat(100), "value": "f".repeat(300)}]});
        assert_eq!(embed_faults(&json!([half, half])), faults_in(&[]));
        assert_eq!(
            embed_faults(&json!([half, half, {"title": "g"}])),
            faults_in(&["embeds MAX_EMBED_SIZE_EXCEEDED"])
        );
    }
}
