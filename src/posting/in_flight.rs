//! The posts that this process has claimed and not yet settled. Recovery leaves them alone, even if
//! their lease ran out: a laptop may sleep in the middle of a request.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::model::PostId;

/// The set of them.
#[derive(Clone, Debug, Default)]
pub(super) struct InFlight(Arc<Mutex<HashSet<PostId>>>);

/// Keeps one post in the set until it is dropped.
#[derive(Debug)]
pub(super) struct Flying {
    post: PostId,
    set: InFlight,
}

impl InFlight {
    fn posts(&self) -> MutexGuard<'_, HashSet<PostId>> {
        // A set of ids is whole after every change, whoever panicked.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn enter(&self, post: PostId) -> Flying {
        self.posts().insert(post);
        Flying {
            post,
            set: self.clone(),
        }
    }

    pub(super) fn contains(&self, post: PostId) -> bool {
        self.posts().contains(&post)
    }

    pub(super) fn len(&self) -> usize {
        self.posts().len()
    }
}

impl Drop for Flying {
    fn drop(&mut self) {
        self.set.posts().remove(&self.post);
    }
}
