//! What a button, a menu or a form carries: all of its state, typed, in the 100 characters of a
//! `custom_id`. Pressed a year later, after a restart, by anyone, it still says what it meant.
//!
//! Words separated by `:`, which no part holds. The grammar only grows: nothing that was ever sent
//! may come to mean something else, and what is unknown is `None`, which gets a kind sentence.

mod acting;
mod keeping;
mod mending;
mod settings;
mod setup;
mod sharing;

use std::fmt;

pub use self::{
    acting::Acting,
    keeping::Origin,
    mending::Mending,
    settings::Settings,
    setup::{Day, Draft, Setup},
    sharing::Sharing,
};

use crate::{
    content::{Slug, Topic},
    reflection::model::ReflectionId,
    store::ids::{ChannelId, PostId, ScheduleId},
};

/// As long as Discord lets a `custom_id` be.
pub const LONGEST: usize = 100;

/// Everything that can be pressed, chosen from or sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CustomId {
    /// The `step`-th affirmation of a walk.
    Affirmation { pool: Pool, seed: u16, step: u32 },
    /// The `step`-th question of a walk.
    Prompt { pool: Pool, seed: u16, step: u32 },
    /// A page of an article.
    Article {
        slug: Slug,
        page: u32,
        post: Option<PostId>,
    },
    /// A page of the list of articles.
    Articles { page: u32 },
    /// A step of a practice, or all of them.
    Practice {
        slug: Slug,
        view: View,
        post: Option<PostId>,
    },
    /// A page of the list of practices: an article's, or all.
    Practices { page: u32, article: Option<Slug> },
    /// A menu, whose choice says the rest.
    Choose(Menu),
    /// Wants to write a reflection.
    Reflect(Source),
    /// Agrees to what is kept, and goes on to write.
    Agree(Source),
    /// Agrees to what is kept, and that the message is which was shown with it.
    AgreeToKeep(Origin),
    /// Does not agree.
    Decline,
    /// The form, filled in; `agreed` if it was opened by agreeing just now.
    Form { source: Source, agreed: bool },
    /// A page of the member's own reflections.
    Reflections { page: u32 },
    /// One of those that a search found. What was looked for stands in the answer itself.
    Found { nth: u32 },
    /// Deleting one: asked, then done.
    DeleteOne {
        id: ReflectionId,
        page: u32,
        sure: bool,
    },
    /// Deleting all: asked, then done.
    DeleteAll { sure: bool },
    /// Withdrawing consent: asked, then done.
    Withdraw { sure: bool },
    /// No longer wants to be known as the maker of schedules.
    ForgetMaker,
    /// A moderator's answer to whether a schedule is to be deleted.
    DeleteSchedule { id: ScheduleId, sure: bool },
    /// A menu of the tags that a forum's schedule may give its posts.
    Tags { schedule: ScheduleId },
    /// A page of the server's schedules.
    Schedules { page: u32 },
    /// A page of what was posted: a schedule's, or all.
    History {
        page: u32,
        schedule: Option<ScheduleId>,
    },
    /// What a moderator does with one post.
    Acting(Acting),
    /// What a moderator does about a notice.
    Mending(Mending),
    /// What a moderator sets for the server.
    Settings(Settings),
    /// A step of a moderator's guided start.
    Setup(Setup),
    /// What is shared.
    Sharing(Sharing),
    /// A page of the server's weeks in numbers.
    Insights { page: u32 },
}

/// Which affirmations or questions a walk goes over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pool {
    All,
    Topic(Topic),
    Article(Slug),
}

/// How much of a practice is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// One step, from 0.
    Step(u32),
    All,
}

/// Menus, whose values are slugs or country codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    Article,
    Practice,
    Country,
}

/// Which prompt is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The one frozen in a post.
    Post(PostId),
    /// An article's, by its place, modulo.
    Article { slug: Slug, prompt: u32 },
}

impl CustomId {
    /// The text that Discord keeps.
    #[must_use]
    pub fn encode(&self) -> String {
        self.to_string()
    }

