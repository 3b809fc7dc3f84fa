//! What was measured, and the table of it.

use std::{fmt::Write as _, time::Duration};

use crate::shared::process::Memory;

/// Of one bot in one round.
#[derive(Clone, Copy)]
pub struct Figures {
    /// From the start of the process until it is logged in and its commands are registered.
    pub ready_after: Duration,
    /// How long a processor was busy with that.
    pub cpu_to_ready: Duration,
    /// How long a processor was busy with one interaction.
    pub cpu_each: Duration,
    /// After all interactions.
    pub memory: Memory,
}

type Row = (&'static str, fn(&Figures) -> f64);

const ROWS: [Row; 6] = [
    ("ready and registered, ms", |of| {
        milliseconds(of.ready_after)
    }),
    ("processor until then, ms", |of| {
        milliseconds(of.cpu_to_ready)
    }),
    ("processor an interaction, ms", |of| {
        milliseconds(of.cpu_each)
    }),
    ("memory after all, MiB", |of| mebibytes(of.memory.kib_now)),
    ("memory at most, MiB", |of| mebibytes(of.memory.kib_at_most)),
    ("threads", |of| f64::from(of.memory.threads)),
];

/// The medians, as a Markdown table.
pub fn table(columns: &[(&str, Vec<Figures>)]) -> String {
    let mut table = String::from("| |");
    for (name, _) in columns {
        let _ = write!(table, " {name} |");
    }
    table.push_str("\n|---|");
    table.push_str(&"---:|".repeat(columns.len()));
    for (name, of) in ROWS {
        let _ = write!(table, "\n| {name} |");
        for (_, rounds) in columns {
            let _ = write!(table, " {:.3} |", median(rounds.iter().map(of).collect()));
        }
    }
    table
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn mebibytes(kib: u32) -> f64 {
    f64::from(kib) / 1024.0
}
