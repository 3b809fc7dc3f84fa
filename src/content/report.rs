//! The report of a library's faults: every one at once, each with its file, line, column and what to do.

use std::{fmt, sync::Arc};

use miette::{GraphicalReportHandler, GraphicalTheme, NamedSource, SourceSpan};

/// One thing that is wrong with a library.
#[derive(Debug, Clone, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
pub struct Fault {
    pub(super) message: String,
    pub(super) path: String,
    /// From 1; both 0 where the fault is of a whole file.
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) label: String,
    #[source_code]
    pub(super) source_code: Option<NamedSource<Arc<str>>>,
    #[label("{label}")]
    pub(super) span: Option<SourceSpan>,
    #[help]
    pub(super) help: String,
}

impl Fault {
    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.help
    }

    /// `file:line:column`, or the file alone where the fault is of all of it.
    #[must_use]
    pub fn place(&self) -> String {
        if self.line == 0 {
            self.path.clone()
        } else {
            format!("{}:{}:{}", self.path, self.line, self.column)
        }
    }
}

/// Every fault of a library, by file and place. There is at least one.
///
/// It displays without colour; [`Report::drawn`] has colour, and any width.
#[derive(Debug, Clone)]
pub struct Report {
    faults: Vec<Fault>,
}

impl Report {
    /// Columns of the report when it is displayed.
    const WIDTH: usize = 100;

    /// Nothing if there is no fault.
    pub(super) fn of(mut faults: Vec<Fault>) -> Option<Self> {
        faults.sort_by(|a, b| (&a.path, a.line, a.column).cmp(&(&b.path, b.line, b.column)));
        (!faults.is_empty()).then_some(Self { faults })
    }

    /// The faults, by file and place.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.faults.len()
    }

    /// The whole report, for a terminal of so many columns.
    #[must_use]
    pub fn drawn(&self, width: usize, colour: bool) -> String {
        let mut text = String::new();
        // Writing to a String can't fail.
        let _ = self.write(&mut text, width, colour);
        text
    }

    fn write(&self, out: &mut impl fmt::Write, width: usize, colour: bool) -> fmt::Result {
        let theme = if colour {
            GraphicalTheme::unicode()
        } else {
            GraphicalTheme::unicode_nocolor()
        };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(width)
            .with_links(false)
            .with_context_lines(1);
        for fault in &self.faults {
            handler.render_report(out, fault)?;
            writeln!(out)?;
        }
        let many = if self.count() == 1 { "fault" } else { "faults" };
        write!(out, "{} {many} in the library.", self.count())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, Self::WIDTH, false)
    }
}

impl std::error::Error for Report {}
