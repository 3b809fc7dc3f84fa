//! Which one comes next: walks that don't repeat and remember nothing, and the week's article. Pure; the same for ever.

use super::model::Article;
use super::name::Slug;

/// The `step`-th stop of a shuffled walk over `count` things: within each round of `count` steps none comes twice, each
/// round has an order of its own, and none follows itself. 0 if there is nothing to walk over.
///
/// Buttons carry `seed` and `step` for ever, so the order must not change with a library's version: no `rand` here.
#[must_use]
pub fn walk(count: usize, seed: u16, step: u32) -> usize {
    if count < 2 {
        return 0;
    }
    let step = step as usize;
    let place = step % count;
    // Two things can only alternate, or one would follow itself.
    let round = if count == 2 { 0 } else { step / count };
    let order = shuffled(count, seed, round);
    let follows_itself = round > 0 && shuffled(count, seed, round - 1).last() == order.first();
    match place {
        // Exchanging the first two leaves the last alone, which the next round looks at.
        0 | 1 if follows_itself => order[1 - place],
        _ => order[place],
    }
}

/// All numbers below `count` in an order that depends on the seed and the round (Fisher and Yates).
fn shuffled(count: usize, seed: u16, round: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut state = (u64::from(seed) << 48) ^ (round as u64);
    for last in (1..count).rev() {
        state = mixed(state);
        order.swap(last, below(state, last + 1));
    }
    order
}

/// The next article, without repeats until all candidates were used. `used` is everything that was chosen before, oldest
/// first; what is no candidate any more does not count. After a full round, the last one used is not chosen again at once.
#[must_use]
pub fn next_article<'a>(
    candidates: &[&'a Article],
    used: &[Slug],
    seed: u64,
) -> Option<&'a Article> {
    let mut round: Vec<&Slug> = Vec::new();
    let mut last = None;
    for slug in used {
        if !candidates.iter().any(|article| article.slug == *slug) {
            continue;
        }
        last = Some(slug);
        if !round.contains(&slug) {
            round.push(slug);
        }
        if candidates
            .iter()
            .all(|article| round.contains(&&article.slug))
        {
            round.clear();
        }
    }
    let mut fresh: Vec<&Article> = candidates
        .iter()
        .copied()
        .filter(|article| !round.contains(&&article.slug))
        .collect();
    if fresh.len() > 1 {
        fresh.retain(|article| Some(&article.slug) != last);
    }
    fresh.sort_by(|a, b| a.slug.cmp(&b.slug));
    let choice = below(mixed(seed), fresh.len().max(1));
    fresh.get(choice).copied()
}

/// The `n`-th of some things, beginning again after the last.
#[must_use]
pub fn nth<T>(items: &[T], n: usize) -> Option<&T> {
    items.get(n.checked_rem(items.len())?)
}

/// One step of SplitMix64 (Steele, Lea and Flood, 2014): every bit of the result depends on every bit given.
fn mixed(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number below `end`, evenly enough: libraries are tiny beside 2^64.
fn below(random: u64, end: usize) -> usize {
    usize::try_from(random % end as u64).unwrap_or_default()
}
