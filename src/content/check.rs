//! What can only be seen across the library: the same slug, title, name or sentence twice.

use std::{collections::HashMap, ops::Range};

use super::draft::Draft;
use super::fault::File;
use super::report::Fault;

/// One thing that must stand once in the library.
struct Claim<'a> {
    file: &'a File,
    span: &'a Range<usize>,
    text: &'a str,
}

/// Notes what stands twice.
pub fn doubles(drafts: &[(File, Draft)], faults: &mut Vec<Fault>) {
    let mut slugs = Vec::new();
    let mut titles = Vec::new();
    let mut names = Vec::new();
    let mut practice_slugs = Vec::new();
    let mut sentences = Vec::new();
    for (file, draft) in drafts {
        let claim = |span, text| Claim { file, span, text };
        slugs.extend(
            draft
                .slug
                .as_ref()
                .map(|slug| claim(&slug.span, slug.value.as_str())),
        );
        titles.extend(
            draft
                .title
                .as_ref()
                .map(|title| claim(&title.span, &title.value)),
        );
        for practice in &draft.practices {
            names.push(claim(&practice.name.span, &practice.name.value));
            practice_slugs.extend(
                practice
                    .slug
                    .as_ref()
                    .map(|slug| claim(&slug.span, slug.value.as_str())),
            );
        }
        let said = draft.affirmations.iter().chain(&draft.prompts);
        sentences.extend(said.map(|entry| claim(&entry.span, entry.value.as_str())));
    }
    once(
        &slugs,
        "slug",
        "give one of the two articles another slug",
        faults,
    );
    once(
        &titles,
        "title",
        "give one of the two articles another title",
        faults,
    );
    once(
        &names,
        "practice's name",
        "give one of the two practices another name",
        faults,
    );
    once(
        &practice_slugs,
        "practice's slug",
        "give one of the two a slug of its own: ### The name {#another-slug}",
        faults,
    );
    once(
        &sentences,
        "affirmation or prompt",
        "say it once in the library",
        faults,
    );
}

fn once(claims: &[Claim<'_>], what: &str, help: &str, faults: &mut Vec<Fault>) {
    let mut first: HashMap<String, &Claim<'_>> = HashMap::new();
    for claim in claims.iter().filter(|claim| !claim.text.is_empty()) {
        let folded = claim.text.to_lowercase();
        if let Some(earlier) = first.get(&folded) {
            let place = earlier.file.place(earlier.span.clone());
            let message = format!("the {what} “{}” stands already at {place}", claim.text);
            faults.push(claim.file.fault(claim.span.clone(), "again", message, help));
        } else {
            first.insert(folded, claim);
        }
    }
}
