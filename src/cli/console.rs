//! The sandbox's console: people of the made-up server act by lines that are typed, and see what they
//! would see in Discord.

use std::{
    io::{self, IsTerminal, Write as _},
    time::Duration,
};

use anyhow::{Context as _, anyhow};
use chrono::TimeDelta;
use chrono_tz::Tz;
use futures_util::FutureExt as _;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    time::timeout,
};

use super::{playground::Playground, transcript};
use crate::{
    calendar::Recurrence,
    sandbox::{
        Stage as _,
        driver::{Form, Member, Seen, Shown},
        world::{Id, World},
    },
};

/// What can be typed.
pub const HELP: &str =
    "  /affirmation           any command, as in Discord; in quotes what has spaces
  press Another          a button, on what you saw last or in the channel
  choose Germany         an option of the menu that you saw last
  reply It was a week.   a reply to the bot's newest post in the channel
  as maya                be someone else: rowan moderates, maya and theo are members
  in general, in dm      go to another channel, or to direct messages
  read                   the channel's newest messages
  wait 3 days            move the clock: minutes, hours, days or weeks
  wait until monday 9:00
  help, quit";

/// Where the made-up people live.
const ZONE: Tz = Tz::Europe__London;

/// How long the bot has, after the clock was moved, to say something before the next line is read.
const A_MOMENT: Duration = Duration::from_secs(1);

/// How many messages `read` shows.
const NEWEST: usize = 5;

/// Who is typing, and what is in front of them.
pub struct Console<'a> {
    playground: &'a Playground,
    who: String,
    place: String,
    saw: Option<Shown>,
    form: Option<Form>,
    /// The newest message of the channel that was told of.
    told: Id,
}

impl<'a> Console<'a> {
    /// The moderator, in the channel for wellbeing.
    pub fn new(playground: &'a Playground) -> Self {
        // What is there from an earlier start is no news.
        let newest = |world: &World| {
            let all = world.messages.values();
            let newest = all.filter_map(|messages| messages.keys().next_back());
            newest.max().copied().unwrap_or_default()
        };
        Self {
            playground,
            who: "rowan".to_owned(),
            place: "wellbeing".to_owned(),
            saw: None,
            form: None,
            told: playground.sandbox.read(newest),
        }
    }

    /// Reads and acts until `quit`. Without anything to read it waits for ever.
    pub async fn talk(mut self) {
        let mut lines = BufReader::new(tokio::io::stdin()).lines();
        let mut more = true;
        loop {
            self.prompt();
            let line = tokio::select! {
                line = lines.next_line(), if more => line.unwrap_or_default(),
                news = self.news() => {
                    self.tell_of(news);
                    continue;
                }
            };
            match line.as_deref().map(str::trim) {
                Some("quit" | "exit") => return,
                Some("") => {}
                Some(line) => {
                    if let Err(error) = self.act(line).await {
                        transcript::see(&format!("{error:#}"));
                    }
                }
                None => more = false,
            }
        }
    }

    fn prompt(&self) {
        if !io::stdin().is_terminal() {
            return;
        }
        let now = self.playground.stage.now().with_timezone(&ZONE);
        let mark = if self.form.is_some() { "✎" } else { "›" };
        print!(
            "\n{} · {} in {} {mark} ",
            now.format("%a %-d %b %H:%M"),
            self.who,
            self.place
        );
        // A prompt that can't be shown is not worth an error.
        let _shown = io::stdout().flush();
    }

    fn member(&self) -> Member {
        let member = self.playground.sandbox.member(&self.who);
        match self.place.as_str() {
            "dm" => member.in_dm(),
            channel => member.in_channel(channel),
        }
    }

    async fn act(&mut self, line: &str) -> anyhow::Result<()> {
        if let Some(form) = self.form.take() {
            let field = form.fields.first().context("the form asks nothing")?;
            let seen = self.member().fill(&form, &[(&field.label, line)]).await?;
            self.see(seen);
            return Ok(());
        }
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        match verb {
            _ if line.starts_with('/') => {
                let seen = self.member().slash(line).await?;
                self.see(seen);
                Ok(())
            }
            "press" => {
                let on = self.with_button(rest)?;
                let seen = self.member().click(&on, rest).await?;
                self.see(seen);
                Ok(())
            }
            "choose" => {
                let on = self.saw.clone().context("there is no menu yet")?;
                let menus = on.menus();
                let menu = menus
                    .first()
                    .context("there is no menu on what you saw last")?;
                let seen = self.member().choose(&on, &menu.custom_id, &[rest]).await?;
                self.see(seen);
                Ok(())
            }
            "reply" => self.reply(rest).await,
            "as" => {
                self.playground.sandbox.member(rest).reads_here()?;
                rest.clone_into(&mut self.who);
                self.saw = None;
                Ok(())
            }
            "in" => {
                let place = rest.trim_start_matches('#');
                let before = std::mem::replace(&mut self.place, place.to_owned());
                let read = self.member().reads_here();
                if read.is_err() {
                    self.place = before;
                }
                read.map(drop).map_err(Into::into)
            }
            "read" => {
                let messages = self.member().reads_here()?;
                for shown in messages.iter().rev().take(NEWEST).rev() {
                    transcript::see(shown.as_text());
                }
                self.saw = messages.into_iter().next_back();
                Ok(())
            }
            "wait" => self.wait(rest).await,
            "help" => {
                println!("\n{HELP}");
                Ok(())
            }
            _ => Err(anyhow!(
                "I don't know {verb:?}. `help` shows what can be typed."
            )),
        }
    }

