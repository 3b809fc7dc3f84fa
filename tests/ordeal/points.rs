//! The points at which the program can be killed: on either side of each write of a step, named in
//! `src/posting`, and of each request, named in `src/discord/rest`.

use std::{collections::BTreeSet, fs, path::Path};

/// The requests that Monday's posts bring about, by the names that the one sender gives them.
const REQUESTS: [&str; 14] = [
    "active threads",
    "application",
    "archived threads",
    "channel",
    "commands",
    "gateway",
    "history",
    "member",
    "open thread",
    "post",
    "post in forum",
    "publish",
    "register commands",
    "server",
];

/// Every point, by its name.
pub fn all() -> BTreeSet<String> {
    let writes = steps()
        .into_iter()
        .flat_map(|step| ["before", "after"].map(|side| format!("{step}: {side} the commit")));
    let requests = REQUESTS.into_iter().flat_map(|request| {
        ["before the request", "after the answer"].map(|side| format!("{request}: {side}"))
    });
    writes.chain(requests).collect()
}

/// The steps that commit something, read off the source.
pub fn steps() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/posting");
    let mut steps = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("the source can be read") {
        let path = entry.expect("the source can be read").path();
        let Ok(source) = fs::read_to_string(path) else {
            continue;
        };
        let named = source.split("commit!(\"").skip(1);
        steps.extend(named.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
    }
    steps
}
