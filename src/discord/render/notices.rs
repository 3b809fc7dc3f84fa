//! A notice as a server reads it in the channel that it chose for them, with what can be done about it.

use serenity::all::{
    CreateButton, CreateEmbed, CreateEmbedFooter, CreateSelectMenu, CreateSelectMenuKind,
};

use super::{button, main_button, setup::CHANNELS};
use crate::{
    discord::{
        answer::Answer,
        custom_id::{CustomId, Mending},
        words::{labels, mending, notices, schedules},
    },
    posting::model::{Notice, NoticeId, NoticeKind, RefusedReason, Schedule, Telling},
};

/// What needs the moderators.
pub fn told(telling: &Telling) -> Answer {
    let notice = &telling.notice;
    let mut lines = vec![schedules::notice(&notice.kind, notice.channel)];
    lines.extend(telling.due_at.map(notices::due));
    lines.push(notices::WHERE_TO_LOOK.to_owned());
    let embed = CreateEmbed::new()
        .title(schedules::ATTENTION)
        .description(lines.join("\n\n"))
        .footer(CreateEmbedFooter::new(notices::post(notice.post)));
    Answer::embed(embed).buttons(buttons(notice))
}

/// What can be done about it here and now.
fn buttons(notice: &Notice) -> Vec<CreateButton> {
    let id = notice.id;
    let of = |mending, label| button(&CustomId::Mending(mending), label);
    let main = |mending, label| main_button(&CustomId::Mending(mending), label);
    match &notice.kind {
        // All that can be done about it is a command.
        NoticeKind::Refused(RefusedReason::Unreadable) => Vec::new(),
        NoticeKind::Refused(_) => vec![
            main(Mending::TryAgain(id), labels::TRY_AGAIN),
            of(Mending::Move(id), labels::MOVE),
            of(Mending::Pause(id), labels::PAUSE),
        ],
        NoticeKind::Unsure => vec![
            of(Mending::PostAgain(id), labels::POST_IT_AGAIN),
            of(Mending::IsThere(id), labels::IT_IS_THERE),
        ],
        NoticeKind::NoArticle => vec![of(Mending::Pause(id), labels::PAUSE)],
    }
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

/// The question where a schedule is to post instead.
pub fn ask_where(notice: NoticeId, schedule: &Schedule) -> Answer {
    let kind = CreateSelectMenuKind::Channel {
        channel_types: Some(CHANNELS.to_vec()),
        default_channels: None,
    };
    let id = CustomId::Mending(Mending::MoveTo(notice));
    let menu = CreateSelectMenu::new(id.encode(), kind).placeholder(labels::CHOOSE_A_CHANNEL);
    Answer::said(mending::where_to(schedule.channel)).menu(menu)
}
