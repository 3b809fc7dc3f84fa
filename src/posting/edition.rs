//! What a post says: the week's article, stored by whoever asks first, and the practice and prompt
//! whose turn it is. A preview and the plan both draw here, so that they are the same.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sha2::{Digest, Sha256};

use super::{
    Channel, Posting,
    channel::{Composed, Edition},
    model::{PostId, Schedule, Topics},
};
use crate::{
    calendar::IsoWeek,
    content::{Article, Library, Slug, choose},
    store::{Result, Writing, ids::GuildId},
};

/// One article a week: this is more than nineteen years.
const REMEMBERED_WEEKS: u32 = 1000;

/// The very post that goes out at a time, composed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The post's id.
    pub post: PostId,
    /// When it goes out.
    pub due_at: DateTime<Utc>,
    /// The week's article.
    pub article: Slug,
    /// The practice whose turn it is.
    pub practice: Slug,
    /// The prompt whose turn it is.
    pub prompt: String,
    /// The whole message, as the channel composed it.
    pub composed: Composed,
}

/// Draws and composes a schedule's post. `None` if the library has no article for it.
pub(super) async fn draw<C: Channel>(
    posting: &Posting<C>,
    writing: &mut Writing,
    schedule: &Schedule,
    due_at: DateTime<Utc>,
) -> Result<Option<Preview>> {
    let zone = writing.zone(schedule.guild).await?;
    let zone = zone.unwrap_or(schedule.zone);
    let week = IsoWeek::of(due_at, zone);
    let turn = match week.start(zone) {
        Some(start) => writing.count_turns(schedule.id, start, due_at).await?,
        None => 0,
    };
    let library = posting.shelf.library();
    let Some(article) = week_article(&library, writing, schedule, week, zone).await? else {
        return Ok(None);
    };
    let turn = usize::try_from(turn).unwrap_or(usize::MAX);
    let practice = choose::nth(&article.practices, turn);
    let (Some(practice), Some(prompt)) = (practice, choose::nth(&article.prompts, turn)) else {
        return Ok(None);
    };
    let post = PostId::of(schedule.id, due_at);
    let composed = posting.channel.compose(&Edition {
        post,
        schedule: schedule.id,
        guild: schedule.guild,
        due_at,
        zone: schedule.zone,
        manner: &schedule.manner,
        article,
        practice,
        prompt,
        affirmations: &article.affirmations,
    });
    Ok(Some(Preview {
        post,
        due_at,
        article: article.slug.clone(),
        practice: practice.slug.clone(),
        prompt: prompt.clone(),
        composed,
    }))
}

async fn week_article<'a>(
    library: &'a Library,
    writing: &mut Writing,
    schedule: &Schedule,
    week: IsoWeek,
    zone: Tz,
) -> Result<Option<&'a Article>> {
    let (guild, topics) = (schedule.guild, &schedule.topics);
    let off = writing.switched_off(guild).await?;
    if let Some(chosen) = writing.week_article(guild, topics, week).await? {
        // Switched off, a week that began with it still ends with it.
        let stands = !off.contains(&chosen)
            || writing
                .is_posted_from(schedule, &chosen, week.start(zone), week.end(zone))
                .await?;
        if let Some(article) = library.article(&chosen)
            && stands
        {
            return Ok(Some(article));
        }
        // Posts that were made of it are frozen; no further one can be, or is wanted.
        writing
            .drop_week_article(guild, topics, week, &chosen)
            .await?;
    }
    let mut candidates = library.on_topics(topics.as_slice());
    candidates.retain(|article| !off.contains(&article.slug));
    let used = writing
        .used_articles(guild, topics, REMEMBERED_WEEKS)
        .await?;
    let Some(next) = choose::next_article(&candidates, &used, seed(guild, topics, week)) else {
        return Ok(None);
    };
    let stands = writing
        .choose_week_article(guild, topics, week, &next.slug)
        .await?;
    Ok(library.article(&stands))
}

/// Servers go through the library in different orders, each the same on every machine.
fn seed(guild: GuildId, topics: &Topics, week: IsoWeek) -> u64 {
    let digest = Sha256::new()
        .chain_update(guild.get().to_be_bytes())
        .chain_update(week.year.to_be_bytes())
        .chain_update(week.week.to_be_bytes())
        .chain_update(topics.to_string())
        .finalize();
    digest
        .iter()
        .take(8)
        .fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}
