//! `sunflower sandbox --rehearse`: one week in the made-up server, told as it happens. Every step is
//! looked at, and the first that goes wrong ends the rehearsal with what it was.

use std::io::{Cursor, Read as _};

use anyhow::{Context as _, bail, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use zip::ZipArchive;

use super::{logging, playground::Playground, run, transcript};
use crate::{
    app,
    clock::Pace,
    config::Logging,
    discord,
    reflection::archive::MARKDOWN_FILE,
    sandbox::{
        Stage as _,
        driver::{Member, Seen, Shown},
        world::Message,
    },
};

const ZONE: Tz = Tz::Europe__London;
const CHANNEL: &str = "wellbeing";
const WORDS: &str =
    "I said no to an extra shift, and nobody minded. My shoulders came down a little.";

/// Plays the week.
///
/// # Errors
///
/// The first thing that went wrong.
pub fn rehearse(port: u16) -> anyhow::Result<()> {
    logging::start(Logging::quiet());
    let runtime = run::runtime()?;
    let ended = runtime.block_on(async {
        let mut week = Week::begin(port).await?;
        week.play().await?;
        week.end().await
    });
    runtime.shutdown_timeout(run::LEFTOVERS_WITHIN);
    ended.context("The rehearsal stops here")
}

/// A Sunday at noon.
fn sunday() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_348_800, 0).expect("a second of the year 2026")
}

/// The bot, running in the playground.
struct Running {
    shutdown: CancellationToken,
    task: JoinSet<anyhow::Result<()>>,
}

struct Week {
    playground: Playground,
    bot: Running,
}

impl Week {
    async fn begin(port: u16) -> anyhow::Result<Self> {
        let playground = Playground::open(port, sunday(), Pace::Standing).await?;
        let bot = Running::start(&playground).await?;
        transcript::tell(
            "A week with Sunflower, rehearsed. The bot is the real one, with its real database; Discord is \
             a stand-in on this machine, and the clock is moved by hand. Nothing leaves this machine.",
        );
        Ok(Self { playground, bot })
    }

    async fn play(&mut self) -> anyhow::Result<()> {
        self.a_schedule_is_made().await?;
        self.a_member_looks_around().await?;
        let post = self.the_post_appears().await?;
        self.a_member_practises(&post).await?;
        self.a_member_reflects(&post).await?;
        self.the_bot_is_restarted().await?;
        self.a_member_takes_it_all_away().await?;
        self.the_next_week_comes().await
    }

    async fn end(mut self) -> anyhow::Result<()> {
        self.bot.stop().await?;
        transcript::tell(
            "Two posts were due, and two went out. What Maya wrote was hers alone, and is gone. \
             That was the whole bot.",
        );
        println!();
        Ok(())
    }

    async fn a_schedule_is_made(&mut self) -> anyhow::Result<()> {
        self.scene("The Quiet Garden, a made-up server");
        transcript::tell("Rowan moderates here. The week should begin with something kind.");
        let rowan = self.member("rowan");
        let typed =
            format!("/schedule create channel:#{CHANNEL} when:\"mondays 9:00\" zone:London");
        let answer = self.types(&rowan, "Rowan", &typed).await?;
        ensure!(
            answer.is_private(),
            "a moderator's answer was shown to everyone"
        );
        ensure!(
            answer.as_text().contains("23 November 2026 09:00"),
            "the next time is not in the answer:\n{}",
            answer.as_text()
        );
        Ok(())
    }

    async fn a_member_looks_around(&mut self) -> anyhow::Result<()> {
        transcript::tell(
            "Maya has had a long day. She asks for something kind, and then for one more.",
        );
        let maya = self.member("maya");
        let first = self.types(&maya, "Maya", "/affirmation").await?;
        let another = self.presses(&maya, "Maya", &first, "Another").await?;
        ensure!(
            first.as_text() != another.as_text(),
            "the same affirmation came twice"
        );
        Ok(())
    }

