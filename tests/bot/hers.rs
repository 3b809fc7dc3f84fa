//! Maya, of whose reflections one is shown to all without her name, one waits for moderators and one is hers
//! alone: all that she was shown of them, and what must be as it was after others reached for them.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, Row as _};
use sunflower::sandbox::{
    driver::{Member, Shown},
    world::{Id, Permissions, World},
};

use crate::{
    garden::{Garden, shown},
    looking::{
        carried, database, exported, id_of, pressed, private, stored_about, updated,
        with_the_harbour,
    },
    mending::notice,
    moderating::{allow, asked, channel},
    sent::{Presses, files, requests},
    sharing::{A_BATCH, OTHERS, in_thread, nothing_left, with_more_people},
    traces::{Reading, Traces},
};

/// What Maya wrote: the first everyone reads without her name, the second waits for the moderators, the third
/// is hers alone, and so is what she was asked about in another server.
pub const SHOWN: &str = "A heron stood by the lantern.";
pub const HELD: &str = "A heron, and an osprey behind it.";
pub const PRIVATE: &str = "One more heron among cormorants.";
pub const AT_SEA: &str = "A curlew called from far out.";
pub const KEEP: &str = "Keep as my reflection";

/// What Maya has, and all that she was shown.
pub struct Hers {
    pub post: Shown,
    /// The share that everyone reads.
    pub share: Shown,
    /// Her public message in the other server, and the private answer that asks her about it.
    pub message: Shown,
    pub asked: Shown,
    /// Private answers of hers in the garden.
    pub kept: Shown,
    pub found: Shown,
    /// What every button carried that she was ever shown.
    pub ids: BTreeSet<String>,
    /// What those carried that moderators were shown about her shares.
    pub moderators: BTreeSet<String>,
    /// The reflections' ids, as they are named above.
    pub reflections: [String; 3],
}

/// What Maya shows, and what the server calls her.
const NAMES: [&str; 2] = ["Maya Windermere", "Keeper of the nests"];

fn with_everyone(world: &mut World) {
    with_the_harbour(world);
    with_more_people(world);
    let garden = world.guild("The Quiet Garden").expect("the server").id;
    let maya = world.user("maya").expect("maya").id;
    let [display_name, nick] = NAMES.map(str::to_owned);
    world.users.get_mut(&maya).expect("maya").display_name = display_name;
    let garden = world.guilds.get_mut(&garden).expect("the server");
    garden.members.get_mut(&maya).expect("maya").nick = Some(nick);
    let mut roles = garden.roles.values_mut();
    let moderators = roles.find(|role| role.name == "Moderators");
    let moderators = moderators.expect("the role");
    moderators.permissions |= Permissions::MANAGE_GUILD;
    let harbour = world.guild("The Harbour").expect("the other server").id;
    let admins = world.add_role(harbour, "Admins", Permissions::ADMINISTRATOR);
    let skipper = world.add_user("skipper", "Skipper");
    world.add_member(harbour, skipper, &[admins]);
}

pub fn note(ids: &mut BTreeSet<String>, shown: &Shown) {
    let buttons = shown.buttons().into_iter();
    ids.extend(buttons.filter_map(|button| button.custom_id));
}