    /// Replies to the newest message of the bot that everyone sees, and shows what it is answered by.
    async fn reply(&mut self, text: &str) -> anyhow::Result<()> {
        let sandbox = &self.playground.sandbox;
        let bot = sandbox.read(World::bot);
        let messages = self.member().reads_here()?.into_iter();
        let mut posts = messages.filter(|shown| shown.raw().author == bot && !shown.is_private());
        let post = posts
            .next_back()
            .context("there is nothing of the bot's to reply to")?;
        let reply = self.member().replies(&post, text, true)?;
        let answered = |world: &World| {
            let reply = world.message(reply.channel(), reply.id())?;
            (!reply.reactions.is_empty()).then_some(())
        };
        // Nobody is answered who has not agreed.
        let _silence = timeout(A_MOMENT, sandbox.until(answered)).await;
        let reply = self.member().looks_again(&reply).unwrap_or(reply);
        transcript::see(reply.as_text());
        Ok(())
    }

    fn see(&mut self, seen: Seen) {
        transcript::see(&seen.as_text());
        match seen {
            Seen::Message(shown) | Seen::Updated(shown) => {
                self.told = self.told.max(shown.id());
                self.saw = Some(shown);
            }
            Seen::Form(form) => {
                println!("\n    Type what you would write, on one line.");
                self.form = Some(form);
            }
            Seen::Choices(_) | Seen::Nothing => {}
        }
    }

    /// What was seen last, if the button is on it; else the newest message that has it.
    fn with_button(&self, label: &str) -> anyhow::Result<Shown> {
        let has_it = |shown: &Shown| shown.has_button(label);
        if let Some(saw) = self.saw.clone().filter(has_it) {
            return Ok(saw);
        }
        let messages = self.member().reads_here()?;
        let newest = messages.into_iter().rev().find(has_it);
        newest.with_context(|| format!("there is no button {label:?} here"))
    }

    async fn wait(&mut self, how_long: &str) -> anyhow::Result<()> {
        let now = self.playground.stage.now();
        let sandbox = &self.playground.sandbox;
        let mut moving = if let Some(when) = how_long.strip_prefix("until ") {
            let at = Recurrence::parse(when, now, ZONE)
                .map_err(|error| anyhow!("{error}"))?
                .next_after(now, ZONE)
                .context("that never comes")?;
            sandbox.move_clock_on_to(at).boxed()
        } else {
            let step = span(how_long).context("try `wait 3 days` or `wait until monday 9:00`")?;
            sandbox.move_clock_by(step).boxed()
        };
        let mut told = String::new();
        loop {
            let news = tokio::select! {
                () = &mut moving => break,
                news = self.news() => news,
            };
            told = self.what_time_it_is();
            transcript::see(&told);
            self.tell_of(news);
        }
        let now = self.what_time_it_is();
        if now != told {
            transcript::see(&now);
        }
        if let Ok(news) = timeout(A_MOMENT, self.news()).await {
            self.tell_of(news);
        }
        Ok(())
    }

    fn what_time_it_is(&self) -> String {
        let now = self.playground.stage.now().with_timezone(&ZONE);
        format!("It is {}.", now.format("%A %-d %B, %H:%M"))
    }

    /// Waits for the bot to say something that everyone in this channel sees.
    async fn news(&self) -> Id {
        loop {
            let newest = |world: &World| {
                let channel = world.channels.values().find(|one| one.name == self.place)?;
                let public = world
                    .messages_in(channel.id)
                    .filter(|one| one.author == world.bot() && one.ephemeral_to.is_none());
                public.map(|one| one.id).max().filter(|id| *id > self.told)
            };
            // Nothing for a while is nothing to tell.
            if let Ok(id) = self.playground.sandbox.until(newest).await {
                return id;
            }
        }
    }

    fn tell_of(&mut self, news: Id) {
        self.told = news;
        let Ok(messages) = self.member().reads_here() else {
            return;
        };
        if let Some(shown) = messages.into_iter().find(|shown| shown.id() == news) {
            println!("\n  Sunflower, to everyone in #{}:", self.place);
            transcript::see(shown.as_text());
            self.saw = Some(shown);
        }
    }
}

/// "3 days", "1 week".
fn span(text: &str) -> Option<TimeDelta> {
    let (count, unit) = text.split_once(' ')?;
    let count: i64 = count.parse().ok()?;
    match unit.trim().trim_end_matches('s') {
        "minute" => TimeDelta::try_minutes(count),
        "hour" => TimeDelta::try_hours(count),
        "day" => TimeDelta::try_days(count),
        "week" => TimeDelta::try_weeks(count),
        _ => None,
    }
}