    async fn the_post_appears(&mut self) -> anyhow::Result<Shown> {
        self.move_to(sunday() + TimeDelta::hours(21));
        let post = self.post_number(1).await?;
        self.scene(&format!("#{CHANNEL}"));
        transcript::tell("The week's post is there, for everyone to see:");
        transcript::see(post.as_text());
        Ok(post)
    }

    async fn a_member_practises(&mut self, post: &Shown) -> anyhow::Result<()> {
        self.advance(TimeDelta::minutes(12));
        self.scene("Theo tries the practice");
        let theo = self.member("theo");
        let first = self.presses(&theo, "Theo", post, "Practice").await?;
        ensure!(first.is_private(), "Theo's practice was shown to everyone");
        let next = self.presses(&theo, "Theo", &first, "Next step").await?;
        ensure!(
            first.as_text() != next.as_text(),
            "the next step is the first one"
        );
        Ok(())
    }

    async fn a_member_reflects(&mut self, post: &Shown) -> anyhow::Result<()> {
        self.advance(TimeDelta::hours(10));
        self.scene("Maya reflects");
        let maya = self.member("maya");
        let consent = self.presses(&maya, "Maya", post, "Reflect").await?;
        transcript::tell("She reads it, and presses *I agree*. A form opens:");
        let form = maya.click(&consent, "I agree").await?.form()?;
        transcript::see(&form.as_text());
        transcript::tell(&format!("She writes: “{WORDS}”"));
        let field = form.fields.first().context("the form has no field")?;
        let kept = message(maya.fill(&form, &[(&field.label, WORDS)]).await?)?;
        ensure!(kept.is_private(), "what Maya wrote was shown to everyone");
        transcript::see(kept.as_text());
        let hers = self.types(&maya, "Maya", "/reflections view").await?;
        ensure!(
            hers.as_text().contains(WORDS),
            "Maya's own words are not there"
        );
        transcript::tell("Theo looks for it. There is nothing for him to find.");
        let theo = self.member("theo");
        let his = self.types(&theo, "Theo", "/reflections view").await?;
        ensure!(!his.as_text().contains(WORDS), "Theo read Maya's words");
        Ok(())
    }

    async fn the_bot_is_restarted(&mut self) -> anyhow::Result<()> {
        self.advance(TimeDelta::hours(40));
        self.scene("Sunflower is updated");
        transcript::tell(
            "It is stopped and started again, on the same database, and looks at what it owes. \
             Nothing: the week's post is out, once.",
        );
        self.bot.stop().await?;
        self.bot = Running::start(&self.playground).await?;
        self.advance(TimeDelta::hours(1));
        self.post_number(1).await?;
        Ok(())
    }

    async fn a_member_takes_it_all_away(&mut self) -> anyhow::Result<()> {
        self.advance(TimeDelta::hours(20));
        self.scene("Maya takes her words with her");
        let maya = self.member("maya").in_dm();
        let exported = self
            .types(&maya, "Maya, in a direct message,", "/reflections export")
            .await?;
        let file = exported.files().first().context("no file came")?;
        let bytes = self
            .playground
            .sandbox
            .read(|world| world.files.get(&file.id).cloned())
            .context("the file is empty")?;
        let mut zip = ZipArchive::new(Cursor::new(bytes)).context("the file is no zip")?;
        let mut text = String::new();
        zip.by_name(MARKDOWN_FILE)?.read_to_string(&mut text)?;
        ensure!(text.contains(WORDS), "Maya's words are not in the file");
        transcript::tell(&format!("In the file, {MARKDOWN_FILE}:"));
        transcript::see(&text);
        let asked = self.types(&maya, "Maya", "/reflections withdraw").await?;
        self.presses(&maya, "Maya", &asked, "Yes, withdraw").await?;
        let left = self.types(&maya, "Maya", "/privacy").await?;
        ensure!(
            !left.as_text().contains("1 reflection"),
            "something of Maya's is left"
        );
        Ok(())
    }