/// Maya, with everything that can become of a reflection.
pub async fn hers() -> (Garden, Hers) {
    let garden = Garden::open_with(with_everyone).await;
    asked(&garden, "/settings notices channel:#potting-shed").await;
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    for name in OTHERS {
        let member = garden.sandbox.member(name);
        garden.reflect(&member, &post, "Of something else.").await;
    }
    let mut ids = BTreeSet::new();
    let maya = garden.maya();
    let consent = private(maya.click(&post, "Reflect").await);
    note(&mut ids, &consent);
    ids.insert(carried(&post, "Reflect"));
    let kept = garden.reflect(&maya, &post, SHOWN).await;
    note(&mut ids, &kept);
    let answer = updated(maya.click(&kept, "Share without my name").await);
    note(&mut ids, &answer);
    garden.advance(A_BATCH);
    let [share] = in_thread(&garden, &post, 1).await.try_into().expect("one");

    // It is reported, and what she shares from then on is held.
    let ines = garden.sandbox.member("ines").in_channel_id(post.id());
    let sure = private(ines.click(&share, "Report").await);
    note(&mut ids, &share);
    note(&mut ids, &sure);
    updated(ines.click(&sure, "Yes, report it").await);
    let told = notice(&garden, "asks you to look").await;
    let mut moderators = BTreeSet::new();
    note(&mut moderators, &told);
    let in_shed = garden.moderator().in_channel("potting-shed");
    private(in_shed.click(&told, "Hold the next ones").await);
    let held = garden.reflect(&maya, &post, HELD).await;
    note(&mut ids, &held);
    note(
        &mut ids,
        &updated(maya.click(&held, "Share without my name").await),
    );
    garden.advance(A_BATCH);
    let queue = asked(&garden, "/settings shares").await;
    assert!(queue.as_text().contains(HELD), "{}", queue.as_text());
    note(&mut moderators, &queue);
    moderators.insert("share:queue:0".to_owned());

    let alone = garden.reflect(&maya, &post, PRIVATE).await;
    note(&mut ids, &alone);
    let reflections = [&kept, &held, &alone].map(reflection_of);
    let found = everything_is_shown(&maya, &mut ids).await;
    let (message, asked) = asked_at_sea(&garden, &mut ids).await;
    let hers = Hers {
        post,
        share,
        message,
        asked,
        kept,
        found,
        ids,
        moderators,
        reflections,
    };
    (garden, hers)
}

/// The id of the reflection that was just kept.
pub fn reflection_of(kept: &Shown) -> String {
    let delete = carried(kept, "Delete this one");
    delete.split(':').nth(1).expect("its id").to_owned()
}

/// Maya turns all pages, and is asked about all that she could do. Shows the last of what she looked for.
async fn everything_is_shown(maya: &Member, ids: &mut BTreeSet<String>) -> Shown {
    let mut page = shown(maya.slash("/reflections view").await);
    note(ids, &page);
    while page.has_button("Next page") {
        page = updated(maya.click(&page, "Next page").await);
        note(ids, &page);
    }
    note(ids, &updated(maya.click(&page, "Delete this one").await));
    let delete = shown(maya.slash("/reflections delete").await);
    note(ids, &delete);
    note(ids, &updated(maya.click(&delete, "Delete all").await));
    note(ids, &shown(maya.slash("/reflections withdraw").await));
    let mut found = shown(maya.slash("/reflections search words:heron").await);
    note(ids, &found);
    while found.has_button("Next page") {
        found = updated(maya.click(&found, "Next page").await);
        note(ids, &found);
    }
    found
}

/// In the other server she has not agreed yet to keep what she wrote there.
async fn asked_at_sea(garden: &Garden, ids: &mut BTreeSet<String>) -> (Shown, Shown) {
    let quay = channel(garden, "quay");
    allow(garden, "maya", quay, Permissions::SEND_MESSAGES);
    let at_sea = garden.maya().in_channel("quay");
    let message = at_sea.says(AT_SEA).expect("she may write");
    let asked = private(at_sea.message_command(&message, KEEP).await);
    assert!(asked.as_text().contains(AT_SEA), "{}", asked.as_text());
    note(ids, &asked);
    (message, asked)
}

/// All rows of the database but this person's, as text.
pub async fn rows_but_of(garden: &Garden, user: Id) -> BTreeSet<String> {
    let mut database = database(garden).await;
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table'";
    let tables = sqlx::query(tables).fetch_all(&mut database).await;
    let mut all = BTreeSet::new();
    for table in tables.expect("the tables") {
        let table: String = table.get(0);
        let columns = AssertSqlSafe(format!("PRAGMA table_info({table})"));
        let columns = sqlx::query(columns).fetch_all(&mut database).await;
        let columns = columns.expect("its columns").into_iter();
        let quoted = columns.map(|one| format!("quote({})", one.get::<String, _>(1)));
        let quoted: Vec<_> = quoted.collect();
        let rows = format!("SELECT {} FROM {table}", quoted.join(" || ', ' || "));
        let rows = sqlx::query(AssertSqlSafe(rows))
            .fetch_all(&mut database)
            .await;
        let rows = rows.expect("its rows").into_iter();
        all.extend(rows.map(|row| format!("{table}: {}", row.get::<String, _>(0))));
    }
    all.retain(|row| !row.contains(&user.to_string()));
    all
}

