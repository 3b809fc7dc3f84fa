//! What Discord shows beside each command and option while somebody types: at most 100 characters.

/// A command, by its full name, with what it does and its options.
pub struct Described {
    pub name: &'static str,
    pub about: &'static str,
    pub options: &'static [(&'static str, &'static str)],
}

const SHARE: (&str, &str) = ("share", "Show it to everyone here, not only to you");

const SCHEDULE: (&str, &str) = ("schedule", "Which one: pick it from the list");

const WHAT: (&str, &str) = ("what", "How much of the week's article each post tells");
const THREAD: (&str, &str) = ("thread", "Open a thread on each post to talk about it");
const QUIET: (&str, &str) = (
    "quiet",
    "Post without a notification; a role is then named, and nobody's phone rings",
);
const CATCH_UP: (&str, &str) = (
    "catch_up",
    "How late a post may still go out if I was away (12 hours)",
);

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
    described(
        "prompt",
        "A question to reflect on",
        &[("topic", "What it should be about"), SHARE],
    ),
    described("reflect", "Write something down for yourself", &[]),
    described("reflections", "What you wrote: yours alone", &[]),
    described("reflections view", "Read your reflections", &[]),
    described(
        "reflections search",
        "Look for a reflection of yours by its words",
        &[("words", "All of these, in any order")],
    ),
    described(
        "reflections export",
        "Take your reflections with you: JSON and Markdown, in one zip",
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
            WHAT,
            ("mention", "A role that each post pings"),
            THREAD,
            QUIET,
            CATCH_UP,
        ],
    ),
    described(
        "schedule edit",
        "Change a schedule; what you leave out stays",
        &[
            SCHEDULE,
            ("when", "Its new times, such as “mondays 9:00”"),
            ("zone", "Its time zone; without “when” the clock times stay"),
            ("channel", "Where it goes from now on"),
            (
                "topics",
                "Only from these, with commas between; “all” for all",
            ),
            WHAT,
            ("mention", "A role that each post pings"),
            ("no_mention", "Ping no role any more"),
            THREAD,
            QUIET,
            CATCH_UP,
        ],
    ),
    described("schedule show", "All about one schedule", &[SCHEDULE]),
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
        "schedule skip",
        "Leave out the next post; tells you which that was",
        &[SCHEDULE],
    ),
    described(
        "schedule post-now",
        "Send the next post now; shows it and asks first",
        &[SCHEDULE],
    ),
    described(
        "schedule pause",
        "Hold the posts until you resume, or until a day",
        &[
            SCHEDULE,
            (
                "until",
                "Such as “1 jan” or “24 dec 18:00”; leave it out to hold them until you resume",
            ),
        ],
    ),
    described("schedule resume", "Go on after a pause", &[SCHEDULE]),
    described("schedule delete", "End a schedule; asks first", &[SCHEDULE]),
    described(
        "schedule history",
        "What was posted and what was not; removes a post, too",
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
        "Where I tell moderators that something needs them",
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
        "settings check",
        "Whether I may post where the schedules want me to",
        &[],
    ),
    described(
        "settings shares",
        "What members share that waits for you first",
        &[],
    ),
    described(
        "settings library",
        "Switch articles off for this server, or on again",
        &[],
    ),
    described(
        "settings erase",
        "Delete everything of this server; for administrators, asks twice",
        &[],
    ),
    described(
        "insights",
        "Week by week: how many posts went out, how many people reflected",
        &[],
    ),
];

/// What is said of the command of this full name.
#[must_use]
pub fn of(name: &str) -> Option<&'static Described> {
    ALL.iter().find(|described| described.name == name)
}
