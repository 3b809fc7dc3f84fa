//! A notice: as a server reads it in the channel that it chose for them, with what can be done about it;
//! as the maker of a schedule reads it alone; and as a moderator reads it before an answer.

use chrono::{DateTime, Utc};
use serenity::all::{
    CreateButton, CreateEmbed, CreateEmbedFooter, CreateSelectMenu, CreateSelectMenuKind,
};

use super::{button, main_button, setup::CHANNELS, text};
use crate::{
    discord::{
        answer::Answer,
        custom_id::{CustomId, Mending, Sharing},
        words::{labels, mending, notices, schedules},
    },
    posting::model::{Notice, NoticeId, NoticeKind, RefusedReason, Schedule, Telling, Unheard},
};

/// Characters of a server's name, which may have a hundred.
const SERVER: usize = 100;

/// What needs the moderators.
pub fn told(telling: &Telling) -> Answer {
    let pressing = notices::pressing(&telling.notice.kind);
    let closing: Vec<&str> = pressing
        .into_iter()
        .chain([notices::WHERE_TO_LOOK])
        .collect();
    let notice = &telling.notice;
    let said = notices::told(notice);
    let embed = needs_you(telling, said, closing.join("\n\n"));
    Answer::embed(embed).buttons(buttons(notice))
}

/// The same for whoever made the schedule, who may no longer be a moderator when they press a button.
pub fn told_alone(telling: &Telling, server: &str) -> Answer {
    let server = text::plain(&text::cut(server, SERVER));
    let notice = &telling.notice;
    let said = schedules::notice(notice);
    Answer::embed(needs_you(telling, said, notices::why_you(&server)))
}

fn needs_you(telling: &Telling, said: String, closing: String) -> CreateEmbed {
    let mut lines = what(said, telling.due_at);
    lines.push(closing);
    CreateEmbed::new()
        .title(schedules::ATTENTION)
        .description(lines.join("\n\n"))
        .footer(CreateEmbedFooter::new(notices::post(telling.notice.post)))
}

fn what(said: String, due_at: Option<DateTime<Utc>>) -> Vec<String> {
    let mut lines = vec![said];
    lines.extend(due_at.map(notices::due));
    lines
}

/// What a moderator reads before an answer, because nobody else could be told.
pub fn first(unheard: &[Unheard]) -> Answer {
    let mut lines: Vec<String> = unheard
        .iter()
        .map(|one| what(schedules::notice(&one.notice), one.due_at).join("\n"))
        .collect();
    lines.push(notices::WHY_FIRST.to_owned());
    let embed = CreateEmbed::new()
        .title(schedules::ATTENTION)
        .description(lines.join("\n\n"));
    Answer::embed(embed)
}

/// What can be done about it here and now.
pub(super) fn buttons(notice: &Notice) -> Vec<CreateButton> {
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
        NoticeKind::Doubled | NoticeKind::UnreadablePost => {
            vec![of(Mending::SeenTo(id), labels::SEEN_TO)]
        }
        NoticeKind::NoArticle => vec![of(Mending::Pause(id), labels::PAUSE)],
        NoticeKind::Reported { .. } => vec![
            of(Mending::TakeDown(id), labels::TAKE_IT_DOWN),
            of(Mending::Hold(id), labels::HOLD),
            of(Mending::SeenTo(id), labels::LET_IT_STAND),
        ],
        NoticeKind::Held => {
            let queue = CustomId::Sharing(Sharing::Queue { nth: 0 });
            vec![main_button(&queue, labels::SHOW_WHAT_WAITS)]
        }
    }
}

/// That it is mended, and what it was.
pub fn mended(telling: &Telling) -> Answer {
    let notice = &telling.notice;
    let was = what(schedules::notice(notice), telling.due_at);
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
