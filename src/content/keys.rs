//! TOML read key by key, each with its place: what is missing, of the wrong kind or unknown is noted, all at once.

use std::ops::Range;

use chrono::NaiveDate;
use toml::de::{DeTable, DeValue};

use super::fault::{Marked, Notes};
use super::{markdown, near};

/// Reads the TOML in this part of the file; nothing if it is not TOML.
pub fn parse<'f>(notes: &mut Notes<'f>, part: Range<usize>, help: &str) -> Option<DeTable<'f>> {
    let file = notes.file;
    let (table, errors) = DeTable::parse_recoverable(&file.text[part.clone()]);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let span = span.start + part.start..span.end + part.start;
        notes.at(
            &span,
            "here",
            format!("this can't be read: {}", error.message()),
            help,
        );
    }
    errors.is_empty().then(|| table.into_inner())
}

/// One table and where it stands.
pub struct Keys<'t> {
    pub table: &'t DeTable<'t>,
    /// Where the TOML begins in its file.
    pub offset: usize,
    /// What to point at when a key is missing.
    pub place: Range<usize>,
}

impl<'t> Keys<'t> {
    fn get(&self, key: &str) -> Option<Marked<&'t DeValue<'t>>> {
        let (_, value) = self.table.iter().find(|(name, _)| name.get_ref() == key)?;
        Some(Marked {
            value: value.get_ref(),
            span: self.moved(&value.span()),
        })
    }

    fn moved(&self, span: &Range<usize>) -> Range<usize> {
        span.start + self.offset..span.end + self.offset
    }

    /// Notes every key that is none of these.
    pub fn only(&self, known: &[&str], notes: &mut Notes<'_>) {
        for (name, _) in self.table {
            let key = name.get_ref().as_ref();
            if !known.contains(&key) {
                let help = near::nearest(key, known).map_or_else(
                    || format!("these are known: {}", known.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                notes.at(
                    &self.moved(&name.span()),
                    "not known",
                    format!("the key `{key}` is not known"),
                    &help,
                );
            }
        }
    }

    /// A line of text that may be left out.
    pub fn text(&self, key: &str, notes: &mut Notes<'_>) -> Option<Marked<String>> {
        let found = self.get(key)?;
        line(key, &found, notes)
    }

    /// A line of text that must be there.
    pub fn needed(
        &self,
        key: &str,
        example: &str,
        notes: &mut Notes<'_>,
    ) -> Option<Marked<String>> {
        self.present(key, example, notes)
            .then(|| self.text(key, notes))?
    }

    /// A list of texts that must be there, and not empty.
    pub fn texts(&self, key: &str, example: &str, notes: &mut Notes<'_>) -> Vec<Marked<String>> {
        if !self.present(key, example, notes) {
            return Vec::new();
        }
        let Some(found) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(array) = found.value else {
            notes.at(
                &found.span,
                "not a list",
                format!("`{key}` should be a list"),
                &format!("write {example}"),
            );
            return Vec::new();
        };
        if array.is_empty() {
            notes.at(
                &found.span,
                "empty",
                format!("`{key}` is empty"),
                &format!("write {example}"),
            );
        }
        let entries = array.iter().map(|entry| Marked {
            value: entry.get_ref(),
            span: self.moved(&entry.span()),
        });
        entries
            .filter_map(|entry| line(key, &entry, notes))
            .collect()
    }

    /// A day, as `2026-11-22` with or without quotation marks.
    pub fn date(&self, key: &str, notes: &mut Notes<'_>) -> Option<NaiveDate> {
        let example = format!("`{key} = 2026-11-22`");
        if !self.present(key, &example, notes) {
            return None;
        }
        let found = self.get(key)?;
        let written = match found.value {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => String::new(),
        };
        let date = NaiveDate::parse_from_str(&written, "%Y-%m-%d").ok();
        if date.is_none() {
            notes.at(
                &found.span,
                "not a day",
                format!("`{key}` is not a day"),
                &format!("write {example}: year, month, day"),
            );
        }
        date
    }

    /// Yes or no, as `true` or `false`; no if it is left out.
    pub fn flag(&self, key: &str, notes: &mut Notes<'_>) -> bool {
        let Some(found) = self.get(key) else {
            return false;
        };
        let flag = found.value.as_bool();
        if flag.is_none() {
            notes.at(
                &found.span,
                "not yes or no",
                format!(
                    "`{key}` should be true or false, and is {}",
                    found.value.type_str()
                ),
                &format!("write {key} = true, without quotation marks, or take the line out"),
            );
        }
        flag.unwrap_or_default()
    }

    /// An address that may be left out.
    pub fn link(&self, key: &str, notes: &mut Notes<'_>) -> Option<Marked<String>> {
        let link = self.text(key, notes)?;
        if !markdown::is_https(&link.value) {
            notes.at(
                &link.span,
                "this link",
                format!("`{key}` is not an https link"),
                "write the whole address, from https:// on",
            );
        }
        Some(link)
    }

    /// The tables written as `[[key]]`.
    pub fn tables(&self, key: &str, notes: &mut Notes<'_>) -> Vec<Self> {
        let Some(found) = self.get(key) else {
            return Vec::new();
        };
        let mut tables = Vec::new();
        let entries = found
            .value
            .as_array()
            .into_iter()
            .flat_map(|array| array.iter());
        for entry in entries {
            if let Some(table) = entry.get_ref().as_table() {
                tables.push(Self {
                    table,
                    offset: self.offset,
                    place: self.moved(&entry.span()),
                });
            }
        }
        if tables.is_empty() {
            notes.at(
                &found.span,
                "not a table",
                format!("`{key}` should be a table"),
                &format!("write [[{key}]] on a line of its own, and its keys below"),
            );
        }
        tables
    }

    /// Whether a key is there; noted if not.
    pub fn present(&self, key: &str, example: &str, notes: &mut Notes<'_>) -> bool {
        let present = self.get(key).is_some();
        if !present {
            notes.at(
                &self.place,
                "below this",
                format!("the key `{key}` is missing"),
                &format!("add {example}"),
            );
        }
        present
    }
}

/// One line of text without mentions.
fn line(key: &str, found: &Marked<&DeValue<'_>>, notes: &mut Notes<'_>) -> Option<Marked<String>> {
    let Some(text) = found.value.as_str() else {
        let help = format!("put it in quotation marks: {key} = \"…\"");
        notes.at(
            &found.span,
            "not text",
            format!("`{key}` should be text, and is {}", found.value.type_str()),
            &help,
        );
        return None;
    };
    let text = Marked {
        value: text.trim().to_owned(),
        span: found.span.clone(),
    };
    if text.value.is_empty() {
        notes.at(
            &text.span,
            "empty",
            format!("`{key}` is empty"),
            "write something, or take the line out",
        );
    } else if text.value.contains(char::is_control) {
        notes.at(
            &text.span,
            "more than a line",
            format!("`{key}` should be one line"),
            "write it on one line, without tabs",
        );
    }
    notes.pings(&text);
    Some(text)
}