    /// What a text meant when it was sent; `None` if we never sent it, or it was forged.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let parts: Vec<&str> = text.split(':').collect();
        Some(match parts.as_slice() {
            ["affirmation", seed, step, pool @ ..] => Self::Affirmation {
                pool: Pool::parse(pool)?,
                seed: number(seed)?,
                step: number(step)?,
            },
            ["prompt", seed, step, pool @ ..] => Self::Prompt {
                pool: Pool::parse(pool)?,
                seed: number(seed)?,
                step: number(step)?,
            },
            ["article", slug, page, post @ ..] => Self::Article {
                slug: slug.parse().ok()?,
                page: number(page)?,
                post: optional(post)?,
            },
            ["articles", page] => Self::Articles {
                page: number(page)?,
            },
            ["practice", slug, view, post @ ..] => Self::Practice {
                slug: slug.parse().ok()?,
                view: View::parse(view)?,
                post: optional(post)?,
            },
            ["practices", page, article @ ..] => Self::Practices {
                page: number(page)?,
                article: optional(article)?,
            },
            ["choose", "article"] => Self::Choose(Menu::Article),
            ["choose", "practice"] => Self::Choose(Menu::Practice),
            ["choose", "country"] => Self::Choose(Menu::Country),
            ["reflect", source @ ..] => Self::Reflect(Source::parse(source)?),
            ["agree", source @ ..] => Self::Agree(Source::parse(source)?),
            ["agree-to-keep", origin @ ..] => Self::AgreeToKeep(Origin::parse(origin)?),
            ["decline"] => Self::Decline,
            ["form", source @ ..] => Self::Form {
                source: Source::parse(source)?,
                agreed: false,
            },
            ["form-agreed", source @ ..] => Self::Form {
                source: Source::parse(source)?,
                agreed: true,
            },
            ["reflections", page] => Self::Reflections {
                page: number(page)?,
            },
            ["found", nth] => Self::Found { nth: number(nth)? },
            ["delete-one", id, page, sure @ ..] => Self::DeleteOne {
                id: id.parse().ok()?,
                page: number(page)?,
                sure: parse_sure(sure)?,
            },
            ["delete-all", sure @ ..] => Self::DeleteAll {
                sure: parse_sure(sure)?,
            },
            ["withdraw", sure @ ..] => Self::Withdraw {
                sure: parse_sure(sure)?,
            },
            ["forget-maker"] => Self::ForgetMaker,
            ["delete-schedule", id, sure @ ..] => Self::DeleteSchedule {
                id: id.parse().ok()?,
                sure: parse_sure(sure)?,
            },
            ["tags", schedule] => Self::Tags {
                schedule: schedule.parse().ok()?,
            },
            ["schedules", page] => Self::Schedules {
                page: number(page)?,
            },
            ["history", page, schedule @ ..] => Self::History {
                page: number(page)?,
                schedule: optional(schedule)?,
            },
            ["post", act @ ..] => Self::Acting(Acting::parse(act)?),
            ["notice", mending @ ..] => Self::Mending(Mending::parse(mending)?),
            ["settings", setting @ ..] => Self::Settings(Settings::parse(setting)?),
            ["share", what @ ..] => Self::Sharing(Sharing::parse(what)?),
            ["setup", step @ ..] => Self::Setup(Setup::parse(step)?),
            ["insights", page] => Self::Insights {
                page: number(page)?,
            },
            _ => return None,
        })
    }
}

impl Pool {
    fn parse(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            [] => Self::All,
            ["topic", topic] => Self::Topic(topic.parse().ok()?),
            ["article", slug] => Self::Article(slug.parse().ok()?),
            _ => return None,
        })
    }
}

impl View {
    fn parse(part: &str) -> Option<Self> {
        if part == "all" {
            Some(Self::All)
        } else {
            number(part).map(Self::Step)
        }
    }
}

impl Source {
    fn parse(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            ["post", post] => Self::Post(post.parse().ok()?),
            ["article", slug, prompt] => Self::Article {
                slug: slug.parse().ok()?,
                prompt: number(prompt)?,
            },
            _ => return None,
        })
    }
}

/// A number as we write it: without sign or leading zeros, so that each meaning has one text.
fn number<T: std::str::FromStr + fmt::Display>(part: &str) -> Option<T> {
    let number: T = part.parse().ok()?;
    (number.to_string() == part).then_some(number)
}

