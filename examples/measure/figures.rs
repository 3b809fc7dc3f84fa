//! What was measured, and the table of it.

use std::time::Duration;

use crate::shared::{
    process::Memory,
    table::{Table, mebibytes, milliseconds},
};

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
    let mut table = Table::of(columns);
    for (name, of) in ROWS {
        table.row(name, |rounds| {
            format!("{:.3}", median(rounds.iter().map(of).collect()))
        });
    }
    table.text()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
