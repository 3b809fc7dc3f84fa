//! Who does what in each week of the year. It is the same in every year, so that whoever tells of something in
//! it finds it there again.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::words;

/// Whoever writes in the year, by unique name and by what they are called. The first does in every week in
/// which anybody does, the others come and go.
pub const PEOPLE: [(&str, &str); 11] = [
    ("maya", "Maya"),
    ("theo", "Theo"),
    ("rowan", "Rowan"),
    ("alma", "Alma"),
    ("bram", "Bram"),
    ("cleo", "Cleo"),
    ("dario", "Dario"),
    ("esme", "Esme"),
    ("finn", "Finn"),
    ("hana", "Hana"),
    ("jonas", "Jonas"),
];

/// How many write after each post. Of fewer than five in a week `/insights` names no number.
const WRITERS: [usize; 52] = [
    3, 2, 4, 5, 6, 4, 6, 7, 5, 8, 6, 4, 7, 7, 8, 9, 7, 6, 5, 8, 9, 7, 6, 4, 3, 0, 2, 4, 5, 7, 8, 9,
    8, 10, 9, 7, 8, 6, 7, 9, 11, 8, 9, 10, 3, 6, 7, 8, 9, 7, 10, 8,
];

/// About how many minutes after the post the first of them writes, the second, and so on.
const MOMENTS: [i64; PEOPLE.len()] = [7, 22, 51, 190, 395, 611, 694, 1_475, 2_110, 3_530, 5_020];

/// Who moderates, and after which post they leave out the next one: they are away.
const AWAY: (&str, usize) = ("rowan", 29);

/// Something that somebody does, so long after the week's post.
#[derive(Debug)]
pub struct Deed {
    pub after: TimeDelta,
    pub who: &'static str,
    pub what: What,
}

#[derive(Debug, PartialEq, Eq)]
pub enum What {
    /// Writes in the post's form, and keeps it private.
    Keeps(&'static str),
    /// Writes in the post's form, and shares it with their name.
    Shares(&'static str),
    /// Replies to the post.
    Replies(&'static str),
    /// Takes the first steps of the post's practice.
    Practises,
    /// Asks for something kind, for all to see.
    Affirms,
    /// Leaves out the next post.
    Skips,
}

/// The deeds after each post, in the order of their times.
pub fn year() -> Vec<Vec<Deed>> {
    let mut year = Year {
        kept: words::kept(),
        shared: words::shared().into_iter(),
        agreed: BTreeSet::new(),
    };
    let posts = WRITERS.iter().enumerate();
    posts.map(|(post, count)| year.week(post, *count)).collect()
}

struct Year {
    kept: Vec<&'static str>,
    shared: std::vec::IntoIter<&'static str>,
    /// Who has written in the form before: of nobody else a reply is kept.
    agreed: BTreeSet<usize>,
}

impl Year {
    fn week(&mut self, post: usize, writers: usize) -> Vec<Deed> {
        let people = in_turn(post);
        let mut deeds = Vec::new();
        let mut add = |minutes, who, what| {
            let after = TimeDelta::minutes(minutes + a_little(post + deeds.len()));
            deeds.push(Deed { after, who, what });
        };
        for (nth, who) in people.into_iter().take(writers).enumerate() {
            let what = self.writes(post, nth, who);
            add(MOMENTS[nth], PEOPLE[who].0, what);
        }
        if post % 3 == 1 {
            add(34, PEOPLE[people[5]].0, What::Practises);
        }
        if post % 5 == 2 {
            add(1_900, PEOPLE[people[8]].0, What::Affirms);
        }
        if post == AWAY.1 {
            add(6_000, AWAY.0, What::Skips);
        }
        deeds.sort_by_key(|deed| deed.after);
        deeds
    }

    /// What the `nth` to write after a post does. Every other time the second says it in the open.
    fn writes(&mut self, post: usize, nth: usize, who: usize) -> What {
        let agreed_before = !self.agreed.insert(who);
        let in_the_open = post.is_multiple_of(2) && nth == 1;
        match in_the_open.then(|| self.shared.next()).flatten() {
            Some(words) if agreed_before && post % 4 == 2 => What::Replies(words),
            Some(words) => What::Shares(words),
            // Nobody writes the same as before, or as somebody else after the same post.
            None => What::Keeps(self.kept[(post + who * 5) % self.kept.len()]),
        }
    }
}

/// Who comes first, second and so on after a post.
fn in_turn(post: usize) -> [usize; PEOPLE.len()] {
    let mut people = std::array::from_fn(|nth| nth);
    let others = &mut people[1..];
    others.rotate_left((post * 3 + post / 4) % others.len());
    people
}

/// A few minutes, so that no two weeks are alike.
fn a_little(seed: usize) -> i64 {
    [0, 4, 8, 2, 6, 1, 7, 3, 5][seed % 9]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(deed: &Deed) -> Option<&'static str> {
        match deed.what {
            What::Keeps(words) | What::Shares(words) | What::Replies(words) => Some(words),
            What::Practises | What::Affirms | What::Skips => None,
        }
    }

    #[test]
    fn nobody_writes_the_same_twice_nor_what_somebody_else_says_in_the_open() {
        let year = year();
        let deeds = || year.iter().flatten();
        let mut by_writer = BTreeSet::new();
        for deed in deeds() {
            let Some(words) = written(deed) else { continue };
            assert!(by_writer.insert((deed.who, words)), "{deed:?}");
        }
        let is_open = |deed: &&Deed| matches!(deed.what, What::Shares(_) | What::Replies(_));
        let open: Vec<_> = deeds().filter(is_open).filter_map(written).collect();
        assert_eq!(open, words::shared(), "each is said once, in its order");
        let kept: BTreeSet<_> = words::kept().into_iter().collect();
        assert!(open.iter().all(|words| !kept.contains(words)));
        for week in &year {
            let mut written: Vec<_> = week.iter().filter_map(written).collect();
            let count = written.len();
            written.sort_unstable();
            written.dedup();
            assert_eq!(written.len(), count, "two write the same: {week:?}");
        }
    }

    #[test]
    fn whoever_replies_has_agreed_before_and_all_come_to_reply_or_share() {
        let mut agreed = BTreeSet::new();
        let mut open = BTreeSet::new();
        for deed in year().iter().flatten() {
            match deed.what {
                What::Replies(_) => {
                    assert!(agreed.contains(deed.who), "{deed:?}");
                    open.insert(deed.who);
                }
                What::Shares(_) => {
                    agreed.insert(deed.who);
                    open.insert(deed.who);
                }
                What::Keeps(_) => drop(agreed.insert(deed.who)),
                What::Practises | What::Affirms | What::Skips => {}
            }
        }
        assert_eq!(agreed.len(), PEOPLE.len());
        assert_eq!(open.len(), PEOPLE.len() - 1, "all but the first: {open:?}");
    }

    #[test]
    fn a_weeks_deeds_are_done_before_the_next_post() {
        for deed in year().iter().flatten() {
            assert!(deed.after < TimeDelta::days(6), "{deed:?}");
        }
    }
}