/// A channel. None has the id 0, from which serenity makes no id.
fn channel(part: &str) -> Option<ChannelId> {
    number(part).filter(|id| *id != 0).map(ChannelId::new)
}

#[expect(clippy::option_option, reason = "unreadable, missing, or there")]
fn optional<T: std::str::FromStr>(parts: &[&str]) -> Option<Option<T>> {
    match parts {
        [] => Some(None),
        [part] => part.parse().ok().map(Some),
        _ => None,
    }
}

fn parse_sure(parts: &[&str]) -> Option<bool> {
    match parts {
        [] => Some(false),
        ["sure"] => Some(true),
        _ => None,
    }
}

impl fmt::Display for CustomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Affirmation { pool, seed, step } => write!(f, "affirmation:{seed}:{step}{pool}"),
            Self::Prompt { pool, seed, step } => write!(f, "prompt:{seed}:{step}{pool}"),
            Self::Article { slug, page, post } => {
                write!(f, "article:{slug}:{page}{}", After(post.as_ref()))
            }
            Self::Articles { page } => write!(f, "articles:{page}"),
            Self::Practice { slug, view, post } => {
                write!(f, "practice:{slug}:{view}{}", After(post.as_ref()))
            }
            Self::Practices { page, article } => {
                write!(f, "practices:{page}{}", After(article.as_ref()))
            }
            Self::Choose(Menu::Article) => f.write_str("choose:article"),
            Self::Choose(Menu::Practice) => f.write_str("choose:practice"),
            Self::Choose(Menu::Country) => f.write_str("choose:country"),
            Self::Reflect(source) => write!(f, "reflect:{source}"),
            Self::Agree(source) => write!(f, "agree:{source}"),
            Self::AgreeToKeep(origin) => write!(f, "agree-to-keep:{origin}"),
            Self::Decline => f.write_str("decline"),
            Self::Form { source, agreed } => {
                write!(f, "form{}:{source}", if *agreed { "-agreed" } else { "" })
            }
            Self::Reflections { page } => write!(f, "reflections:{page}"),
            Self::Found { nth } => write!(f, "found:{nth}"),
            Self::DeleteOne { id, page, sure } => {
                write!(f, "delete-one:{id}:{page}{}", written_sure(*sure))
            }
            Self::DeleteAll { sure } => write!(f, "delete-all{}", written_sure(*sure)),
            Self::Withdraw { sure } => write!(f, "withdraw{}", written_sure(*sure)),
            Self::ForgetMaker => f.write_str("forget-maker"),
            Self::DeleteSchedule { id, sure } => {
                write!(f, "delete-schedule:{id}{}", written_sure(*sure))
            }
            Self::Tags { schedule } => write!(f, "tags:{schedule}"),
            Self::Schedules { page } => write!(f, "schedules:{page}"),
            Self::History { page, schedule } => {
                write!(f, "history:{page}{}", After(schedule.as_ref()))
            }
            Self::Acting(act) => write!(f, "post:{act}"),
            Self::Mending(mending) => write!(f, "notice:{mending}"),
            Self::Settings(setting) => write!(f, "settings:{setting}"),
            Self::Setup(step) => write!(f, "setup:{step}"),
            Self::Sharing(what) => write!(f, "share:{what}"),
            Self::Insights { page } => write!(f, "insights:{page}"),
        }
    }
}

fn written_sure(sure: bool) -> &'static str {
    if sure { ":sure" } else { "" }
}

/// A last part that may be missing.
struct After<'a, T>(Option<&'a T>);

impl<T: fmt::Display> fmt::Display for After<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |part| write!(f, ":{part}"))
    }
}

impl fmt::Display for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => Ok(()),
            Self::Topic(topic) => write!(f, ":topic:{topic}"),
            Self::Article(slug) => write!(f, ":article:{slug}"),
        }
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step(step) => step.fmt(f),
            Self::All => f.write_str("all"),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Post(post) => write!(f, "post:{post}"),
            Self::Article { slug, prompt } => write!(f, "article:{slug}:{prompt}"),
        }
    }
}

#[cfg(test)]
mod tests;
