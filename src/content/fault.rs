//! Noting faults while a file is read, without stopping at the first.

use std::{ops::Range, sync::Arc};

use miette::NamedSource;

use super::{limits, report::Fault};

/// A piece of a file: what it says and where.
#[derive(Debug, Clone)]
pub struct Marked<T> {
    pub value: T,
    /// Bytes in the file.
    pub span: Range<usize>,
}

impl<T> Marked<T> {
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Marked<U> {
        Marked {
            value: change(self.value),
            span: self.span,
        }
    }
}

/// A file of the library, read.
#[derive(Debug, Clone)]
pub struct File {
    /// As it is shown to people.
    pub path: String,
    pub text: Arc<str>,
}

impl File {
    /// A fault at a place in this file.
    pub fn fault(&self, span: Range<usize>, label: &str, message: String, help: &str) -> Fault {
        let span = self.shown(span);
        let before = &self.text[..span.start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Fault {
            message,
            path: self.path.clone(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].len() + 1,
            label: label.to_owned(),
            source_code: Some(NamedSource::new(&self.path, Arc::clone(&self.text))),
            span: Some(span.into()),
            help: help.to_owned(),
        }
    }

    /// The first line of a place, without the white space around it: enough to find it, and never past the end.
    fn shown(&self, span: Range<usize>) -> Range<usize> {
        let end = self.text.floor_char_boundary(span.end);
        let start = self.text.floor_char_boundary(span.start.min(end));
        let piece = &self.text[start..end];
        let start = start + piece.len() - piece.trim_start().len();
        let line = self.text[start..end].lines().next().unwrap_or_default();
        start..start + line.trim_end().len()
    }

    /// `file:line:column` of a place.
    pub fn place(&self, span: Range<usize>) -> String {
        self.fault(span, "", String::new(), "").place()
    }
}

/// A fault of a whole file or folder.
pub fn whole(path: &str, message: &str, help: &str) -> Fault {
    Fault {
        message: format!("{path}: {message}"),
        path: path.to_owned(),
        line: 0,
        column: 0,
        label: String::new(),
        source_code: None,
        span: None,
        help: help.to_owned(),
    }
}

/// The faults of one file, as they are found.
pub struct Notes<'a> {
    pub file: &'a File,
    pub faults: &'a mut Vec<Fault>,
}

impl Notes<'_> {
    pub fn at(&mut self, span: &Range<usize>, label: &str, message: impl Into<String>, help: &str) {
        self.faults
            .push(self.file.fault(span.clone(), label, message.into(), help));
    }

    /// Notes a text that is longer than Discord, or the answer it stands in, can hold.
    pub fn length(&mut self, text: &Marked<String>, most: usize, what: &str) {
        let length = limits::length(&text.value);
        if length > most {
            self.at(
                &text.span,
                "too long",
                format!("{what} has {length} characters, where at most {most} fit"),
                &format!("shorten it by {}", length - most),
            );
        }
    }

    /// Notes a list that has too many entries for one answer.
    pub fn entries(&mut self, span: &Range<usize>, count: usize, most: usize, what: &str) {
        if count > most {
            self.at(
                span,
                "too many",
                format!("{count} {what}, where at most {most} fit"),
                &format!(
                    "take out {}, or make two articles of this one",
                    count - most
                ),
            );
        }
    }

    /// Notes a text that would ping people, or show as a mention, in Discord.
    pub fn pings(&mut self, text: &Marked<String>) {
        let written = self.file.text[text.span.clone()].to_ascii_lowercase();
        for ping in ["@everyone", "@here", "<@", "<#", "</"] {
            if !text.value.to_ascii_lowercase().contains(ping) {
                continue;
            }
            let start = written.find(ping).map(|at| text.span.start + at);
            let span = start.map_or(text.span.clone(), |start| start..start + ping.len());
            self.at(
                &span,
                "would be a mention",
                format!("`{ping}` would be a mention in Discord"),
                "write it in words: the library mentions nobody",
            );
        }
    }
}
