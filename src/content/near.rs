//! What somebody probably meant: the known word nearest to the one they wrote.

/// The nearest of the known words, if it is near enough to be worth asking.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    let (distance, best) = known
        .iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&word, &candidate.to_lowercase()),
                *candidate,
            )
        })
        .min_by_key(|(distance, _)| *distance)?;
    let longer = word.chars().count().max(best.chars().count());
    (distance * 3 <= longer).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_its_word_and_another_word_does_not() {
        let known = ["title", "slug", "topics"];
        assert_eq!(nearest("titel", &known), Some("title"));
        assert_eq!(nearest("Topic", &known), Some("topics"));
        assert_eq!(nearest("mood", &known), None);
        assert_eq!(nearest("title", &[]), None);
    }
}
