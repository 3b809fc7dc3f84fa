//! Six people write in answer to a post, and share without their names: what becomes of it, from the report
//! to the last deletion, with all that could lead to each of them.

use std::{collections::BTreeSet, fs};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Row as _;
use sunflower::sandbox::{
    driver::{Member, Shown},
    faults::Fault,
    world::{Id, World},
};

use crate::{
    garden::{Garden, at, shown},
    looking::{carried, database, id_of, private, updated},
    mending::{notice, there},
    moderating::{POST, asked, posts_in},
    sent::{Presses, Sent, files, requests},
    sharing::{A_BATCH, in_thread, read_thread},
    traces::Traces,
};

/// Their unique names, the names they show, and what the server calls them.
const WRITERS: [[&str; 3]; 6] = [
    ["marigold_reed", "Goldie Reed", "The gardener in green"],
    ["thistledown77", "Down Thistle", "Night watchman"],
    ["quillfeather", "Feather & Quill", "Our librarian"],
    ["hollowbrook", "Brook Hollow", "Treasurer of seeds"],
    ["saltmarsh_jo", "Jo of the marsh", "Beekeeper Jo"],
    ["pinecone.orla", "Orla Pinecone", "Aunt of everyone"],
];

/// What is written by whoever has the part.
pub const WORDS: [&str; 6] = [
    "Slept well at last.",
    "Not a kind word, sorry.",
    "A really unkind one.",
    "Said too much, perhaps.",
    "Better unsaid after all.",
    "For nobody else to read.",
];
/// Written by the one whom moderators hold.
pub const LET_THROUGH: &str = "A kinder word this time.";
const KEPT_OUT: &str = "Again not a kind word.";
/// With a name, on the next post: by the first and the last.
pub const SIGNED: &str = "Here I stand, by name.";

const MENDED: &str = "Mended";
const WAITS: &str = "waits for you to read it first";

const HELD: usize = 1;
const TAKEN_DOWN: usize = 2;
pub const TAKEN_BACK: usize = 3;
const DELETED: usize = 4;
const UNSHARED: usize = 5;

const CREATE: &str = "/schedule create channel:#wellbeing when:\"mondays 9:00\" zone:Europe/London";
/// The thread that they share in is opened with the post, or by whatever is shared first.
pub const WITH_THE_POST: &str = " thread:true";
pub const BY_THE_FIRST: &str = "";

/// The time from one to the next: all within a batch's shortest wait, each in a second of its own.
pub const SOON: TimeDelta = TimeDelta::milliseconds(5_713);
/// And from one writing to the next.
const LATER: TimeDelta = TimeDelta::milliseconds(127_331);
/// When a share whose answer was lost is looked for.
const AFTER_A_LOST_ANSWER: TimeDelta = TimeDelta::minutes(11);

fn with_writers(world: &mut World) {
    let garden = world.guild("The Quiet Garden").expect("the server").id;
    let maya = world.user("maya").expect("maya").id;
    let roles = world.guilds[&garden].members[&maya].roles.clone();
    for [name, display, nick] in WRITERS {
        let user = world.add_user(name, display);
        world.add_member(garden, user, &roles);
        let server = world.guilds.get_mut(&garden).expect("the server");
        let member = server.members.get_mut(&user).expect("a member");
        member.nick = Some(nick.to_owned());
    }
}

/// One of the six, and all that could lead to them.
pub struct Writer {
    pub member: Member,
    pub user: Id,
    /// Their answers to what they kept, newest last: each bears its reflection's id and the proof.
    pub kept: Vec<Shown>,
    /// When they did something.
    pub moments: Vec<DateTime<Utc>>,
}

impl Writer {
    /// The reflection's id and its proof.
    pub fn carried(&self, nth: usize) -> (String, String) {
        let share = carried(&self.kept[nth], "Share with my name");
        let parts: Vec<&str> = share.split(':').collect();
        (parts[2].to_owned(), parts[3].to_owned())
    }

