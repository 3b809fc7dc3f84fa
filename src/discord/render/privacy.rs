//! Exactly what is stored about a member.

use serenity::all::CreateEmbed;

use super::button;
use crate::{
    discord::{
        answer::Answer,
        custom_id::CustomId,
        words::{labels, last_copy, privacy},
    },
    posting::model::Made,
    reflection::model::{Scope, StoredAbout},
    store::Backend,
};

/// Consents, or schedules, that are listed one by one.
const LISTED: usize = 8;

/// What is stored, and what is not.
pub fn privacy(
    stored: &StoredAbout,
    shares: usize,
    made: &[Made],
    scope: Scope,
    backend: Backend,
    backup_keep_days: Option<u16>,
) -> Answer {
    let mut embed = CreateEmbed::new().title(privacy::TITLE);
    if stored.consents.is_empty() && stored.reflections == 0 && made.is_empty() {
        embed = embed.description(privacy::nothing(scope));
    }
    if !stored.consents.is_empty() {
        embed = embed.field(privacy::CONSENT, consents(stored), false);
    }
    if stored.reflections > 0 {
        let both = |from, to| Option::zip(from, to).map(<[_; 2]>::from);
        let kept = privacy::kept(
            stored.reflections,
            shares,
            both(stored.oldest_at, stored.newest_at),
            both(stored.first_ends_at, stored.last_ends_at),
        );
        embed = embed.field(privacy::REFLECTIONS, kept, false);
    }
    if !made.is_empty() {
        embed = embed.field(privacy::SCHEDULES, schedules(made), false);
    }
    let how_long = privacy::how_long(stored.retention);
    embed = embed.field(privacy::HOW_LONG, how_long, false);
    let erasing = match backend {
        Backend::Sqlite => privacy::ERASING_LINES,
        Backend::Postgres => privacy::ERASING_POSTGRES,
    };
    let erasing = format!("{erasing}{}", last_copy::in_general(backup_keep_days));
    embed = embed
        .field(privacy::NOT_STORED, privacy::NOT_STORED_LINES, false)
        .field(privacy::WHO, privacy::WHO_LINES, false)
        .field(privacy::SHARES, privacy::SHARES_LINES, false)
        .field(privacy::ERASING, erasing, false);
    let mut answer = Answer::embed(embed);
    if !made.is_empty() {
        let forget = button(&CustomId::ForgetMaker, labels::FORGET_MAKER);
        answer = answer.buttons(vec![forget]);
    }
    match scope {
        Scope::Guild(_) => {
            answer.and_embed(CreateEmbed::new().description(privacy::ONLY_THIS_SERVER))
        }
        Scope::Everywhere => answer,
    }
}

fn schedules(made: &[Made]) -> String {
    let shown = made.iter().take(LISTED);
    let mut lines: Vec<String> = shown
        .map(|one| privacy::made(one.channel, one.at))
        .collect();
    if made.len() > LISTED {
        lines.push(privacy::more(made.len() - LISTED));
    }
    lines.push(privacy::WHY_MADE.to_owned());
    lines.join("\n")
}

fn consents(stored: &StoredAbout) -> String {
    let mut lines: Vec<String> = stored
        .consents
        .iter()
        .take(LISTED)
        .map(|(consent, current)| privacy::consented(consent.agreed_at, *current))
        .collect();
    if stored.consents.len() > LISTED {
        lines.push(privacy::more(stored.consents.len() - LISTED));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_postgres_it_says_what_stays_until_when() {
        let stored = StoredAbout {
            consents: Vec::new(),
            reflections: 0,
            oldest_at: None,
            newest_at: None,
            first_ends_at: None,
            last_ends_at: None,
            retention: None,
        };
        let answer = privacy(
            &stored,
            0,
            &[],
            Scope::Everywhere,
            Backend::Postgres,
            Some(30),
        );
        let said = answer.into_post().to_string();
        assert!(said.contains("VACUUM"), "{said}");
        assert!(said.contains("for at most 30 days"), "{said}");
    }
}
