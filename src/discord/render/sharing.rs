//! What is shared as everyone reads it, and the answers about it.

use chrono::{DateTime, Utc};
use serenity::all::{ActionRowComponent, Button, ButtonKind, CreateButton, CreateEmbed, Message};

use super::{button, main_button, reflections::said, text, turning};
use crate::{
    discord::{
        answer::Answer,
        custom_id::{CustomId, Sharing},
        words::{labels, sharing},
    },
    reflection::{
        holds::Queue,
        model::{ReflectionId, ShareId, StoredShare},
        shares::{Offer, Shared},
    },
};

/// Characters of an embed's description.
const DESCRIPTION: usize = 4096;
/// Characters left for the words beside what else stands there.
const WORDS: usize = Answer::LONGEST - 200;

fn press(what: Sharing, label: &'static str) -> CreateButton {
    button(&CustomId::Sharing(what), label)
}

/// A member's words as they are: nothing in them formats, mentions, or is a link.
fn harmless(words: &str) -> String {
    text::plain(words.trim()).replace("://", ":\\//")
}

/// Whether Discord takes the words where they are shared.
#[must_use]
pub fn fits(words: &str) -> bool {
    text::length(&harmless(words)) <= WORDS
}

fn words(shared: &Shared) -> Answer {
    let blocks = [harmless(&shared.words.text), sharing::writer(shared.by)];
    let pages = text::pages(&blocks, DESCRIPTION).into_iter();
    pages.fold(Answer::default(), |answer, page| {
        answer.and_embed(CreateEmbed::new().description(page))
    })
}

/// The message in the thread.
pub fn shown(share: ShareId, shared: &Shared) -> Answer {
    let report = Sharing::Report { share, sure: false };
    words(shared).buttons(vec![press(report, labels::REPORT)])
}

/// Whether this is the message in the thread: its own button is what says so, which no member can write.
pub fn is_shown_in(share: ShareId, message: &Message) -> bool {
    let report = CustomId::Sharing(Sharing::Report { share, sure: false }).encode();
    let rows = message.components.iter();
    let mut parts = rows.flat_map(|row| &row.components);
    parts.any(|part| match part {
        ActionRowComponent::Button(Button {
            data: ButtonKind::NonLink { custom_id, .. },
            ..
        }) => *custom_id == report,
        _ => false,
    })
}

/// The answer to what was kept, with the question whether to share it.
pub fn asking(kept: Answer, offer: &Offer) -> Answer {
    let question = CreateEmbed::new().description(sharing::question(offer.unsigned));
    kept.and_embed(question).buttons(choices(offer, true))
}

fn choices(offer: &Offer, private: bool) -> Vec<CreateButton> {
    let share = |signed| {
        CustomId::Sharing(Sharing::Share {
            reflection: offer.reflection,
            proof: offer.proof.clone(),
            signed,
        })
    };
    let keep = CustomId::Sharing(Sharing::Private(offer.reflection));
    let keep = private.then(|| main_button(&keep, labels::KEEP_PRIVATE));
    let unsigned = offer
        .unsigned
        .then(|| button(&share(false), labels::SHARE_WITHOUT_MY_NAME));
    let signed = button(&share(true), labels::SHARE_WITH_MY_NAME);
    keep.into_iter().chain([signed]).chain(unsigned).collect()
}

/// It stays private.
pub fn kept_private(reflection: ReflectionId) -> Answer {
    said(sharing::KEPT_PRIVATE).buttons(super::reflections::after_keeping(reflection))
}

/// It was shared.
pub fn shared(reflection: ReflectionId, signed: bool, held: bool) -> Answer {
    let mut buttons = vec![press(Sharing::Back(reflection), labels::TAKE_IT_BACK)];
    buttons.extend(super::reflections::after_keeping(reflection));
    said(sharing::shared(signed, held)).buttons(buttons)
}

/// A page of the member's own, with how far it is shared; `offer` if it may be tried again.
pub fn with_state(
    page: Answer,
    reflection: ReflectionId,
    share: &StoredShare,
    offer: Option<&Offer>,
) -> Answer {
    let buttons = match offer {
        Some(offer) => choices(offer, false),
        None if share.state.stands() => {
            vec![press(Sharing::Back(reflection), labels::TAKE_IT_BACK)]
        }
        None => Vec::new(),
    };
    page.and_embed(CreateEmbed::new().description(sharing::state(share)))
        .buttons(buttons)
}

/// Whether moderators are to look at it.
pub fn sure_report(share: ShareId) -> Answer {
    let yes = Sharing::Report { share, sure: true };
    Answer::said(sharing::SURE_REPORT).buttons(vec![press(yes, labels::YES_REPORT_IT)])
}

/// What waits for moderators, one at a time; `posted_at` of the post that it answers.
pub fn queue(queue: &Queue, posted_at: Option<DateTime<Utc>>) -> Answer {
    let release = press(Sharing::Release, labels::HOLD_NOBODY);
    let release = if queue.holds {
        vec![release]
    } else {
        Vec::new()
    };
    let holds = queue.holds.then_some(sharing::HOLDS);
    let Some(waiting) = &queue.shown else {
        let lines: Vec<_> = [sharing::NOTHING_WAITS].into_iter().chain(holds).collect();
        return Answer::said(lines.join("\n\n")).buttons(release);
    };
    let lines: Vec<_> = [sharing::waits(queue.nth + 1, queue.count)]
        .into_iter()
        .chain(sharing::answers(posted_at))
        .collect();
    let answer = Answer::said(lines.join("\n"));
    let answer = match &waiting.shared {
        Some(shared) => answer.and(words(shared)),
        None => answer.and(Answer::said(sharing::UNREADABLE)),
    };
    let id = waiting.id;
    let mut decide = vec![press(Sharing::Decline(id), labels::DECLINE)];
    if waiting.shared.is_some() {
        decide.insert(0, press(Sharing::Approve(id), labels::APPROVE));
    }
    decide.extend(release);
    answer
        .buttons(decide)
        .buttons(turning(queue.nth, queue.count, |nth| {
            CustomId::Sharing(Sharing::Queue { nth })
        }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{reflection::model::Words, store::ids::UserId};

    fn shared(text: &str) -> Shared {
        Shared {
            by: Some(UserId::new(u64::MAX)),
            words: Words {
                prompt: "What helped?".into(),
                text: text.into(),
            },
        }
    }

    #[test]
    fn whatever_fits_is_shown_whole_within_discords_limits() {
        for text in ["🌻".repeat(2900), "x ".repeat(2900), "*".repeat(2900)] {
            assert!(fits(&text));
            let answer = shown(ShareId::random(), &shared(&text));
            assert!(answer.length() <= Answer::LONGEST);
            let post = answer.into_post();
            let embeds = post["embeds"].as_array().unwrap();
            let told = embeds.iter().filter_map(|one| one["description"].as_str());
            assert!(told.clone().all(|one| text::length(one) <= DESCRIPTION));
            let last = text.trim().chars().next_back().unwrap();
            let count = |all: &str| all.chars().filter(|one| *one == last).count();
            assert_eq!(told.map(count).sum::<usize>(), count(&text));
        }
        assert!(!fits(&"*".repeat(4000)));
    }

    #[test]
    fn nothing_in_the_words_formats_mentions_or_leads_away() {
        assert_eq!(
            harmless("see https://example.com <@1> @everyone **now**"),
            "see https:\\//example.com \\<\\@1> \\@everyone \\*\\*now\\*\\*"
        );
    }
}