    async fn presses(&self, custom_id: &str) -> Shown {
        let message = &self.kept[0];
        let pressed = self
            .member
            .forge_press(message.channel(), message.id(), custom_id);
        shown(pressed.await)
    }
}

/// What happened, with whoever had each part.
pub struct Story {
    pub garden: Garden,
    pub presses: Presses,
    /// By their part.
    pub writers: Vec<Writer>,
    /// Keyed hashes and sealed texts that the database held at some time, and what is beside the key.
    pub hashes: BTreeSet<String>,
}

impl Story {
    pub async fn begin(cast: [usize; 6], thread: &str) -> (Self, Shown) {
        let garden = Garden::open_with(with_writers).await;
        asked(&garden, "/settings notices channel:#potting-shed").await;
        asked(&garden, &format!("{CREATE}{thread}")).await;
        let post = garden.mondays_post().await;
        all_settled(&garden).await;
        let writers = cast.map(|who| {
            let name = WRITERS[who][0];
            Writer {
                member: garden.sandbox.member(name),
                user: id_of(&garden, name),
                kept: Vec::new(),
                moments: Vec::new(),
            }
        });
        let story = Self {
            garden,
            presses: Presses::default(),
            writers: writers.into(),
            hashes: BTreeSet::new(),
        };
        (story, post)
    }

    /// Notes what is forgotten after a while, and lets time go by.
    async fn goes_by(&mut self, time: TimeDelta) {
        self.note().await;
        self.garden.advance(time);
    }

    async fn note(&mut self) {
        self.presses.note(&self.garden);
        let mut database = database(&self.garden).await;
        for query in [
            "SELECT origin FROM shares WHERE origin IS NOT NULL",
            "SELECT sealed FROM shares WHERE sealed IS NOT NULL",
            "SELECT sealed FROM reflections",
            "SELECT writer FROM holds",
        ] {
            let rows = sqlx::query(query).fetch_all(&mut database).await;
            let rows = rows.expect("they are read");
            self.hashes.extend(rows.iter().map(|row| row.get(0)));
        }
        let home = self.garden.database();
        for file in fs::read_dir(home.parent().expect("a folder")).expect("its files") {
            let bytes = fs::read(file.expect("a file").path()).expect("it can be read");
            // Of text there are the keys and the list of erasures.
            let text = String::from_utf8(bytes).unwrap_or_default();
            let words = text.split_whitespace().filter(|word| word.len() >= 43);
            self.hashes.extend(words.map(str::to_owned));
        }
    }

    pub async fn writes(&mut self, part: usize, post: &Shown, words: &str) {
        let kept = {
            let member = &self.writers[part].member;
            self.garden.reflect(member, post, words).await
        };
        let now = self.garden.clock().now();
        let writer = &mut self.writers[part];
        writer.kept.push(kept);
        writer.moments.push(now);
    }

    pub async fn does(&mut self, part: usize, custom_id: &str) -> Shown {
        let now = self.garden.clock().now();
        self.writers[part].moments.push(now);
        self.writers[part].presses(custom_id).await
    }

    pub async fn shares(&mut self, part: usize, nth: usize) {
        let (reflection, proof) = self.writers[part].carried(nth);
        let unsigned = format!("share:unnamed:{reflection}:{proof}");
        let answer = self.does(part, &unsigned).await;
        let text = answer.as_text();
        assert!(
            text.contains("It appears without your name") || text.contains("moderators read it"),
            "{text}"
        );
    }

    /// What somebody who only reads there reports, and the notice of it.
    async fn reported(&mut self, post: &Shown, words: &str) -> Shown {
        let before = posts_in(&self.garden, "potting-shed");
        let all = read_thread(&self.garden, post);
        let message = all.iter().find(|one| one.as_text().contains(words));
        let message = message.expect("it is shown");
        let wren = self.garden.sandbox.member("wren").in_channel_id(post.id());
        let sure = private(wren.click(message, "Report").await);
        let told = updated(wren.click(&sure, "Yes, report it").await);
        let text = told.as_text();
        assert!(text.contains("The moderators are told"), "{text}");
        let link = message.id().to_string();
        let notice = notice(&self.garden, &link).await;
        assert_eq!(posts_in(&self.garden, "potting-shed"), before + 1);
        notice
    }