/// What is sent from here on to anybody.
pub struct Window<'a> {
    garden: &'a Garden,
    first: usize,
}

impl<'a> Window<'a> {
    pub fn open(garden: &'a Garden) -> Self {
        let first = garden.sandbox.record().all().len();
        Self { garden, first }
    }

    /// Nothing that was sent meanwhile, and no file that `hand` or everybody has, holds these words or leads
    /// to Maya.
    pub fn holds_nothing_of_hers(&self, hand: Id, words: &[&str], reflections: &[String]) {
        let mut traces = Traces::default();
        for word in words {
            traces.words(word, word);
        }
        for id in reflections {
            traces.random_id("a reflection's id", id);
        }
        traces.word("her name", "maya");
        for name in NAMES {
            traces.words("her name", name);
        }
        traces.snowflake("her id", id_of(self.garden, "maya"));
        let mut presses = Presses::default();
        presses.note(self.garden);
        let mut sent = requests(self.garden, &presses, self.first);
        assert!(sent.len() > 5, "something was sent");
        sent.extend(
            files(self.garden)
                .into_iter()
                .filter(|file| file.to.is_none() || file.to == Some(hand)),
        );
        for sent in sent {
            let found = traces.found_in(&Reading::of(&sent.text));
            assert!(found.is_none(), "{found:?} is in:\n{}", sent.text);
        }
    }
}

/// All of hers, page by page.
pub async fn she_reads_all(maya: &Member) {
    let mut page = shown(maya.slash("/reflections view").await);
    for text in [PRIVATE, HELD, SHOWN] {
        assert!(page.as_text().contains(text), "{}", page.as_text());
        if page.has_button("Next page") {
            page = updated(maya.click(&page, "Next page").await);
        }
    }
}

/// What was hers is, and does what it did.
pub async fn she_can_do_everything(garden: &Garden, hers: &Hers) {
    let maya = garden.maya();
    she_reads_all(&maya).await;
    let found = shown(maya.slash("/reflections search words:heron").await);
    assert!(
        found.as_text().contains("1 of 3 found"),
        "{}",
        found.as_text()
    );
    let export = shown(maya.slash("/reflections export").await);
    let file = exported(garden, &export);
    let texts = file["reflections"].as_array().expect("a list").iter();
    let texts: Vec<_> = texts.filter_map(|one| one["text"].as_str()).collect();
    assert_eq!(texts, [PRIVATE, HELD, SHOWN]);

    let [first, held, alone] = &hers.reflections;
    let mut named = hers.ids.iter();
    let named = named.find(|id| id.starts_with(&format!("share:named:{alone}:")));
    let signed = pressed(&maya, named.expect("as she was shown it")).await;
    assert!(
        signed.as_text().contains("with your name"),
        "{}",
        signed.as_text()
    );
    let both = in_thread(garden, &hers.post, 2).await;
    let by_her = |one: &&Shown| one.as_text().contains(PRIVATE);
    assert_eq!(both.iter().filter(by_her).count(), 1);
    for (reflection, left) in [(alone, 1), (first, 0), (held, 0)] {
        let back = pressed(&maya, &format!("share:back:{reflection}")).await;
        assert!(back.as_text().contains("Taken back"), "{}", back.as_text());
        garden.advance(A_BATCH);
        in_thread(garden, &hers.post, left).await;
    }
    nothing_left(garden).await;
    let gone = pressed(&maya, &format!("delete-one:{first}:2:sure")).await;
    assert!(gone.as_text().contains("is deleted"), "{}", gone.as_text());
    let gone = pressed(&maya, "delete-all:sure").await;
    assert!(
        gone.as_text().contains("2 reflections are deleted"),
        "{}",
        gone.as_text()
    );
    pressed(&maya, "withdraw:sure").await;
    assert_eq!(stored_about(garden, "maya").await, []);
}
