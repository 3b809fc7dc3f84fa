//! Starting: what keeps the bot from it is said in words for the operator, and nothing is harmed.

use std::{
    fs,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use sunflower::{sandbox::faults::Fault, store::DatabaseUrl};

use crate::{
    garden::{Garden, shown},
    moderating::{POST, a_try_begins, asked, history_says, posts_in},
};

const PUT: &str = "PUT /applications/{application}/commands";

/// The bot stopped after Maya kept a reflection.
async fn with_a_reflection() -> Garden {
    let mut garden = Garden::open().await;
    let maya = garden.maya();
    let affirmation = shown(maya.slash("/affirmation topic:trauma").await);
    garden.reflect(&maya, &affirmation, "Hers alone.").await;
    garden.stop_bot().await;
    garden
}

#[tokio::test]
async fn reflections_without_their_key_keep_the_bot_from_starting_until_it_is_back() {
    let mut garden = with_a_reflection().await;
    let config = garden.config();
    let key = fs::read(&config.key_file).expect("the key");
    fs::remove_file(&config.key_file).expect("it is removed");
    let said = garden.refuses_to_start(config.clone()).await;
    assert!(said.contains("is not there"), "{said}");
    assert!(said.contains("Put the file back"), "{said}");
    assert!(!config.key_file.exists(), "no new key was made");
    // Made as it was: for its owner alone.
    write_private(&config.key_file, &key);
    garden.start_bot().await;
    let view = shown(garden.maya().slash("/reflections view").await);
    assert!(view.as_text().contains("Hers alone."));
    garden.close().await;
}

#[tokio::test]
async fn reflections_with_another_key_keep_the_bot_from_starting() {
    let garden = with_a_reflection().await;
    let other = with_a_reflection().await;
    let (mine, theirs) = (garden.config().key_file, other.config().key_file);
    let theirs = fs::read(theirs).expect("the other key");
    write_private(&mine, &theirs);
    let said = garden.refuses_to_start(garden.config()).await;
    assert!(said.contains("key"), "{said}");
    assert!(said.contains("copy"), "what to do: {said}");
    let secret = String::from_utf8_lossy(&theirs);
    let secrets = secret.split_whitespace().filter(|word| word.len() > 20);
    for secret in secrets {
        assert!(!said.contains(secret) && !garden.log().contains(secret));
    }
    other.close().await;
    garden.close().await;
}

fn write_private(path: &std::path::Path, text: &[u8]) {
    use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _};
    let mut options = fs::OpenOptions::new();
    let file = options
        .create(true)
        .write(true)
        .truncate(true)
        .mode(0o600)
        .open(path);
    file.expect("it opens")
        .write_all(text)
        .expect("it is written");
}

#[tokio::test]
async fn a_faulty_library_stops_the_start_before_discord_is_asked_anything() {
    let garden = Garden::without_bot(|_world| {}).await;
    let library = tempfile::tempdir().expect("a folder");
    fs::create_dir(library.path().join("articles")).expect("a folder");
    let article = library.path().join("articles/rest.md");
    fs::write(article, "+++\ntitel = \"Rest\"\n+++\n").expect("an article");
    let mut config = garden.config();
    config.content_dir = Some(library.path().to_owned());
    let said = garden.refuses_to_start(config).await;
    assert!(!said.is_empty());
    assert!(garden.sandbox.record().all().is_empty());
    assert!(!garden.database().exists(), "nor is a database made");
    garden.close().await;
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named_and_left_as_it_is() {
    let garden = Garden::without_bot(|_world| {}).await;
    let letter = garden.database().with_file_name("letter.db");
    let words = "Dear friend, this is a letter and no database. ".repeat(100);
    fs::write(&letter, &words).expect("a letter");
    let mut config = garden.config();
    config.database = DatabaseUrl::file(letter.clone());
    let said = garden.refuses_to_start(config).await;
    assert!(said.contains("letter.db"), "{said}");
    assert_eq!(fs::read_to_string(&letter).expect("it is there"), words);
    garden.close().await;
}

#[tokio::test]
async fn a_second_bot_on_the_same_database_is_refused_and_the_first_goes_on() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    let said = garden.refuses_to_start(garden.config()).await;
    assert!(said.contains("another Sunflower is using"), "{said}");
    garden.mondays_post().await;
    garden.close().await;
}

#[tokio::test]
async fn commands_that_somebody_changed_are_registered_anew_at_the_next_start() {
    let mut garden = Garden::open().await;
    garden.sandbox.change(|world| world.commands.pop());
    garden.restart_bot().await;
    assert_eq!(garden.sandbox.record().of(PUT).len(), 2);
    garden.restart_bot().await;
    assert_eq!(garden.sandbox.record().of(PUT).len(), 2);
    garden.close().await;
}

#[tokio::test]
async fn a_start_during_an_outage_of_discords_says_so_and_the_next_one_works() {
    let mut garden = Garden::without_bot(|_world| {}).await;
    garden.sandbox.faults().on("*").always(Fault::down(503));
    let said = garden.refuses_to_start(garden.config()).await;
    assert!(said.contains("gateway"), "{said}");
    garden.sandbox.faults().clear();
    garden.start_bot().await;
    garden.schedule_mondays().await;
    garden.close().await;
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program runs on the system's clock"
)]
fn real_now() -> (DateTime<Utc>, Instant) {
    (Utc::now(), Instant::now())
}

/// The program, which does not outlive its test.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// The program itself, with a post on its way when it is asked to stop.
#[tokio::test(flavor = "multi_thread")]
async fn a_signal_to_stop_lets_the_post_on_its_way_land() {
    let mut garden = Garden::without_bot(|_world| {}).await;
    let (now, _) = real_now();
    garden.hand.move_to(now - TimeDelta::hours(2));
    garden.start_bot().await;
    let due = (now - TimeDelta::hours(1)).format("%Y-%m-%d %H:%M");
    let create = format!("/schedule create channel:#wellbeing when:{due} zone:UTC");
    let created = asked(&garden, &create).await;
    assert!(
        created.as_text().contains("Planned"),
        "{}",
        created.as_text()
    );
    garden.stop_bot().await;
    garden.hand.move_to(now);
    let slow = Fault::Delay(Duration::from_secs(2));
    garden.sandbox.faults().on(POST).once(slow);
    let config = garden.config();
    let program = Command::new(env!("CARGO_BIN_EXE_sunflower"))
        .arg("run")
        .current_dir(garden.database().parent().expect("a folder"))
        .env_clear()
        .env("DISCORD_TOKEN", garden.sandbox.token())
        .env("DISCORD_API_URL", garden.sandbox.api_url())
        .env(
            "DATABASE_URL",
            format!("sqlite://{}", garden.database().display()),
        )
        .env("REFLECTION_KEY_FILE", &config.key_file)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut program = Program(program);
    a_try_begins(&garden).await;
    let (_, asked_at) = real_now();
    let killed = Command::new("kill")
        .args(["-s", "TERM", &program.0.id().to_string()])
        .status();
    assert!(killed.expect("kill runs").success());
    assert!(program.0.wait().expect("it ends").success());
    assert!(asked_at.elapsed() < Duration::from_secs(10));
    assert_eq!(posts_in(&garden, "wellbeing"), 1);
    // It was settled, too: the next start has nothing to send.
    garden.start_bot().await;
    garden.hand.move_to(now + TimeDelta::hours(1));
    history_says(&garden, "✅").await;
    assert_eq!(garden.sandbox.record().of(POST).len(), 1);
    garden.close().await;
}
