//! A member looks for a reflection of theirs by its words: each is unsealed in memory, looked at and
//! forgotten. What they look for is written down nowhere.

use super::{
    journal::Journal,
    model::{Entry, Scope, StoredReflection, Words},
};
use crate::store::ids::UserId;

/// How many sealed reflections are in memory at once.
const BATCH: u32 = 100;

/// One of the reflections in which the words were found, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The one that is shown; none if none was found.
    pub entry: Option<Entry>,
    /// Which one of those found it is, from 0: the last one if a later one was asked for.
    pub nth: u32,
    /// In how many the words were found.
    pub total: u32,
    /// Its place among all of the member's, from 0.
    pub place: u32,
    /// How many could not be read, so that nobody knows what they hold.
    pub unreadable: u32,
}

impl Journal {
    /// The `nth` of the member's reflections, newest first, that hold all of these words, in what they
    /// wrote or in the question, in any order, in capitals or not.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn find(
        &self,
        user: UserId,
        scope: Scope,
        words: &str,
        nth: u32,
    ) -> anyhow::Result<Found> {
        let wanted = folded(words);
        let mut found = Found {
            entry: None,
            nth,
            total: 0,
            place: 0,
            unreadable: 0,
        };
        let mut chosen: Option<StoredReflection> = None;
        let mut place = 0;
        loop {
            let batch = self.store.reflections(user, scope, place, BATCH).await?;
            if batch.is_empty() {
                break;
            }
            for stored in batch {
                match self.unseal(&stored).await? {
                    None => found.unreadable += 1,
                    Some(words) if holds(&words, &wanted) => {
                        if found.total <= nth {
                            found.nth = found.total;
                            found.place = place;
                            chosen = Some(stored);
                        }
                        found.total += 1;
                    }
                    Some(_) => {}
                }
                place += 1;
            }
        }
        let chosen = chosen.into_iter().collect();
        found.entry = self.entries(user, scope, chosen).await?.pop();
        Ok(found)
    }
}

/// What is looked for, word by word.
fn folded(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_lowercase).collect()
}

fn holds(words: &Words, wanted: &[String]) -> bool {
    let text = words.text.to_lowercase();
    let prompt = words.prompt.to_lowercase();
    wanted
        .iter()
        .all(|word| text.contains(word) || prompt.contains(word))
}
