//! `sunflower restore`: a backup becomes the database again.

use std::path::Path;

use super::{counted, no_dumps, run};
use crate::{
    app::{self, Restored},
    clock::Clock,
    config::Config,
};

/// Puts the backup in `file` back.
///
/// # Errors
///
/// Why it was not.
pub fn restore(file: &Path) -> anyhow::Result<()> {
    no_dumps::forbid()?;
    let (database, key_file) = Config::storage_from_env()?;
    let clock = Clock::system();
    let restoring = app::restore(&database, &key_file, file, &clock);
    let restored = run::runtime()?.block_on(restoring)?;
    println!(
        "{} is put back as {database}. {}",
        file.display(),
        said(&restored)
    );
    Ok(())
}

fn said(restored: &Restored) -> String {
    let (reflections, consents) = (restored.erased.reflections, restored.erased.consents);
    let erased = match (reflections, consents) {
        (0, 0) => "Members had erased nothing of what is in it.".to_owned(),
        _ => format!(
            "What members had erased since was erased again: {} and {}.",
            counted(reflections, "reflection"),
            counted(consents, "consent"),
        ),
    };
    let servers = match restored.erased.servers {
        0 => String::new(),
        servers => format!(
            " Everything of {} was deleted since, and is again.",
            counted(servers, "server")
        ),
    };
    let unreadable = match restored.erased.unreadable_lines {
        0 => String::new(),
        lines => format!(
            " Of the list of erasures {} can't be read: torn by a crash it was never counted on; if the file was \
             damaged otherwise, put back a whole copy of it and restore again.",
            counted(lines as u64, "line"),
        ),
    };
    format!(
        "{erased}{servers}{unreadable} It knows what happened until {} UTC; the bot looks in the channels for what was posted since, \
         before it posts.",
        restored.knows_until.format("%Y-%m-%d %H:%M")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reflection::ErasedAgain;

    #[test]
    fn the_operator_reads_how_much_was_erased_again() {
        let restored = |reflections, consents, unreadable_lines| Restored {
            knows_until: "2026-11-23T09:00:00Z".parse().unwrap(),
            erased: ErasedAgain {
                reflections,
                consents,
                servers: 0,
                unreadable_lines,
            },
        };
        let text = said(&restored(2, 1, 0));
        assert!(text.contains("2 reflections and 1 consent."), "{text}");
        assert!(text.contains("until 2026-11-23 09:00 UTC"), "{text}");
        assert!(!text.contains("can't be read"), "{text}");
        assert!(said(&restored(0, 0, 0)).contains("erased nothing"));
        let torn = said(&restored(0, 0, 1));
        assert!(torn.contains("1 line can't be read"), "{torn}");
    }
}
