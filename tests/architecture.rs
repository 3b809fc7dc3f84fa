//! The house keeps its shape: DESIGN's table of who may use whom, held over every file of `src`.
//! The table is in architecture/rules.rs; each part has tests that show it can fail.

#[path = "architecture/lexer.rs"]
mod lexer;
#[path = "architecture/paths.rs"]
mod paths;
#[path = "architecture/rules.rs"]
mod rules;

use std::{
    fs,
    path::{Path, PathBuf},
};

use rules::{File, TABLE};

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file below `dir`, as (its name from `src` on, its text), in order.
fn files(dir: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).expect("src can be read") {
        let path = entry.expect("src can be read").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(src()).expect("it is below src");
            let name = name.to_string_lossy().replace('\\', "/");
            found.push((name, fs::read_to_string(&path).expect("it can be read")));
        }
    }
    found.sort();
    found
}

#[test]
fn every_file_uses_only_what_its_module_may_use() {
    let faults: Vec<_> = files(&src())
        .iter()
        .flat_map(|(name, source)| rules::check(&File { name, source }))
        .map(|fault| fault.to_string())
        .collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_module_of_the_map_is_in_the_table_and_every_folder_on_the_map() {
    let map = fs::read_to_string(src().join("lib.rs")).expect("lib.rs can be read");
    let declared = rules::declared(&map);
    let mut faults = Vec::new();
    for (module, line) in &declared {
        if !TABLE.iter().any(|(known, _)| known == module) {
            faults.push(format!(
                "src/lib.rs:{line}: decide in tests/architecture/rules.rs what {module} may use"
            ));
        }
    }
    for (module, _) in TABLE {
        if !declared.iter().any(|(name, _)| name == module) {
            faults.push(format!(
                "src/lib.rs:1: {module} is in the table but not on the map"
            ));
        }
    }
    for (name, _) in files(&src()) {
        let top = name
            .split('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs");
        let known = declared.iter().any(|(module, _)| module == top);
        if !known && !["lib", "main"].contains(&top) {
            faults.push(format!("src/{name}:1: {top} is not on the map of lib.rs"));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
