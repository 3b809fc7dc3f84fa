//! How a rehearsal is told: scenes, what people do, and what they then see, as text that is a pleasure
//! to read in a terminal.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// As wide as a page is comfortably read.
const WIDTH: usize = 88;

/// A story as it grows, written down and shown line by line.
#[derive(Debug, Default)]
pub struct Transcript {
    text: String,
}

impl Transcript {
    /// Everything told so far.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A new scene: when it is, and what it is about.
    pub fn scene(&mut self, at: DateTime<Utc>, zone: Tz, title: &str) {
        let when = at.with_timezone(&zone).format("%A %-d %B, %H:%M");
        let heading = format!("{when} · {title}");
        let rule = "─".repeat(heading.chars().count());
        self.line("");
        self.line(&heading);
        self.line(&rule);
    }

    /// What the teller says.
    pub fn tell(&mut self, text: &str) {
        self.line("");
        for line in wrapped(text, WIDTH) {
            self.line(&line);
        }
    }

    /// What somebody sees, as it stands, one step further in.
    pub fn see(&mut self, text: &str) {
        self.line("");
        for line in text.lines() {
            let (bar, words) = match line.strip_prefix('│') {
                Some(words) => ("│ ", words.trim_start_matches(' ')),
                None => ("", line),
            };
            for part in wrapped(words, WIDTH - 6) {
                self.line(format!("    {bar}{part}").trim_end());
            }
        }
    }

    fn line(&mut self, line: &str) {
        println!("{line}");
        // Writing to a String can't fail.
        let _infallible = writeln!(self.text, "{line}");
    }
}

/// The text in lines of at most `width`, broken between words.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is always one line");
        let together = last.chars().count() + 1 + word.chars().count();
        if last.is_empty() {
            last.push_str(word);
        } else if together <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words_and_lose_none() {
        let text = "one two three four five";
        let lines = wrapped(text, 9);
        assert_eq!(lines, ["one two", "three", "four five"]);
        assert_eq!(lines.join(" "), text);
    }
}
