//! What a hostile hand types: nothing, far too much, what can't be seen, what reads backwards, what would
//! ping, break out of a message's form, or be taken for a command, a query or an id.

use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

/// As many characters as Discord takes of an option, the longest text that it takes of anyone.
const LONGEST: usize = 6000;

/// Lengths at which something ends: of names, labels, messages, forms, embeds and options.
const LENGTHS: &[usize] = &[
    31, 32, 33, 45, 80, 99, 100, 101, 1024, 2000, 3999, 4000, 4096, LONGEST,
];

const BLANKS: &[char] = &[
    ' ', '\t', '\n', '\r', '\u{a0}', '\u{2003}', '\u{2028}', '\u{2029}', '\u{3000}', '\u{85}',
];

/// Joiners, marks, selectors, fillers and tags: nothing of them is seen.
const UNSEEN: &[char] = &[
    '\u{200b}',
    '\u{200c}',
    '\u{200d}',
    '\u{200e}',
    '\u{200f}',
    '\u{2060}',
    '\u{2063}',
    '\u{feff}',
    '\u{ad}',
    '\u{34f}',
    '\u{61c}',
    '\u{115f}',
    '\u{17b4}',
    '\u{180e}',
    '\u{2800}',
    '\u{3164}',
    '\u{fe0f}',
    '\u{ffa0}',
    '\u{e0001}',
    '\u{e0061}',
];

/// Embeddings, overrides and isolates, rarely closed.
const DIRECTIONS: &[&str] = &[
    "\u{202a}",
    "\u{202b}",
    "\u{202c}",
    "\u{202d}",
    "\u{202e}",
    "\u{2066}",
    "\u{2067}",
    "\u{2068}",
    "\u{2069}",
    "שלום",
    "مرحبا",
    "rain",
];

const COMBINING: &[char] = &[
    '\u{301}', '\u{308}', '\u{323}', '\u{336}', '\u{34a}', '\u{489}', '\u{20dd}', '\u{1ab0}',
];

const MARKDOWN: &[&str] = &[
    "```",
    "```rust\n",
    "`",
    "``",
    "||",
    "|| ||",
    "**",
    "***",
    "__",
    "_",
    "~~",
    "# ",
    "\n### ",
    "\n-# ",
    "> ",
    "\n>>> ",
    "\n- ",
    "\n1. ",
    "[",
    "](",
    ")",
    "[Kept](https://example.invalid)",
    "[https://discord.com](<https://example.invalid/%00>)",
    "<https://example.invalid>",
    "https://discord.gg/sunflower",
    "javascript:alert(1)",
    "![](https://example.invalid/a.png)",
    "\\",
    "\\\\`",
    "│",
    "\n",
    "word",
];

const REFERENCES: &[&str] = &[
    "<t:1795420800:R>",
    "<t:0>",
    "<t:-99999999999999:F>",
    "<t:9223372036854775807:t>",
    "<t:1:Z>",
    "<t:>",
    "<:sunflower:1234567890123456789>",
    "<a:spin:18446744073709551615>",
    "<::>",
    "<id:customize>",
    "</help:0>",
    "</reflections withdraw:1234567890123456789>",
    "<@>",
    "<@&>",
    "<#>",
    "<#0>",
    "<",
    ">",
];

const EMOJI: &[&str] = &[
    "🌻",
    "👩‍👩‍👧‍👦",
    "🏳️‍🌈",
    "🧑🏿‍🚀",
    "🇬🇧",
    "🇬",
    "🇦🇦🇦",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "1️⃣",
    "#️⃣",
    "❤",
    "❤️",
    "👍🏻👍🏿",
    "‍👩‍",
];

const NEAR_SURROGATES: &[char] = &[
    '\u{d7ff}',
    '\u{e000}',
    '\u{f8ff}',
    '\u{fdd0}',
    '\u{fffd}',
    '\u{fffe}',
    '\u{ffff}',
    '\u{10000}',
    '\u{10fffd}',
    '\u{10ffff}',
];

const FRAGMENTS: &[&str] = &[
    "'; DROP TABLE reflections; --",
    "' OR '1'='1",
    "\" OR \"\"=\"",
    "%_'\\",
    "$1",
    "?1",
    "NULL",
    "{\"content\":\"@everyone\",\"allowed_mentions\":{\"parse\":[\"everyone\"]}}",
    "\",\"flags\":0,\"x\":\"",
    "}}]}",
    "[[[[[[[[",
    "{{7*7}}",
    "${jndi:ldap://example.invalid/a}",
    "$(shutdown now)",
    "`reboot`",
    "; rm -rf / #",
    "| cat /etc/passwd",
    "../../../../etc/passwd",
    "..\\..\\sunflower.key",
    "file:///proc/self/environ",
    "<script>alert(1)</script>",
    "<!--",
    "%s%n%x",
    "-1",
    "1e999",
    "99999999999999999999999",
];

