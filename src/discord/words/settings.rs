//! What moderators set for their server: its zone, where notices go, how long reflections are kept, and
//! which articles are left out.

use crate::reflection::model::{Retention, ServerErased};

/// How long, within a sentence: "for half a year".
#[must_use]
pub fn how_long(retention: Retention) -> &'static str {
    match retention {
        Retention::Month => "30 days",
        Retention::Quarter => "90 days",
        Retention::HalfYear => "half a year",
        Retention::Year => "a year",
        Retention::TwoYears => "2 years",
        Retention::ThreeYears => "3 years",
    }
}

/// The times to choose from, as Discord lists them.
#[derive(Clone, Copy, Debug, poise::ChoiceParameter)]
pub enum RetentionChoice {
    #[name = "30 days"]
    Month,
    #[name = "90 days"]
    Quarter,
    #[name = "half a year"]
    HalfYear,
    #[name = "a year"]
    Year,
    #[name = "2 years"]
    TwoYears,
    #[name = "3 years"]
    ThreeYears,
}

impl From<RetentionChoice> for Retention {
    fn from(choice: RetentionChoice) -> Self {
        match choice {
            RetentionChoice::Month => Self::Month,
            RetentionChoice::Quarter => Self::Quarter,
            RetentionChoice::HalfYear => Self::HalfYear,
            RetentionChoice::Year => Self::Year,
            RetentionChoice::TwoYears => Self::TwoYears,
            RetentionChoice::ThreeYears => Self::ThreeYears,
        }
    }
}

/// How long reflections are kept here.
#[must_use]
pub fn retention(retention: Retention) -> String {
    format!(
        "Reflections are kept for **{}** in this server, then they are deleted by themselves. \
         Members see it in `/reflections view` and `/privacy`.\n\n\
         Fill in **time** to change it.",
        how_long(retention)
    )
}

/// After it was changed.
#[must_use]
pub fn retained(retention: Retention) -> String {
    format!(
        "From now on reflections are kept for **{}** in this server. \
         Members see it in `/reflections view` and `/privacy`.",
        how_long(retention)
    )
}

/// After it was shortened.
#[must_use]
pub fn shortened(retention: Retention) -> String {
    format!(
        "{} Those that are older are deleted within a day.",
        retained(retention)
    )
}

/// Whether reflections are really to be kept a shorter time. How many are that old is not said: the
/// difference between two such numbers would tell of one person.
#[must_use]
pub fn sure_shorten(retention: Retention) -> String {
    let how_long = how_long(retention);
    format!(
        "Keep reflections for **{how_long}** only? Those older than {how_long}, if there are any, are \
         deleted within a day, and nobody can bring them back.\n\n\
         Members can take theirs with them first, with `/reflections export`."
    )
}

pub const YES_SHORTEN: &str = "Yes, delete the older ones";
pub const NO_SHORTEN: &str = "No, leave it as it is";

/// The server's zone.
#[must_use]
pub fn zone(zone: Option<&str>) -> String {
    match zone {
        Some(zone) => format!(
            "This server's time zone is **{zone}**: new schedules are in it unless they say \
             otherwise, and its week runs from Monday, 00:00 there.\n\n\
             Fill in **zone** to change it."
        ),
        None => "This server has no time zone yet. Fill in **zone** to set it: \
             type a city, and pick it from the list."
            .into(),
    }
}

/// After it was set.
#[must_use]
pub fn zone_set(zone: &str) -> String {
    format!(
        "This server's time zone is now **{zone}**. New schedules are in it unless they say \
         otherwise; those there are keep theirs, and post when they did.\n\n\
         The week, which has one article, now runs from Monday, 00:00 to Sunday, 24:00 in {zone}."
    )
}

pub const LIBRARY: &str = "The library in this server";

pub const LIBRARY_ABOUT: &str = "Articles that are switched off are left out of new posts and of \
    `/article`, `/practice`, `/affirmation` and `/prompt` in this server. \
    Posts that are out stay as they are, and so do their buttons. \
    A week that began with an article ends with it.";

pub const LIBRARY_HOW: &str = "In the menu, tick what is to be switched off, \
    and untick what is to be on.";

pub const ALL_ON: &str = "Nothing: everything is on.";
pub const SWITCHED_OFF: &str = "Switched off here";
pub const CHOOSE_SWITCHED_OFF: &str = "Tick what is switched off";
pub const IS_OFF: &str = "Switched off";

/// How many are on.
#[must_use]
pub fn on(count: usize, of: usize) -> String {
    format!("{count} of {of} articles are on.")
}

pub const ONE_STAYS_ON: &str = "At least one article has to stay on, or there would be nothing \
    to post. Nothing was changed.";

pub const BARE: &str = "Nothing left on their topics";

/// What to do about schedules that have nothing left to draw from.
pub const BARE_TO_DO: &str = "These schedules can't post until an article on their topics is \
    switched on again, or `/schedule edit` gives them other topics.";

pub const ONLY_ADMINISTRATORS: &str =
    "This is for administrators: it needs the **Administrator** permission.";

pub const SURE_ERASE: &str = "**Delete everything of this server?**\n\n\
    Its schedules and their history, notices and settings, every member's reflections here, and that they \
    agreed: all of it goes at once, and nobody can bring it back. What members shared is taken out of its threads; \
    what was posted stays in its channels.\n\n\
    Members can take theirs with them first, with `/reflections export`.";

pub const YES_ERASE: &str = "Type the name and delete it";
pub const NO_ERASE: &str = "No, keep everything";
pub const NOT_ERASED: &str = "Nothing was deleted.";

pub const NAME_TITLE: &str = "Delete everything of this server";
pub const NAME_FIELD: &str = "The server's name, to be sure";

/// Another name was typed.
#[must_use]
pub fn not_its_name(name: &str) -> String {
    format!(
        "That is not this server's name, so nothing was deleted. It is called **{name}**: type it just so, \
         after `/settings erase`."
    )
}

/// Of fewer people than this nothing is counted.
const ENOUGH_PEOPLE: u32 = 5;

/// After everything of a server was deleted.
#[must_use]
pub fn erased(all: &ServerErased, done: bool) -> String {
    let members = if all.writers < ENOUGH_PEOPLE {
        "what fewer than five members, perhaps none, had kept here".to_owned()
    } else {
        format!("{} reflections of {} members", all.reflections, all.writers)
    };
    let shared = if all.shares == 0 {
        ""
    } else {
        " What members shared leaves its threads within minutes."
    };
    let last = if done {
        ""
    } else {
        " The last trace of it leaves the database within moments."
    };
    format!(
        "Everything of this server is deleted: {}, {} of their history, and {members}.{shared}{last} \
         Copies that whoever runs the bot has made for safety may hold it until they expire; from a copy that \
         is put back it is deleted again.",
        counted(all.schedules, "schedule"),
        counted(all.posts, "post")
    )
}

fn counted(count: u32, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    }
}
