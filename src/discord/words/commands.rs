//! What Discord shows beside each command and option while somebody types: at most 100 characters.

/// A command, by its full name, with what it does and its options.
pub struct Described {
    pub name: &'static str,
    pub about: &'static str,
    pub options: &'static [(&'static str, &'static str)],
}

const SHARE: (&str, &str) = ("share", "Show it to everyone here, not only to you");

const SCHEDULE: (&str, &str) = ("schedule", "Which one: pick it from the list");

const fn described(
    name: &'static str,
    about: &'static str,
    options: &'static [(&'static str, &'static str)],
) -> Described {
    Described {
        name,
        about,
        options,
    }
}

/// Every command there is, in the order of `/help`.
pub const ALL: &[Described] = &[
    described(
        "affirmation",
        "A kind sentence for right now",
        &[("topic", "What it should be about"), SHARE],
    ),
    described(
        "practice",
        "Something to try, step by step",
        &[("name", "Which practice; leave it out to choose"), SHARE],
    ),
    described(
        "article",
        "Read a piece of the library",
        &[("title", "Which article; leave it out to choose"), SHARE],
    ),
    described("reflections", "What you wrote: yours alone", &[]),
    described("reflections view", "Read your reflections", &[]),
    described(
        "reflections export",
        "Take your reflections with you, as a file",
        &[],
    ),
    described(
        "reflections delete",
        "Delete one of your reflections, or all",
        &[],
    ),
    described(
        "reflections withdraw",
        "Take back your consent; deletes your reflections",
        &[],
    ),
    described(
        "support",
        "Where to find help",
        &[("country", "Your country; leave it out and I guess")],
    ),
    described("privacy", "Exactly what I store about you, now", &[]),
    described("help", "What I can do", &[]),
    described("setup", "Start here: three steps, and no typing", &[]),
    described("schedule", "When the weekly post goes out", &[]),
    described(
        "schedule create",
        "Plan the weekly post",
        &[
            ("channel", "Where it goes"),
            (
                "when",
                "Such as “mondays 9:00”, “1 dec 18:00” or crontab's five fields",
            ),
            ("zone", "Your time zone: type a city"),
            ("topics", "Only from these topics, with commas between"),
        ],
    ),
    described(
        "schedule list",
        "All schedules, and what needs your attention",
        &[],
    ),
    described(
        "schedule preview",
        "See the very post that goes out next",
        &[SCHEDULE],
    ),
    described(
        "schedule pause",
        "Hold the posts until you resume",
        &[SCHEDULE],
    ),
    described("schedule resume", "Go on after a pause", &[SCHEDULE]),
    described("schedule delete", "End a schedule; asks first", &[SCHEDULE]),
    described(
        "schedule history",
        "What was posted, and what was not",
        &[("schedule", "Only this one; leave it out for all")],
    ),
    described("settings", "What is set for this server", &[]),
    described(
        "settings zone",
        "The server's time zone",
        &[("zone", "Type a city; leave it out to see what is set")],
    ),
    described(
        "settings notices",
        "Where I tell you of what needs you",
        &[
            ("channel", "Where; leave it out to see what is set"),
            ("off", "Tell it nowhere but in /schedule list"),
        ],
    ),
    described(
        "settings retention",
        "How long members' reflections are kept here",
        &[("time", "How long; leave it out to see what is set")],
    ),
    described(
        "settings library",
        "Switch articles off for this server, or on again",
        &[],
    ),
];

/// What is said of the command of this full name.
#[must_use]
pub fn of(name: &str) -> Option<&'static Described> {
    ALL.iter().find(|described| described.name == name)
}