    /// All of it. `order` is that in which they write and share.
    pub async fn told(cast: [usize; 6], order: [usize; 6], thread: &str) -> Self {
        let (mut story, post) = Self::begin(cast, thread).await;
        for part in order {
            story.goes_by(LATER).await;
            story.writes(part, &post, WORDS[part]).await;
        }
        story.goes_by(LATER).await;
        let share = order.into_iter().filter(|part| *part != UNSHARED);
        for part in share.clone() {
            story.goes_by(SOON).await;
            story.shares(part, 0).await;
        }
        // Of one of them no answer comes, so that it is looked for.
        let garden = &story.garden;
        let thread = post.id().to_string();
        let faults = garden.sandbox.faults();
        faults
            .on(POST)
            .about(thread)
            .after(1)
            .once(Fault::DropAfter);
        story.goes_by(A_BATCH).await;
        in_thread(&story.garden, &post, 5).await;
        story.goes_by(AFTER_A_LOST_ANSWER).await;
        all_settled(&story.garden).await;
        in_thread(&story.garden, &post, 5).await;
        story.is_moderated(&post).await;
        story.is_undone(&post).await;
        story.has_names().await;
        for writer in &story.writers {
            shown(writer.member.slash("/reflections view").await);
            shown(writer.member.slash("/reflections export").await);
        }
        for command in [
            "/settings shares",
            "/schedule list",
            "/schedule history",
            "/insights",
        ] {
            asked(&story.garden, command).await;
        }
        story.note().await;
        story
    }

    async fn is_moderated(&mut self, post: &Shown) {
        let told = self.reported(post, WORDS[HELD]).await;
        for label in ["Hold the next ones", "Let it stand"] {
            private(there(&self.garden).click(&told, label).await);
        }
        self.goes_by(LATER).await;
        let told = self.reported(post, WORDS[TAKEN_DOWN]).await;
        private(there(&self.garden).click(&told, "Take it down").await);
        in_thread(&self.garden, post, 4).await;
        for (nth, words, label) in [(1, LET_THROUGH, "Approve"), (2, KEPT_OUT, "Decline")] {
            self.goes_by(LATER).await;
            self.writes(HELD, post, words).await;
            self.goes_by(LATER).await;
            self.shares(HELD, nth).await;
            self.goes_by(A_BATCH).await;
            self.in_the_shed(WAITS, 1).await;
            let queue = asked(&self.garden, "/settings shares").await;
            assert!(queue.as_text().contains(words), "{}", queue.as_text());
            updated(self.garden.moderator().click(&queue, label).await);
            self.in_the_shed(WAITS, 0).await;
        }
        self.goes_by(A_BATCH).await;
        in_thread(&self.garden, post, 5).await;
        // Two were reported, two waited.
        self.in_the_shed(MENDED, 4).await;
        self.goes_by(LATER).await;
    }

    /// So many notices say this, once the bot has kept up; those that wait are not mended yet.
    async fn in_the_shed(&self, words: &str, count: usize) {
        let there = self.garden.sandbox.until(|world| {
            let shed = world.channel("potting-shed")?.id;
            let told = world
                .messages_in(shed)
                .map(|one| format!("{:?}", one.embeds));
            let told = told.filter(|one| one.contains(words));
            let told = told.filter(|one| one.contains(MENDED) == (words == MENDED));
            let told = told.count();
            (told == count).then_some(())
        });
        let there = there.await;
        there.unwrap_or_else(|why| panic!("not {count} notices say {words:?}: {why}"));
    }

