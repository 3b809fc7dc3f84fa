//! `sunflower sandbox --seed`: a year of the made-up server goes by before anybody looks. Nothing is written
//! beside the bot: its clock goes from one planned time to the next, and people do what people do. So all that
//! is there to be seen came about as it does in Discord.

mod plan;
mod words;

use std::collections::BTreeSet;

use anyhow::{Context as _, ensure};
use chrono::{DateTime, TimeDelta, Utc};

use self::plan::{Deed, PEOPLE, What};
use super::{counted, playground::Playground};
use crate::{
    clock::Clock,
    sandbox::{
        Sandbox, Stage as _,
        driver::{Form, Member, Seen, Shown},
        world::{Id, World},
    },
};

const A_YEAR: TimeDelta = TimeDelta::weeks(52);

/// Where the posts go, and where else people talk.
const POSTS: &str = "wellbeing";
const TALK: &str = "general";

/// What the moderator types first. Nothing of the year is to end while somebody looks at it, wherever they move
/// the clock.
const BEGINNING: [&str; 3] = [
    "/schedule create channel:#wellbeing when:\"mondays 9:00\" zone:London thread:true",
    "/settings notices channel:#potting-shed",
    "/settings retention time:\"2 years\"",
];

/// When a year begins that ends at this instant.
pub fn begins(end: DateTime<Utc>) -> DateTime<Utc> {
    end - A_YEAR
}

/// Plays the year up to what `today` shows, with the bot that runs in the playground since the year began, and
/// tells of it. The playground's clock is then at today.
///
/// # Errors
///
/// The first thing that went wrong.
pub async fn play(playground: &Playground, today: &Clock) -> anyhow::Result<()> {
    println!("A year goes by in The Quiet Garden. This takes a moment.");
    let mut year = Year {
        playground,
        until: today.now(),
        posts: 0,
        writers: BTreeSet::new(),
        reflections: 0,
    };
    year.play().await.context("The year stops here")?;
    let sandbox = &playground.sandbox;
    sandbox.move_clock_to(today.now());
    // Whoever opens the drawer wants to see what they do themselves.
    sandbox.forget_the_past();
    println!("{}\n", year.told());
    Ok(())
}

struct Year<'p> {
    playground: &'p Playground,
    until: DateTime<Utc>,
    posts: usize,
    writers: BTreeSet<&'static str>,
    reflections: usize,
}

