//! What was measured, and the table of it.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{
    Limit,
    asking::{ASKED, Answers},
    shared::{
        process::Memory,
        table::{Table, mebibytes, milliseconds},
    },
};

/// Of one crowd of posts.
pub struct Figures {
    pub limit: Limit,
    pub posts: u32,
    pub due_at: DateTime<Utc>,
    /// When the ledger held all of them as sent.
    pub settled_at: DateTime<Utc>,
    /// Answers of 401, 403 or 429: here, of 429.
    pub refused: u64,
    /// How long the bot's and the sandbox's threads kept a processor busy meanwhile.
    pub bots_cpu: Duration,
    pub sandboxs_cpu: Duration,
    pub memory: Memory,
    pub answers: Answers,
}

type Row = (&'static str, fn(&Figures) -> String);

const ROWS: [Row; 10] = [
    ("posts", |of| of.posts.to_string()),
    ("seconds until all were settled", |of| {
        format!("{:.2}", of.seconds())
    }),
    ("posts a second", |of| {
        format!("{:.0}", f64::from(of.posts) / of.seconds())
    }),
    ("of fifty a second kept busy, %", |of| {
        of.busy().map_or(String::new(), |busy| format!("{busy:.1}"))
    }),
    ("answers of 429", |of| of.refused.to_string()),
    ("processor a post, the bot's, ms", |of| {
        of.of_each(of.bots_cpu)
    }),
    ("processor a post, the sandbox's, ms", |of| {
        of.of_each(of.sandboxs_cpu)
    }),
    ("memory at most, MiB", |of| {
        format!("{:.1}", mebibytes(of.memory.kib_at_most))
    }),
    ("memory at the end, MiB", |of| {
        format!("{:.1}", mebibytes(of.memory.kib_now))
    }),
    ("threads", |of| of.memory.threads.to_string()),
];

impl Figures {
    /// From the minute they were due until all were settled.
    fn seconds(&self) -> f64 {
        (self.settled_at - self.due_at).as_seconds_f64()
    }

    /// Of the requests that fifty a second permit in that time, how many were posts, in hundredths.
    fn busy(&self) -> Option<f64> {
        let permitted = 50.0 * self.seconds();
        (self.limit == Limit::Fifty).then(|| 100.0 * f64::from(self.posts) / permitted)
    }

    fn of_each(&self, time: Duration) -> String {
        format!("{:.3}", milliseconds(time) / f64::from(self.posts))
    }
}

/// All figures, as a Markdown table.
pub fn table(columns: &[(&str, Figures)]) -> String {
    let mut table = Table::of(columns);
    for (name, of) in ROWS {
        table.row(name, of);
    }
    for (turn, (_, asked)) in ASKED.iter().enumerate() {
        table.row(
            &format!("`{asked}`, ms: median, 99 %, longest"),
            |figures| times(&figures.answers[turn]),
        );
    }
    table.text()
}

/// How long most waited, nearly all, and the unluckiest.
fn times(answers: &[Duration]) -> String {
    let mut sorted = answers.to_vec();
    sorted.sort();
    let at = |hundredths: usize| {
        let nth = (sorted.len() * hundredths).div_ceil(100).max(1) - 1;
        sorted.get(nth).copied().map_or(0.0, milliseconds)
    };
    format!("{:.1}, {:.1}, {:.1}", at(50), at(99), at(100))
}
