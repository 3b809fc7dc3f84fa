//! A server's weeks in numbers: as text, and as a picture of the same numbers.

use serenity::all::{CreateAttachment, CreateEmbed};

use super::{chart, turning};
use crate::{
    discord::{answer::Answer, custom_id::CustomId, words::insights},
    reflection::counts::Weeks,
};

/// A page of weeks, the latest first, with the chart of them.
///
/// # Errors
///
/// If the chart can't be drawn.
pub fn weeks(shown: &Weeks) -> anyhow::Result<Answer> {
    if shown.weeks.is_empty() {
        return Ok(Answer::said(insights::NO_WEEK_YET));
    }
    let lines: Vec<String> = shown.weeks.iter().map(insights::line).collect();
    let embed = CreateEmbed::new()
        .title(insights::TITLE)
        .description(format!("{}\n\n{}", lines.join("\n"), insights::ABOUT));
    let picture = CreateAttachment::bytes(chart::png(&shown.weeks)?, insights::FILE)
        .description(insights::alt(&shown.weeks));
    let turned = |page| CustomId::Insights { page };
    Ok(Answer::embed(embed)
        .file(picture)
        .buttons(turning(shown.page, shown.pages, turned)))
}
