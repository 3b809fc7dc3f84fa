//! `/schedule edit`: changes what is given and nothing else, checks everybody's rights anew, and
//! answers with what is now so.

use chrono_tz::Tz;
use serenity::all::{PartialChannel, RoleId};

use super::{complete, create::read_zone, find, home, options};
use crate::{
    content::{Library, Topic},
    discord::{
        Bot, Context, Error, Refusal,
        answer::Answer,
        commands::{defer, send_below},
        render::{schedule as render, schedules::said_of},
        scheduling::refusal,
        tagging::{TRIES, not_edited},
        target::{Asker, Target},
        words::editing as words,
    },
    posting::{
        model::{Manner, Schedule, ScheduleId, What},
        schedules::{Edit, EditError, Start},
    },
    store::ids::{self, ChannelId, GuildId, UserId},
};
use options::CatchUp;

/// What a moderator wants to be different.
#[derive(Clone, Default)]
struct Wanted {
    when: Option<String>,
    zone: Option<Tz>,
    channel: Option<(ChannelId, Asker)>,
    topics: Option<Vec<Topic>>,
    what: Option<What>,
    mention: Mention,
    thread: Option<bool>,
    quiet: Option<bool>,
    catch_up: Option<CatchUp>,
}

/// Whom posts are to ping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mention {
    #[default]
    AsBefore,
    Nobody,
    Role(ids::RoleId),
}

#[expect(
    clippy::too_many_arguments,
    reason = "each is an option of the command"
)]
#[poise::command(slash_command)]
pub async fn edit(
    ctx: Context<'_>,
    #[autocomplete = "complete::schedule"] schedule: String,
    #[autocomplete = "complete::when"] when: Option<String>,
    #[autocomplete = "complete::zone"] zone: Option<String>,
    #[channel_types(
        "Text",
        "Voice",
        "News",
        "NewsThread",
        "PublicThread",
        "PrivateThread",
        "Forum"
    )]
    channel: Option<PartialChannel>,
    #[autocomplete = "complete::topics"] topics: Option<String>,
    what: Option<What>,
    mention: Option<RoleId>,
    no_mention: Option<bool>,
    thread: Option<bool>,
    quiet: Option<bool>,
    catch_up: Option<CatchUp>,
) -> Result<(), Error> {
    defer(ctx).await?;
    let (bot, guild) = (ctx.data(), home(ctx)?);
    let found = find(bot, guild, &schedule).await?;
    let topics = match topics {
        Some(named) => Some(read_topics(&*bot.library_in(Some(guild)).await?, &named)?),
        None => None,
    };
    let wanted = Wanted {
        when,
        zone: zone.as_deref().map(read_zone).transpose()?,
        channel: channel.as_ref().map(options::picked).transpose()?,
        topics,
        what,
        mention: read_mention(guild, mention, no_mention)?,
        thread,
        quiet,
        catch_up,
    };
    if wanted.is_nothing() && no_mention.is_none() {
        let answer = said_of(words::NOTHING_TO_EDIT, &found, bot.clock.now());
        return send_below(ctx, answer).await;
    }
    let user = UserId::new(ctx.interaction.user.id.get());
    let answer = change(bot, guild, user, found.id, &wanted).await?;
    send_below(ctx, answer).await
}

fn read_topics(library: &Library, named: &str) -> Result<Vec<Topic>, Refusal> {
    if named.trim().eq_ignore_ascii_case(words::ALL_TOPICS) {
        return Ok(Vec::new());
    }
    options::topics(library, named)
}

fn read_mention(
    guild: GuildId,
    mention: Option<RoleId>,
    no_mention: Option<bool>,
) -> Result<Mention, Refusal> {
    match (mention, no_mention.unwrap_or_default()) {
        (Some(_), true) => Err(Refusal::new(words::MENTION_OR_NOT)),
        (Some(role), false) => options::mention(guild, role).map(Mention::Role),
        (None, true) => Ok(Mention::Nobody),
        (None, false) => Ok(Mention::AsBefore),
    }
}

impl Wanted {
    fn is_nothing(&self) -> bool {
        let Self {
            when,
            zone,
            channel,
            topics,
            what,
            mention,
            thread,
            quiet,
            catch_up,
        } = self;
        when.is_none()
            && zone.is_none()
            && channel.is_none()
            && topics.is_none()
            && what.is_none()
            && *mention == Mention::AsBefore
            && thread.is_none()
            && quiet.is_none()
            && catch_up.is_none()
    }

    /// How the schedule is to post there.
    fn manner(&self, read: &Schedule, target: &Target) -> Result<Manner, Refusal> {
        let as_it_is = target.manner(read);
        if self.thread == Some(true) {
            options::can_hold_threads(target.kind)?;
        }
        Ok(Manner {
            what: self.what.unwrap_or(as_it_is.what),
            mention: match self.mention {
                Mention::AsBefore => as_it_is.mention,
                Mention::Nobody => None,
                Mention::Role(role) => Some(role),
            },
            thread: self.thread.unwrap_or(as_it_is.thread),
            quiet: self.quiet.unwrap_or(as_it_is.quiet),
            ..as_it_is
        })
    }
}

/// Changes the schedule as it is now; anew, as long as somebody else was faster.
async fn change(
    bot: &Bot,
    guild: GuildId,
    user: UserId,
    id: ScheduleId,
    wanted: &Wanted,
) -> Result<Answer, Error> {
    for _ in 0..TRIES {
        let read = bot.posting.schedule(guild, id).await.map_err(refusal)?;
        let (channel, asker) = wanted
            .channel
            .unwrap_or((read.channel, Asker::Member(user)));
        let target = Target::look(bot, guild, channel).await?;
        let manner = wanted.manner(&read, &target)?;
        let held = target.allows(bot, asker, &manner).await?;
        let tags = target.wanted_tags(&manner, held)?;
        let edit = Edit {
            channel: Some(channel),
            when: wanted.when.clone(),
            zone: wanted.zone,
            topics: wanted.topics.clone(),
            manner,
            catch_up: wanted.catch_up.map(|CatchUp(window)| window),
            start: match tags {
                Some(_) => Start::Held,
                None => Start::AsBefore,
            },
            again: None,
        };
        match bot.posting.edit(&read, edit).await {
            Ok(edited) => {
                let answer = render::edited(&read, &edited, bot.clock.now());
                return Ok(match tags {
                    Some(tags) => answer.and(render::ask_tags_below(&edited, &tags)),
                    None => answer,
                });
            }
            Err(EditError::Outdated) => {}
            Err(error) => return Err(not_edited(bot, error)),
        }
    }
    Err(Refusal::new(words::CONTENDED).into())
}