impl Year<'_> {
    async fn play(&mut self) -> anyhow::Result<()> {
        self.sandbox().change(join);
        for typed in BEGINNING {
            self.rowan_types(typed).await?;
        }
        let mut newest = Id::default();
        for deeds in plan::year() {
            let planned = self.playground.stage.planned().await;
            let next = planned.first().context("nothing is planned")?.at;
            if next > self.until {
                break;
            }
            self.sandbox().move_clock_on_to(next).await;
            let post = self.post_after(newest).await?;
            newest = post.id();
            self.posts += 1;
            for deed in &deeds {
                let at = next + deed.after;
                if at > self.until {
                    break;
                }
                self.sandbox().move_clock_to(at);
                let done = self.does(deed, &post).await;
                done.with_context(|| format!("{} on {at}", deed.who))?;
            }
        }
        Ok(())
    }

    fn told(&self) -> String {
        format!(
            "{} went out, and {} people wrote {}.\nLook back on them: /schedule history, /insights, and \
             as maya /reflections view.",
            counted(self.posts, "post"),
            self.writers.len(),
            counted(self.reflections, "reflection"),
        )
    }

    fn sandbox(&self) -> &Sandbox {
        &self.playground.sandbox
    }

    fn member(&self, username: &str, channel: &str) -> Member {
        self.sandbox().member(username).in_channel(channel)
    }

    /// Waits for the post that comes after this one, and for its thread.
    async fn post_after(&self, newest: Id) -> anyhow::Result<Shown> {
        let next = |world: &World| {
            let channel = world.channel(POSTS)?.id;
            let newer = world.messages_in(channel).rev();
            let mut newer = newer.take_while(|one| one.id > newest);
            let post = newer.find(|one| one.author == world.bot() && one.ephemeral_to.is_none())?;
            world.thread_from(channel, post.id)?;
            Some(post.id)
        };
        let post = self.sandbox().until(next).await;
        let post = post.context("the post does not come")?;
        Ok(self.member("rowan", POSTS).finds(post)?)
    }

    /// The moderator gives a command, and dismisses the answer.
    async fn rowan_types(&self, typed: &str) -> anyhow::Result<()> {
        let rowan = self.member("rowan", POSTS);
        let answer = rowan.slash(typed).await.and_then(Seen::message);
        let answer = answer.with_context(|| typed.to_owned())?;
        dismiss(&rowan, &answer)
    }

    async fn does(&mut self, deed: &Deed, post: &Shown) -> anyhow::Result<()> {
        let who = self.member(deed.who, POSTS);
        match deed.what {
            What::Keeps(words) => {
                let kept = write(&who, post, words).await?;
                dismiss(&who, &kept)?;
                self.count(deed.who);
            }
            What::Shares(words) => {
                let kept = write(&who, post, words).await?;
                let shared = who.click(&kept, "Share with my name").await?.updated()?;
                self.is_in_thread(post, shared.id()).await?;
                dismiss(&who, &shared)?;
                self.count(deed.who);
            }
            What::Replies(words) => {
                let reply = who.replies(post, words, true)?;
                self.bears_a_sign(&reply).await?;
                self.count(deed.who);
            }
            What::Practises => {
                let first = who.click(post, "Practice").await?.message()?;
                let next = who.click(&first, "Next step").await?.updated()?;
                dismiss(&who, &next)?;
            }
            What::Affirms => {
                let there = self.member(deed.who, TALK);
                there.slash("/affirmation share:true").await?;
            }
            What::Skips => {
                self.rowan_types("/schedule skip schedule:1").await?;
            }
        }
        Ok(())
    }

    fn count(&mut self, writer: &'static str) {
        self.writers.insert(writer);
        self.reflections += 1;
    }

    /// Waits until what was shared is there for everyone.
    async fn is_in_thread(&self, post: &Shown, since: Id) -> anyhow::Result<()> {
        let shown = |world: &World| {
            let thread = world.thread_from(post.channel(), post.id())?;
            let mut messages = world.messages_in(thread.id).rev();
            let share = messages.find(|one| one.author == world.bot() && one.id > since);
            share.map(drop)
        };
        let shown = self.sandbox().until(shown).await;
        shown.context("what was shared does not appear")
    }

    /// Waits until the bot has said that it keeps a reply.
    async fn bears_a_sign(&self, reply: &Shown) -> anyhow::Result<()> {
        let signed = |world: &World| {
            let signs = &world.message(reply.channel(), reply.id())?.reactions;
            signs.first().map(|sign| sign.emoji.clone())
        };
        let sign = self.sandbox().until(signed).await;
        let sign = sign.context("nothing is said of a reply")?;
        ensure!(sign == "🌻", "a reply is not kept: {sign}");
        Ok(())
    }
}

/// Whoever writes in the year and is not there yet becomes a member as Maya is.
fn join(world: &mut World) {
    let (first, _) = PEOPLE[0];
    let Some(first) = world.user(first).map(|user| user.id) else {
        return;
    };
    let theirs = world.guilds.values().find_map(|guild| {
        let roles = &guild.members.get(&first)?.roles;
        Some((guild.id, roles.clone()))
    });
    let Some((guild, roles)) = theirs else { return };
    for (username, name) in PEOPLE {
        if world.user(username).is_none() {
            let user = world.add_user(username, name);
            world.add_member(guild, user, &roles);
        }
    }
}

/// Reflects on a post in its form, agreeing first if need be; the answer.
async fn write(who: &Member, post: &Shown, words: &str) -> anyhow::Result<Shown> {
    Ok(match who.click(post, "Reflect").await? {
        Seen::Form(form) => fill(who, &form, words).await?.message()?,
        asked => {
            let consent = asked.message()?;
            let form = who.click(&consent, "I agree").await?.form()?;
            // It takes the place of the consent's text.
            fill(who, &form, words).await?.updated()?
        }
    })
}

async fn fill(who: &Member, form: &Form, words: &str) -> anyhow::Result<Seen> {
    let field = form.fields.first().context("the form asks nothing")?;
    Ok(who.fill(form, &[(&field.label, words)]).await?)
}

/// Takes a private answer away that was read.
fn dismiss(who: &Member, answer: &Shown) -> anyhow::Result<()> {
    ensure!(answer.is_private(), "an answer was shown to everyone");
    Ok(who.deletes(answer)?)
}
