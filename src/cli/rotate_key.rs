//! `sunflower rotate-key`: another key seals, and everything is brought under it; and old keys go.

use std::path::Path;

use super::{counted, no_dumps, run};
use crate::{
    app,
    clock::Clock,
    config::Config,
    reflection::{
        model::KeyId,
        rotate::{Retired, Rotated},
    },
};

/// Has a new key seal, or takes out of the key file what seals nothing any more.
///
/// # Errors
///
/// Why not.
pub fn rotate_key(retire: bool) -> anyhow::Result<()> {
    no_dumps::forbid()?;
    let (database, key_file) = Config::storage_from_env()?;
    let (clock, runtime) = (Clock::system(), run::runtime()?);
    let said = if retire {
        let retired = runtime.block_on(app::retire_keys(&database, &key_file, &clock))?;
        said_of_retired(&retired)
    } else {
        let rotated = runtime.block_on(app::rotate_key(&database, &key_file, &clock))?;
        said_of_rotated(&rotated, &key_file)
    };
    println!("{said}");
    Ok(())
}

fn said_of_rotated(rotated: &Rotated, key_file: &Path) -> String {
    let mut said = vec![format!(
        "The key `{}` seals from now on, and {} sealed anew under it.",
        rotated.key_id,
        were(rotated.resealed)
    )];
    if rotated.unreadable > 0 {
        said.push(format!(
            "{} can't be read, and stays as it was, under its old key.",
            counted(rotated.unreadable, "reflection")
        ));
    }
    if !rotated.log_cut {
        said.push(
            "A reader keeps the database's log, which still holds what the old key sealed: run this again later, \
             or restart the bot."
                .into(),
        );
    }
    said.push(format!(
        "Keep a copy of {} anew, in a safe place: an older copy does not open what is sealed from now on.",
        key_file.display()
    ));
    if !rotated.old.is_empty() {
        said.push(format!(
            "The old keys stay in it ({}): backups that were made until now need them. Once no such backup is \
             kept any more, `sunflower rotate-key --retire` takes them out.",
            names(&rotated.old)
        ));
    }
    said.join(" ")
}

fn said_of_retired(retired: &Retired) -> String {
    let mut said = Vec::new();
    match retired.gone[..] {
        [] => said.push("No key is taken out of the key file.".to_owned()),
        _ => said.push(format!(
            "Taken out of the key file: {}. Backups that were made while they sealed can't be put back without \
             them any more. Keep a copy of the key file anew, and destroy the older copies.",
            names(&retired.gone)
        )),
    }
    if !retired.needed.is_empty() {
        said.push(format!(
            "Something in the database is still sealed under {}, which stays: `sunflower rotate-key` seals it anew, \
             if it can be read.",
            names(&retired.needed)
        ));
    }
    said.join(" ")
}

fn were(count: u64) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{} {verb}", counted(count, "reflection"))
}

fn names(keys: &[KeyId]) -> String {
    let names: Vec<_> = keys.iter().map(|key_id| format!("`{key_id}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(names: &[&str]) -> Vec<KeyId> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    #[test]
    fn the_operator_reads_how_many_were_sealed_anew_and_when_the_old_keys_may_go() {
        let rotated = Rotated {
            key_id: "new".parse().unwrap(),
            old: keys(&["older", "old"]),
            resealed: 2,
            unreadable: 1,
            log_cut: false,
        };
        let said = said_of_rotated(&rotated, Path::new("sunflower.key"));
        for part in [
            "`new` seals from now on, and 2 reflections are sealed anew",
            "1 reflection can't be read",
            "keeps the database's log",
            "Keep a copy of sunflower.key anew",
            "(`older`, `old`): backups that were made until now need them",
            "rotate-key --retire",
        ] {
            assert!(said.contains(part), "{part:?} is not in: {said}");
        }
        let first = Rotated {
            old: vec![],
            resealed: 0,
            unreadable: 0,
            log_cut: true,
            ..rotated
        };
        let said = said_of_rotated(&first, Path::new("sunflower.key"));
        for part in ["can't be read", "log", "old keys"] {
            assert!(!said.contains(part), "{part:?} is in: {said}");
        }
    }

    #[test]
    fn the_operator_reads_which_keys_are_gone_and_which_stay() {
        let (gone, needed) = (keys(&["old"]), keys(&["older"]));
        let said = said_of_retired(&Retired { gone, needed });
        assert!(said.contains("Taken out of the key file: `old`."), "{said}");
        assert!(said.contains("sealed under `older`, which stays"), "{said}");
        let none = said_of_retired(&Retired {
            gone: vec![],
            needed: vec![],
        });
        assert_eq!(none, "No key is taken out of the key file.");
    }
}
