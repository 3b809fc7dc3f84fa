//! How a rehearsal is told: scenes, what people do, and what they then see, as text that is a pleasure
//! to read in a terminal.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// As wide as a page is comfortably read.
const WIDTH: usize = 88;

/// How far in stands what somebody sees.
const INDENT: &str = "    ";

/// A new scene: when it is, and what it is about.
pub fn scene(at: DateTime<Utc>, zone: Tz, title: &str) {
    let when = at.with_timezone(&zone).format("%A %-d %B, %H:%M");
    let heading = format!("{when} · {title}");
    let rule = "─".repeat(heading.chars().count());
    println!("\n{heading}\n{rule}");
}

/// What the teller says.
pub fn tell(text: &str) {
    println!("\n{}", wrapped(text, WIDTH).join("\n"));
}

/// What somebody sees, as it stands, one step further in.
pub fn see(text: &str) {
    println!();
    for line in text.lines() {
        // An embed's bar goes down along every line of it.
        let (bar, words) = match line.strip_prefix('│') {
            Some(words) => ("│ ", words.strip_prefix(' ').unwrap_or(words)),
            None => ("", line),
        };
        for part in wrapped(words, WIDTH - INDENT.len() - bar.len()) {
            println!("{}", format!("{INDENT}{bar}{part}").trim_end());
        }
    }
}

/// The text in lines of at most `width`, broken between words. Each begins as far in as the first.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let words = text.trim_start();
    let indent = &text[..text.len() - words.len()];
    let mut lines = vec![indent.to_owned()];
    for word in words.split(' ') {
        let last = lines.last_mut().expect("there is always one line");
        if last == indent {
            last.push_str(word);
        } else if last.chars().count() + 1 + word.chars().count() <= width {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(format!("{indent}{word}"));
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

    #[test]
    fn what_is_set_in_stays_set_in() {
        assert_eq!(wrapped("  one two three", 9), ["  one two", "  three"]);
    }
}
