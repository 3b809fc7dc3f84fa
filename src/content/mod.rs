//! What is said: the library of articles, practices, affirmations and prompts, and where to find help. Pure.
//!
//! `source` finds the files, `markdown` and `keys` read their two languages, `article` and `support` make drafts of them,
//! `check` looks across the library, `index` holds what is left: a `Library` without fault, or a `Report` of every one.
//! `shelf` is where the one in use stands; `changes` says how the next one differs from it.

mod article;
mod changes;
mod check;
pub mod choose;
mod countries;
mod draft;
mod fault;
mod index;
mod keys;
mod limits;
mod markdown;
mod model;
mod name;
mod near;
mod report;
mod sections;
mod shelf;
mod source;
mod support;

pub use changes::Changes;
pub use index::Library;
pub use model::{Affirmation, Article, Country, Practice, Prompt, Section, Service, Support};
pub use name::{BadName, Slug, Topic};
pub use report::{Fault, Report};
pub use shelf::Shelf;
