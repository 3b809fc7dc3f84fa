//! Tells cargo that a new migration, or a new file of the embedded library, is a reason to build again.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=content");
}
