//! Libraries in folders, made for one test each.

use std::{fs, path::Path};

use sunflower::content::{Library, Report};
use tempfile::TempDir;

/// The README's article and support file: the smallest library that is whole.
pub struct Example {
    pub article: String,
    pub support: String,
}

/// Takes the examples out of `content/README.md`, so that what it shows is what works.
pub fn example() -> Example {
    let readme =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/content/README.md")).unwrap();
    let block = |language: &str| {
        let (_, rest) = readme.split_once(&format!("```{language}\n")).unwrap();
        rest.split_once("```").unwrap().0.to_owned()
    };
    Example {
        article: block("markdown"),
        support: block("toml"),
    }
}

/// A folder with these files in it.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// The report on a library with faults, its paths as seen from its folder.
pub fn report(files: &[(&str, &[u8])]) -> Vec<String> {
    let folder = folder(files);
    let report = Library::read(folder.path()).expect_err("the library should have faults");
    let line = |fault: &sunflower::content::Fault| format!("{} {}", fault.place(), fault.message());
    report
        .faults()
        .iter()
        .map(|fault| plain(&line(fault), folder.path()))
        .collect()
}

/// The whole report as it is printed, its paths as seen from the library's folder.
pub fn printed(report: &Report, folder: &Path) -> String {
    plain(&report.drawn(100, false), folder)
}

fn plain(text: &str, folder: &Path) -> String {
    let folder = folder.display().to_string();
    text.replace(&format!("{folder}/"), "")
        .replace(&folder, "the folder")
}
