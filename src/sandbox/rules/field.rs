//! Reading one field of a body as Discord does: absent, null, of another type, too long, out of range.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::{Fault, FormErrors};

pub(super) type Object = Map<String, Value>;

/// How a text is held to its length. Lengths are Unicode code points, as Discord's staff say
/// (discord/discord-api-docs, issue 1315): neither bytes nor UTF-16 units, so an emoji outside the
/// basic plane is one character, and a joined one several.
#[derive(Clone, Copy)]
pub(super) struct Text {
    min: usize,
    max: usize,
    required: bool,
    trimmed: bool,
}

impl Text {
    /// May be absent or empty.
    pub(super) const fn up_to(max: usize) -> Self {
        Self {
            min: 0,
            max,
            required: false,
            trimmed: false,
        }
    }

    /// Must be there. Discord takes an empty text for an absent one, and names the maximum alone.
    pub(super) const fn required(max: usize) -> Self {
        Self {
            required: true,
            ..Self::up_to(max)
        }
    }

    /// Must be there, and for an empty text too Discord names both ends of the range.
    pub(super) const fn between(min: usize, max: usize) -> Self {
        Self {
            min,
            ..Self::required(max)
        }
    }

    /// White space at both ends does not count.
    pub(super) const fn trimmed(self) -> Self {
        Self {
            trimmed: true,
            ..self
        }
    }

    /// What is wrong with the text; `None` stands for an absent one.
    fn fault(self, text: Option<&str>) -> Option<Fault> {
        let text = text.map(|text| if self.trimmed { text.trim() } else { text });
        let length = text.map_or(0, |text| text.chars().count());
        if self.required && length == 0 && (text.is_none() || self.min == 0) {
            return Some(Fault::required());
        }
        if text.is_none() || (self.min..=self.max).contains(&length) {
            return None;
        }
        Some(match self.min {
            0 => Fault::max_length(self.max),
            min => Fault::bad_length(min, self.max),
        })
    }
}

/// The field, unless it is absent or null.
pub(super) fn present<'v>(object: &'v Object, key: &str) -> Option<&'v Value> {
    object.get(key).filter(|value| !value.is_null())
}

impl FormErrors {
    /// The place looked at, as an object.
    pub(super) fn object<'v>(&mut self, value: &'v Value) -> Option<&'v Object> {
        let object = value.as_object();
        if object.is_none() {
            self.push(Fault::not_an_object());
        }
        object
    }

    /// A field that is an object, looked into at its path.
    pub(super) fn object_field(
        &mut self,
        object: &Object,
        key: &str,
        look: impl FnOnce(&mut Self, &Object),
    ) {
        let Some(value) = present(object, key) else {
            return;
        };
        self.within(key, |errors| {
            if let Some(inner) = errors.object(value) {
                look(errors, inner);
            }
        });
    }

    /// A field that is a list. `None` where it is absent or no list.
    pub(super) fn list_field<'v>(&mut self, object: &'v Object, key: &str) -> Option<&'v [Value]> {
        let value = present(object, key)?;
        let list = value.as_array().map(Vec::as_slice);
        if list.is_none() {
            self.push_at(key, Fault::not_a_list());
        }
        list
    }

    /// Looks at each element of the list at `key`, at its path.
    pub(super) fn each<'v>(
        &mut self,
        key: &str,
        list: &'v [Value],
        mut look: impl FnMut(&mut Self, &'v Object),
    ) {
        self.within(key, |errors| {
            for (index, value) in list.iter().enumerate() {
                errors.within(index, |errors| {
                    if value.is_null() {
                        errors.push(Fault::list_item_required());
                    } else if let Some(object) = errors.object(value) {
                        look(errors, object);
                    }
                });
            }
        });
    }

    /// A text field. `None` where it is absent or no text.
    pub(super) fn text_field<'v>(
        &mut self,
        object: &'v Object,
        key: &str,
        rule: Text,
    ) -> Option<&'v str> {
        let Some(value) = present(object, key) else {
            if let Some(fault) = rule.fault(None) {
                self.push_at(key, fault);
            }
            return None;
        };
        let Some(text) = value.as_str() else {
            self.push_at(key, Fault::not_text(value));
            return None;
        };
        if let Some(fault) = rule.fault(Some(text)) {
            self.push_at(key, fault);
        }
        Some(text)
    }

    /// A whole number in a range; digits in quotes count, as with Discord. `None` where it is absent or no number.
    pub(super) fn integer_field(
        &mut self,
        object: &Object,
        key: &str,
        range: RangeInclusive<i64>,
    ) -> Option<i64> {
        let value = present(object, key)?;
        let Some(number) = integer(value) else {
            self.push_at(key, Fault::not_a_number(value, "int"));
            return None;
        };
        if number < *range.start() {
            self.push_at(key, Fault::number_min(*range.start()));
        } else if number > *range.end() {
            self.push_at(key, Fault::number_max(*range.end()));
        }
        Some(number)
    }

    /// A number out of a few, which must be there. `None` where it is not one of them.
    pub(super) fn choice_field(
        &mut self,
        object: &Object,
        key: &str,
        choices: &[i64],
    ) -> Option<i64> {
        let Some(value) = present(object, key) else {
            self.push_at(key, Fault::required());
            return None;
        };
        let chosen = integer(value).filter(|number| choices.contains(number));
        if chosen.is_none() {
            self.push_at(key, Fault::not_a_choice(choices));
        }
        chosen
    }

    /// A flag.
    pub(super) fn boolean_field(&mut self, object: &Object, key: &str) -> Option<bool> {
        let value = present(object, key)?;
        let flag = value.as_bool();
        if flag.is_none() {
            self.push_at(key, Fault::not_a_boolean());
        }
        flag
    }

    /// A snowflake: digits in quotes, or a whole number. Reference, "Snowflakes".
    pub(super) fn snowflake(&mut self, value: &Value) {
        let good = match value {
            Value::String(text) => {
                text.parse::<u64>().is_ok() && text.bytes().all(|b| b.is_ascii_digit())
            }
            other => other.is_u64(),
        };
        if !good {
            self.push(Fault::not_a_number(value, "snowflake"));
        }
    }

    /// A link, at most 2048 long, of one of these schemes. Reference, "Editing Message Attachments", and
    /// resources/message, "Embed Structure": icons and images may also name an attachment.
    pub(super) fn url_field(&mut self, object: &Object, key: &str, max: usize, schemes: &[&str]) {
        let Some(text) = self.text_field(object, key, Text::up_to(max)) else {
            return;
        };
        if text.is_empty() {
            return;
        }
        let (scheme, rest) = text.split_once("://").unwrap_or((text, ""));
        if !schemes.contains(&scheme.to_ascii_lowercase().as_str()) {
            self.push_at(key, Fault::bad_scheme(scheme, schemes));
        } else if rest.is_empty() || rest.chars().any(char::is_whitespace) {
            self.push_at(key, Fault::bad_url());
        }
    }
}

/// A whole number, or digits in quotes.
pub(super) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.parse().ok(),
        other => other.as_i64(),
    }
}
