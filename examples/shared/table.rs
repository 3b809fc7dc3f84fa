//! The table of what was measured: a column for each that was, a row for each figure.

use std::{fmt::Write as _, time::Duration};

/// A table in Markdown, written row by row.
pub struct Table<'c, T> {
    columns: &'c [(&'c str, T)],
    text: String,
}

impl<'c, T> Table<'c, T> {
    /// Its head: the columns' names.
    pub fn of(columns: &'c [(&'c str, T)]) -> Self {
        let mut text = String::from("| |");
        for (name, _) in columns {
            let _ = write!(text, " {name} |");
        }
        text.push_str("\n|---|");
        text.push_str(&"---:|".repeat(columns.len()));
        Self { columns, text }
    }

    /// One figure of each column.
    pub fn row(&mut self, name: &str, figure: impl Fn(&T) -> String) {
        let _ = write!(self.text, "\n| {name} |");
        for (_, column) in self.columns {
            let _ = write!(self.text, " {} |", figure(column));
        }
    }

    /// All that was written.
    pub fn text(self) -> String {
        self.text
    }
}

pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

pub fn mebibytes(kib: u32) -> f64 {
    f64::from(kib) / 1024.0
}
