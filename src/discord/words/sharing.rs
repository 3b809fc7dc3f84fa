//! Sharing what one wrote, taking it back, reporting it, and what moderators decide.

use crate::{
    discord::render::text,
    reflection::{
        model::{Place, ShareState, StoredShare},
        shares::ENOUGH_TO_HIDE_AMONG,
    },
    store::ids::{ChannelId, GuildId, MessageId, UserId},
};

/// The question after a reflection was kept; `unsigned` if that may be chosen, too.
#[must_use]
pub fn question(unsigned: bool) -> String {
    let with = "It is yours alone, and stays so unless you share it. With your name, it appears at once \
        in the thread under the post, where everyone there can read it. Moderators may hold it back, and read \
        it first.";
    if unsigned {
        format!(
            "{with}\n\nWithout your name, it appears within ten minutes, together with others if there are \
             any. The message holds nothing that leads to you, and no member and no moderator can find out. \
             To be plain: whoever runs this bot could. And your words may give you away."
        )
    } else {
        format!(
            "{with}\n\nOnce {ENOUGH_TO_HIDE_AMONG} people have privately reflected on a post, one can share \
             without a name, too."
        )
    }
}

pub const KEPT_PRIVATE: &str = "It stays private: yours alone.";

/// After it was shared.
#[must_use]
pub fn shared(signed: bool, held: bool) -> &'static str {
    match (held, signed) {
        (true, _) => "The moderators read it before it appears in the thread under the post.",
        (false, true) => "It appears with your name in the thread under the post, in a moment.",
        (false, false) => {
            "It appears without your name in the thread under the post, within ten minutes."
        }
    }
}

pub const TOO_FEW: &str = "Too few people have reflected on this post by now to share without a name: \
    you would be easy to guess.";

pub const ALREADY: &str = "This one is shared already, or the moderators have decided about it. \
    `/reflections view` shows how far it is.";

pub const NOT_THEIRS: &str = "I can't share this. What you write in the form under a post can be shared, \
    as long as you keep it.";

pub const TAKEN_BACK: &str = "Taken back. If it was in the thread already, I remove it from there: at once \
    if it bore your name, else within ten minutes, so that the moment gives nobody away.";

pub const NOTHING_TO_TAKE_BACK: &str = "There is nothing to take back.";

/// How far a share is, for its writer.
#[must_use]
pub fn state(share: &StoredShare) -> String {
    let how = if share.signed {
        "with your name"
    } else {
        "without your name"
    };
    match share.state {
        ShareState::Held => format!("Shared {how}: the moderators read it first."),
        ShareState::Waiting | ShareState::Sending => {
            format!("Shared {how}: it is on its way into the thread.")
        }
        ShareState::Shown => {
            let place = share.place.map(|place| link(share.guild, place));
            let place = place.map_or_else(String::new, |link| format!(": {link}"));
            format!(
                "Shared {how}{place}\nIf you take it back or delete your reflection, I remove it there, too."
            )
        }
        ShareState::Removing | ShareState::Down => {
            "You shared this. The moderators took it out of the thread.".into()
        }
        ShareState::Declined => "The moderators did not let this into the thread.".into(),
        ShareState::Refused => {
            "I could not show this in the thread under the post: perhaps it is closed, or I may not write \
             there. You can try once more."
                .into()
        }
    }
}

/// A message's address.
#[must_use]
pub fn link(guild: GuildId, place: Place) -> String {
    format!(
        "https://discord.com/channels/{guild}/{}/{}",
        place.channel, place.message
    )
}

/// Below the words, where they are shared; `by` if they bear a name.
#[must_use]
pub fn writer(by: Option<UserId>) -> String {
    match by {
        Some(user) => format!("Shared by <@{user}>"),
        None => "Shared without a name".into(),
    }
}

pub const SURE_REPORT: &str =
    "Shall the moderators have a look at this? They are not told who asked.";
pub const REPORTED: &str = "Thank you. The moderators are told.";
pub const REPORTED_BEFORE: &str = "Thank you. The moderators know of it already.";
pub const NOBODY_KNOWS: &str =
    "I no longer know whose this was, so that nobody could take it back: it is removed.";
pub const GONE: &str = "This one is no longer there.";

/// To moderators: a share was reported.
#[must_use]
pub fn reported(guild: GuildId, in_thread: ChannelId, message: MessageId) -> String {
    let place = Place {
        channel: in_thread,
        message,
    };
    format!(
        "⚠️ A member asks you to look at a shared reflection: {}",
        link(guild, place)
    )
}

/// What the buttons do.
pub const PRESSING: &str = "*Take it down* removes it from the thread. *Hold the next ones* has whatever \
    its writer shares from now on in the same way, with a name or without, wait for you in \
    `/settings shares`. Nobody is told whose it is.";

pub const HELD_WAITS: &str = "📥 A reflection that a member shared waits for you to read it first: \
    `/settings shares` shows what waits. Until you decide, nobody sees it.";

pub const TAKEN_DOWN: &str = "I take it out of the thread.";
pub const HELD: &str = "What its writer shares from now on waits for you in `/settings shares`.";
pub const NOBODYS: &str =
    "Its writer took it back meanwhile, so that nobody knows any more whose it was.";

pub const NOTHING_WAITS: &str = "No shared reflection waits for you.";
pub const HOLDS: &str =
    "There are people whose shared reflections wait here first. Who they are, nobody is told.";
pub const RELEASED: &str =
    "From now on, shared reflections wait for you no more. Those that wait still do.";

/// Above a share that waits for moderators.
#[must_use]
pub fn waits(number: u32, of: u32) -> String {
    format!("Waits for you: {number} of {of}")
}

pub const UNREADABLE: &str = "*This one can't be read: its writer may have deleted it just now.*";
pub const APPROVED: &str = "It goes into the thread under its post.";
pub const DECLINED: &str =
    "It stays out of the thread. Its writer reads that in `/reflections view`.";

/// When the post was, that a share answers.
#[must_use]
pub fn answers(post: Option<chrono::DateTime<chrono::Utc>>) -> Option<String> {
    post.map(|at| format!("In answer to the post of {}.", text::weekday_and_time(at)))
}
