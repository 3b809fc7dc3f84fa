//! Whether the bot may post where its schedules want it to, as moderators see it.

use serenity::all::CreateEmbed;

use super::{schedules::line, turning};
use crate::{
    discord::{
        answer::Answer,
        checking::{Checked, Finding},
        custom_id::{CustomId, Settings},
        permissions::names_in,
        words::{check, editing},
    },
    posting::model::{ChannelKind, ScheduleState},
};

/// Schedules on one page.
const LISTED: usize = 5;

/// A page of what was found, what lacks something first.
pub fn check(checked: &Checked, page: u32) -> Answer {
    let mut found: Vec<_> = checked.schedules.iter().enumerate().collect();
    let lacking = found
        .iter()
        .filter(|(_, (_, found))| !found.is_fine())
        .count();
    // By their numbers otherwise: the sort is stable.
    found.sort_by_key(|(_, (_, found))| found.is_fine());
    let notices = match &checked.notices {
        Some((channel, found)) => format!(
            "{}\n{}",
            check::notices(*channel),
            said(found, check::NOTICES)
        ),
        None => check::NO_NOTICES.to_owned(),
    };
    let pages = found.len().div_ceil(LISTED);
    let page = (page as usize).min(pages.saturating_sub(1));
    let mut blocks = vec![check::counted(lacking, found.len()), notices];
    for (nth, (schedule, found)) in found.into_iter().skip(page * LISTED).take(LISTED) {
        let mut lines = vec![
            format!("**{}.** {}", nth + 1, line(schedule)),
            said(found, check::EDIT),
        ];
        if matches!(schedule.state, ScheduleState::Blocked(_)) {
            lines.push(check::STOPPED.to_owned());
        }
        blocks.push(lines.join("\n"));
    }
    let [page, pages] = [page, pages].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    let embed = CreateEmbed::new()
        .title(check::TITLE)
        .description(blocks.join("\n\n"));
    Answer::embed(embed).buttons(turning(page, pages, |page| {
        CustomId::Settings(Settings::Check { page })
    }))
}

/// What was found; `with` is the command that picks another channel.
fn said(found: &Finding, with: &str) -> String {
    match found {
        Finding::Fine => check::FINE.to_owned(),
        Finding::Lacks(kind, lacking) => {
            let mut said = check::lacks(&names_in(*kind, *lacking));
            if *kind == ChannelKind::Thread {
                if lacking.manage_threads() {
                    said.push_str(editing::OR_UNLOCK);
                }
                said.push_str(editing::AS_ITS_CHANNEL);
            }
            said
        }
        Finding::Unseen => check::unseen(with),
        Finding::NotAPlace => check::not_a_place(with),
        Finding::RoleGone => check::ROLE_GONE.to_owned(),
        Finding::TagNeeded => check::TAG_NEEDED.to_owned(),
        Finding::TagGone => check::TAG_GONE.to_owned(),
    }
}
