//! Where the library stands while the bot runs: one can be exchanged for another, whole, and whoever
//! is reading goes on with the one they took.

use std::sync::{Arc, PoisonError, RwLock};

use super::Library;

/// The library in use.
#[derive(Debug)]
pub struct Shelf(RwLock<Arc<Library>>);

impl Shelf {
    /// A shelf with this library.
    #[must_use]
    pub fn new(library: Library) -> Self {
        Self(RwLock::new(Arc::new(library)))
    }

    /// The library that is on it now.
    #[must_use]
    pub fn library(&self) -> Arc<Library> {
        let library = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&library)
    }

    /// Puts another library in its place.
    pub fn exchange(&self, library: Library) {
        let mut place = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *place = Arc::new(library);
    }
}
