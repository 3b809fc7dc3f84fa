//! Tells cargo that a new migration, or a new file of the embedded library or of the sandbox's page, is a
//! reason to build again.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=content");
    println!("cargo:rerun-if-changed=src/sandbox/page/web");
}
