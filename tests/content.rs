//! The library: the embedded one is without fault.
use sunflower::content::Library;

#[test]
fn the_embedded_library_is_without_fault() {
    if let Err(report) = Library::embedded() {
        panic!("{report}");
    }
}