    async fn the_next_week_comes(&mut self) -> anyhow::Result<()> {
        self.move_to(sunday() + TimeDelta::days(7) + TimeDelta::hours(21));
        let post = self.post_number(2).await?;
        self.scene(&format!("#{CHANNEL}, a week later"));
        let title = post.as_text().lines().next().context("the post is empty")?;
        transcript::tell("The next post is there, of another article:");
        transcript::see(title);
        let rowan = self.member("rowan");
        self.types(&rowan, "Rowan", "/schedule history").await?;
        Ok(())
    }

    fn member(&self, name: &str) -> Member {
        self.playground.sandbox.member(name).in_channel(CHANNEL)
    }

    fn scene(&mut self, title: &str) {
        transcript::scene(self.playground.stage.now(), ZONE, title);
    }

    async fn types(&mut self, who: &Member, name: &str, typed: &str) -> anyhow::Result<Shown> {
        transcript::tell(&format!("{name} types  {typed}"));
        let seen = who
            .slash(typed)
            .await
            .with_context(|| format!("{name} typed {typed}"))?;
        Self::shows(seen)
    }

    async fn presses(
        &mut self,
        who: &Member,
        name: &str,
        on: &Shown,
        button: &str,
    ) -> anyhow::Result<Shown> {
        transcript::tell(&format!("{name} presses  [{button}]"));
        let seen = who
            .click(on, button)
            .await
            .with_context(|| format!("{name} pressed [{button}]"))?;
        Self::shows(seen)
    }

    fn shows(seen: Seen) -> anyhow::Result<Shown> {
        let shown = message(seen)?;
        transcript::see(shown.as_text());
        Ok(shown)
    }

    fn move_to(&self, at: DateTime<Utc>) {
        self.playground.stage.move_to(at);
    }

    fn advance(&self, step: TimeDelta) {
        self.move_to(self.playground.stage.now() + step);
    }

    /// Waits for the channel's `number`-th post, and holds that there are no more of them.
    async fn post_number(&self, number: usize) -> anyhow::Result<Shown> {
        let sandbox = &self.playground.sandbox;
        sandbox
            .until(|world| {
                let channel = world.channels.values().find(|one| one.name == CHANNEL)?;
                let public = |message: &&Message| {
                    message.author == world.bot() && message.ephemeral_to.is_none()
                };
                (world.messages_in(channel.id).filter(public).count() >= number).then_some(())
            })
            .await
            .with_context(|| format!("post number {number} did not come"))?;
        let seen = self.member("theo").reads(CHANNEL)?;
        let mut posts: Vec<_> = seen.into_iter().filter(|one| !one.is_private()).collect();
        ensure!(
            posts.len() == number,
            "{} posts, and not {number}",
            posts.len()
        );
        posts.pop().context("no post is there")
    }
}

fn message(seen: Seen) -> anyhow::Result<Shown> {
    match seen {
        Seen::Message(shown) | Seen::Updated(shown) => Ok(shown),
        other => bail!("that is not a message: {}", other.as_text()),
    }
}

impl Running {
    async fn start(playground: &Playground) -> anyhow::Result<Self> {
        let shutdown = CancellationToken::new();
        let mut task = JoinSet::new();
        task.spawn(app::run(
            playground.config.clone(),
            playground.stage.clock(),
            shutdown.clone(),
        ));
        let commands = discord::commands();
        let commands: Vec<&str> = commands.iter().map(|command| &*command.name).collect();
        tokio::select! {
            ready = playground.sandbox.until_ready(&commands) => ready.context("the bot is not ready")?,
            Some(ended) = task.join_next() => {
                ended??;
                bail!("the bot stopped by itself");
            }
        }
        Ok(Self { shutdown, task })
    }

    async fn stop(&mut self) -> anyhow::Result<()> {
        self.shutdown.cancel();
        match self.task.join_next().await {
            Some(ended) => ended.context("the bot broke")?,
            None => Ok(()),
        }
    }
}
