//! The library's files: those built into the program, or those of a folder.

use std::{borrow::Cow, fs, io, path::Path, sync::Arc};

use include_dir::{Dir, include_dir};

use super::fault::{self, File};
use super::report::Fault;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content");

/// The files that make a library.
#[derive(Default)]
pub struct Files {
    pub articles: Vec<File>,
    pub support: Option<File>,
    /// Whether there is one at all: what could not be read has a fault of its own.
    articles_seen: bool,
    support_seen: bool,
}

/// What a file is for, by its place in the library.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Article,
    Support,
    /// Read by people, or by another part of the program.
    Aside,
    Stray(&'static str),
}

fn role(relative: &str) -> Role {
    let name = relative.rsplit('/').next().unwrap_or(relative);
    match relative {
        _ if name.starts_with('.') => Role::Aside,
        "support.toml" => Role::Support,
        "README.md" | "consent.md" | "articles/README.md" => Role::Aside,
        _ => match relative.strip_prefix("articles/") {
            Some(article)
                if Path::new(article)
                    .extension()
                    .is_some_and(|end| end == "md") =>
            {
                Role::Article
            }
            Some(_) => Role::Stray("articles end in .md: rename it, or take it out"),
            None => Role::Stray(
                "a library holds articles/, support.toml, consent.md and README.md: move it, or take it out",
            ),
        },
    }
}

/// The files built into the program.
pub fn embedded(faults: &mut Vec<Fault>) -> Files {
    let mut files = Files::default();
    let folders = [Some(&EMBEDDED), EMBEDDED.get_dir("articles")];
    for file in folders.into_iter().flatten().flat_map(Dir::files) {
        let relative = file.path().to_string_lossy().replace('\\', "/");
        let path = format!("content/{relative}");
        files.take(role(&relative), path, || Ok(file.contents().into()), faults);
    }
    files.complete("content", faults);
    files
}

/// The files of a folder.
pub fn in_folder(folder: &Path, faults: &mut Vec<Fault>) -> Files {
    let mut files = Files::default();
    let shown = folder.display().to_string();
    match files.take_folder(folder, "", faults) {
        Ok(()) => files.complete(&shown, faults),
        Err(error) => faults.push(fault::whole(
            &shown,
            &format!("the folder can't be read: {error}"),
            "name a folder that holds articles/ and support.toml",
        )),
    }
    files
}

impl Files {
    fn take_folder(
        &mut self,
        folder: &Path,
        prefix: &str,
        faults: &mut Vec<Fault>,
    ) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let relative = format!("{prefix}{name}");
            let shown = path.display().to_string();
            if relative == "articles" {
                let before = faults.len();
                if let Err(error) = self.take_folder(&path, "articles/", faults) {
                    faults.push(fault::whole(
                        &shown,
                        &format!("the folder can't be read: {error}"),
                        "make it readable to the bot",
                    ));
                }
                self.articles_seen |= faults.len() > before;
            } else if path.is_dir() && role(&relative) != Role::Aside {
                faults.push(fault::whole(
                    &shown,
                    "a folder that is not part of a library",
                    "articles stand in articles/ itself: move what is in it, or take it out",
                ));
            } else {
                self.take(
                    role(&relative),
                    shown,
                    || fs::read(&path).map(Cow::Owned),
                    faults,
                );
            }
        }
        Ok(())
    }

    fn take(
        &mut self,
        role: Role,
        path: String,
        read: impl FnOnce() -> io::Result<Cow<'static, [u8]>>,
        faults: &mut Vec<Fault>,
    ) {
        match role {
            Role::Aside => {}
            Role::Stray(help) => faults.push(fault::whole(
                &path,
                "a file that is not part of a library",
                help,
            )),
            Role::Article => {
                self.articles_seen = true;
                self.articles.extend(file(path, read(), faults));
            }
            Role::Support => {
                self.support_seen = true;
                self.support = file(path, read(), faults);
            }
        }
    }

    /// Puts the files in order and notes what a library can't go without.
    fn complete(&mut self, shown: &str, faults: &mut Vec<Fault>) {
        self.articles.sort_by(|a, b| a.path.cmp(&b.path));
        if !self.articles_seen {
            faults.push(fault::whole(
                shown,
                "there is no article",
                "put at least one in articles/; content/README.md shows how one is written",
            ));
        }
        if !self.support_seen {
            faults.push(fault::whole(
                shown,
                "support.toml is missing",
                "every library says where to find help: copy the one that comes with Sunflower",
            ));
        }
    }
}

/// A file's text, if it could be read and is text.
fn file(path: String, bytes: io::Result<Cow<'_, [u8]>>, faults: &mut Vec<Fault>) -> Option<File> {
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            faults.push(fault::whole(
                &path,
                &format!("the file can't be read: {error}"),
                "make it readable to the bot",
            ));
            return None;
        }
    };
    match str::from_utf8(&bytes) {
        Ok(text) => Some(File {
            path,
            text: text.into(),
        }),
        Err(error) => {
            let at = error.valid_up_to();
            let file = File {
                path,
                text: Arc::from(String::from_utf8_lossy(&bytes)),
            };
            faults.push(file.fault(
                at..at + 3,
                "not UTF-8",
                "the file is not UTF-8 text".to_owned(),
                "save it as UTF-8; most editors offer it under “Save as”",
            ));
            None
        }
    }
}