/// What looks like the bot's own: ids that it puts on buttons, files of its, words of its commands.
const LIKE_OURS: &[&str] = &[
    "delete-all:sure",
    "withdraw:sure",
    "agree:post:AAECAwQFBgcICQoLDA0ODw",
    "form:article:healing-from-relational-trauma:0",
    "reflections:4294967296",
    "share:approve:AAECAwQFBgcICQoLDA0ODw",
    "settings:erase",
    "setup:make:1:mondays:540:Europe/London",
    "post:now:AAECAwQFBgcICQoLDA0ODw:9223372036854775807",
    "content/articles/../support.toml",
    "sunflower.db-wal",
    "my-reflections.json",
    "/reflections withdraw",
    "gratitude, rest, gratitude,,rest",
    "0 9 31 2 *",
    "*/0 * * * *",
    "mondays 25:61",
    "31 feb 9:00",
    "1 jan 0000 0:00",
    "Etc/../UTC",
];

/// One text, out of all that is hostile. `mentions` are people, roles, channels and commands that there are.
pub fn text(mentions: Vec<String>) -> BoxedStrategy<String> {
    let piece = piece(mentions).boxed();
    let whole = prop_oneof![
        8 => piece.clone(),
        3 => vec(piece.clone(), 2..6).prop_map(|pieces| pieces.concat()),
        2 => (piece, select(LENGTHS)).prop_map(|(piece, length)| long(&piece, length)),
        1 => any::<String>(),
    ];
    whole.prop_map(|text| cut(&text, LONGEST)).boxed()
}

fn piece(mentions: Vec<String>) -> impl Strategy<Value = String> {
    let of = |chars: &'static [char], most: usize| {
        vec(select(chars), 1..most).prop_map(|all| all.into_iter().collect::<String>())
    };
    let words = |words: &'static [&'static str], most: usize| {
        vec(select(words), 1..most).prop_map(|all| all.concat())
    };
    let everyone = ["@everyone", "@here"].map(str::to_owned);
    let mentions: Vec<_> = mentions.into_iter().chain(everyone).collect();
    prop_oneof![
        1 => Just(String::new()),
        1 => of(BLANKS, 20),
        2 => of(UNSEEN, 40),
        2 => words(DIRECTIONS, 12),
        2 => ("[a-zé]{1,3}", of(COMBINING, 200)).prop_map(|(base, marks)| base + &marks),
        3 => vec(select(mentions), 1..60).prop_map(|all| all.join(" ")),
        3 => words(MARKDOWN, 24),
        2 => words(REFERENCES, 12),
        2 => words(EMOJI, 24),
        1 => of(NEAR_SURROGATES, 12),
        1 => vec(prop_oneof![0..0x20_u8, 0x7f..0xa0_u8], 1..24)
            .prop_map(|bytes| bytes.into_iter().map(char::from).collect::<String>()),
        2 => words(FRAGMENTS, 4),
        2 => select(LIKE_OURS).prop_map(str::to_owned),
    ]
}

/// A text of exactly this length, made of another again and again.
fn long(piece: &str, length: usize) -> String {
    let piece = if piece.is_empty() { "🌻" } else { piece };
    piece.chars().cycle().take(length).collect()
}

/// No more than so many characters of it.
pub fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// What is drawn for one input; where it goes is decided before.
#[derive(Clone, Debug)]
pub struct Payload {
    texts: Vec<String>,
    picks: Vec<Index>,
    pub twist: super::ids::Twist,
}

const TEXTS: usize = 4;
const PICKS: usize = 12;

impl Payload {
    pub fn any(mentions: Vec<String>) -> impl Strategy<Value = Self> {
        let text = text(mentions);
        let twist = super::ids::twist(text.clone());
        let drawn = (vec(text, TEXTS), vec(any::<Index>(), PICKS), twist);
        drawn.prop_map(|(texts, picks, twist)| Self {
            texts,
            picks,
            twist,
        })
    }

    pub fn text(&self, nth: usize) -> &str {
        &self.texts[nth % TEXTS]
    }

    /// One of these, always the same for the same `nth`.
    pub fn pick<'a, T>(&self, nth: usize, of: &'a [T]) -> Option<&'a T> {
        (!of.is_empty()).then(|| self.picks[nth % PICKS].get(of))
    }

    /// Happens once in so many.
    pub fn once_in(&self, many: usize, nth: usize) -> bool {
        self.picks[nth % PICKS].index(many) == 0
    }
}
