//! An export as it is handed over: JSON for programs and Markdown for people, in one zip; in several,
//! each of which can be read alone, where one would be larger than Discord takes.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use anyhow::Context as _;
use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::export::{Export, ExportedReflection};

/// The files in a zip.
pub const JSON_FILE: &str = "my-reflections.json";
pub const MARKDOWN_FILE: &str = "my-reflections.md";

/// A slow line takes about this many bytes before a request is given up.
const LARGEST: usize = 4 * 1024 * 1024;

/// Room for the numbers of the parts, which are known only when all are made.
const SLACK: usize = 64;

/// The zips of an export, none larger than `limit` bytes, as far as each holds more than one reflection.
///
/// # Errors
///
/// If a zip can't be made.
pub async fn pack(export: Export, limit: usize) -> anyhow::Result<Vec<Vec<u8>>> {
    // Compressing years of words takes a while, in which others are to be answered.
    tokio::task::spawn_blocking(move || zips(&export, limit.min(LARGEST))).await?
}

fn zips(whole: &Export, limit: usize) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut parts = Vec::new();
    split(whole, &whole.reflections, limit, &mut parts)?;
    let count = u32::try_from(parts.len())?;
    let numbered = parts.into_iter().zip(1..);
    numbered
        .map(|(reflections, part)| zip(&part_of(whole, reflections, part, count)))
        .collect()
}

/// Halves the reflections until each part fits.
fn split<'a>(
    whole: &Export,
    reflections: &'a [ExportedReflection],
    limit: usize,
    parts: &mut Vec<&'a [ExportedReflection]>,
) -> anyhow::Result<()> {
    let alone = reflections.len() <= 1;
    if alone || zip(&part_of(whole, reflections, 1, 1))?.len() + SLACK <= limit {
        parts.push(reflections);
        return Ok(());
    }
    let (newer, older) = reflections.split_at(reflections.len() / 2);
    split(whole, newer, limit, parts)?;
    split(whole, older, limit, parts)
}

/// Some of the reflections, with all else of the export.
fn part_of(whole: &Export, reflections: &[ExportedReflection], part: u32, parts: u32) -> Export {
    Export {
        part,
        parts,
        reflections: reflections.to_vec(),
        ..whole.clone()
    }
}

fn zip(export: &Export) -> anyhow::Result<Vec<u8>> {
    let options = SimpleFileOptions::default().last_modified_time(modified(export.exported_at));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        (JSON_FILE, export.to_json()),
        (MARKDOWN_FILE, to_markdown(export).into_bytes()),
    ] {
        zip.start_file(name, options)
            .context("an export could not be packed")?;
        zip.write_all(&bytes)?;
    }
    let packed = zip.finish().context("an export could not be packed")?;
    Ok(packed.into_inner())
}

/// A time as zips have it; without one where they can't have it.
fn modified(at: DateTime<Utc>) -> zip::DateTime {
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    zip::DateTime::from_date_and_time(
        u16::try_from(at.year()).unwrap_or_default(),
        part(at.month()),
        part(at.day()),
        part(at.hour()),
        part(at.minute()),
        part(at.second()),
    )
    .unwrap_or_default()
}

/// The same, to be read: nothing of it is missing but what only programs need.
fn to_markdown(export: &Export) -> String {
    let mut text = String::from("# My reflections\n\n");
    let mut line = |written: std::fmt::Arguments<'_>| {
        // Writing to a String does not fail.
        let _ = text.write_fmt(written);
    };
    line(format_args!(
        "What Sunflower kept of mine on {}.\n",
        time(export.exported_at)
    ));
    if export.parts > 1 {
        line(format_args!("Part {} of {}.\n", export.part, export.parts));
    }
    line(format_args!("\n## What I agreed to\n\n"));
    if export.consents.is_empty() {
        line(format_args!("Nothing.\n"));
    }
    for consent in &export.consents {
        line(format_args!(
            "- In the server {}: the text {}, on {}\n",
            consent.server_id,
            consent.version,
            time(consent.agreed_at)
        ));
    }
    line(format_args!("\n## What I wrote\n"));
    if export.reflections.is_empty() {
        line(format_args!("\nNothing.\n"));
    }
    for one in &export.reflections {
        line(format_args!("\n### {}\n\n", time(one.written_at)));
        match (&one.prompt, &one.text) {
            (Some(prompt), Some(words)) => {
                for asked in prompt.lines() {
                    line(format_args!("> {asked}\n"));
                }
                line(format_args!("\n{words}\n\n"));
            }
            _ => line(format_args!(
                "*It could not be read. It is still kept.*\n\n"
            )),
        }
        line(format_args!(
            "*In the server {}, kept until {}.*\n",
            one.server_id,
            time(one.ends_at)
        ));
        if let Some(share) = &one.share {
            let how = if share.signed { "with" } else { "without" };
            line(format_args!("*Shared {how} my name: {}.*\n", share.state));
        }
    }
    text
}

fn time(at: DateTime<Utc>) -> String {
    at.format("%-d %B %Y, %H:%M UTC").to_string()
}