    async fn is_undone(&mut self, post: &Shown) {
        let is_one = |one: &&Shown| one.as_text().contains(WORDS[TAKEN_BACK]);
        let before = read_thread(&self.garden, post);
        let before = carried(before.iter().find(is_one).expect("it is shown"), "Report");
        let (reflection, _) = self.writers[TAKEN_BACK].carried(0);
        let back = format!("share:back:{reflection}");
        let back = self.does(TAKEN_BACK, &back).await;
        assert!(back.as_text().contains("Taken back"), "{}", back.as_text());
        self.goes_by(SOON).await;
        let (reflection, _) = self.writers[DELETED].carried(0);
        let gone = format!("delete-one:{reflection}:0:sure");
        let gone = self.does(DELETED, &gone).await;
        assert!(gone.as_text().contains("deleted"), "{}", gone.as_text());
        self.goes_by(A_BATCH).await;
        in_thread(&self.garden, post, 3).await;
        // What is shared once more is another share: its id says nothing of the reflection.
        all_settled(&self.garden).await;
        self.goes_by(LATER).await;
        self.shares(TAKEN_BACK, 0).await;
        self.goes_by(A_BATCH).await;
        let again = in_thread(&self.garden, post, 4).await;
        let again = carried(again.iter().find(is_one).expect("it is shown"), "Report");
        assert_ne!(before, again);
    }

    async fn has_names(&mut self) {
        self.note().await;
        self.garden.hand.move_to(at("2026-11-30T09:00:00Z"));
        let post = self.garden.post_in("wellbeing", 2).await;
        all_settled(&self.garden).await;
        for (part, count) in [(0, 1), (UNSHARED, 2)] {
            self.goes_by(LATER).await;
            self.writes(part, &post, SIGNED).await;
            let (reflection, proof) = {
                let writer = &self.writers[part];
                writer.carried(writer.kept.len() - 1)
            };
            self.goes_by(LATER).await;
            self.does(part, &format!("share:named:{reflection}:{proof}"))
                .await;
            in_thread(&self.garden, &post, count).await;
        }
        self.goes_by(LATER).await;
    }

    /// What was sent that is not the writers' own private answers, with who reads it alone.
    pub fn sent(&self) -> Vec<Sent> {
        let mut all = requests(&self.garden, &self.presses, 0);
        all.extend(files(&self.garden));
        all
    }

    /// All that leads to one of the writers.
    pub fn traces(&self, writer: &Writer) -> Traces {
        let mut traces = Traces::default();
        let names = WRITERS
            .iter()
            .find(|names| names[0] == writer.member.name());
        for name in names.expect("one of the six") {
            traces.words("a name", name);
        }
        traces.snowflake("an id of a writer", writer.user);
        for id in self.presses.of(writer.user) {
            traces.snowflake("what a writer pressed", id);
        }
        for nth in 0..writer.kept.len() {
            let (reflection, proof) = writer.carried(nth);
            traces.random_id("a reflection's id", &reflection);
            traces.parts("a proof", &proof);
        }
        for moment in &writer.moments {
            traces.instant("a writer's moment", *moment);
        }
        traces
    }
}

/// Waits until nothing is on its way.
pub async fn all_settled(garden: &Garden) {
    let pending = "SELECT (SELECT COUNT(*) FROM posts WHERE state IN ('due', 'sending'))
        + (SELECT COUNT(*) FROM follow_ups WHERE state = 'due')
        + (SELECT COUNT(*) FROM shares WHERE state IN ('sending', 'waiting', 'removing'))";
    let settled = async {
        let mut database = database(garden).await;
        while sqlx::query_scalar::<_, i64>(pending)
            .fetch_one(&mut database)
            .await
            .expect("they are counted")
            > 0
        {
            tokio::task::yield_now().await;
        }
    };
    let settled = tokio::time::timeout(sunflower::sandbox::driver::PATIENCE, settled).await;
    settled.expect("all is settled");
}
