//! A notice as a server reads it in the channel that it chose for them.

use serenity::all::CreateEmbed;

use crate::{
    discord::{
        answer::Answer,
        words::{notices, schedules},
    },
    posting::model::Telling,
};

/// What needs the moderators.
pub fn told(telling: &Telling) -> Answer {
    let notice = &telling.notice;
    let mut lines = vec![schedules::notice(&notice.kind, notice.channel)];
    lines.extend(telling.due_at.map(notices::due));
    lines.push(notices::WHERE_TO_LOOK.to_owned());
    let embed = CreateEmbed::new()
        .title(schedules::ATTENTION)
        .description(lines.join("\n\n"));
    Answer::embed(embed)
}

/// That it is mended, and what it was.
pub fn mended(telling: &Telling) -> Answer {
    let notice = &telling.notice;
    let mut was = vec![schedules::notice(&notice.kind, notice.channel)];
    was.extend(telling.due_at.map(notices::due));
    let embed = CreateEmbed::new()
        .title(notices::MENDED)
        .description(notices::mended(&was.join("\n")));
    Answer::embed(embed)
}
