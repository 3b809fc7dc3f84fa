//! When it is said: rules and dates in wall-clock time, the instants they stand for in a time zone,
//! the phrases people write for them, weeks, and zones by city. Pure: no clock is read here.

mod crontab;
mod names;
mod once;
mod phrase;
mod recurrence;
mod rule;
mod set;
mod suggest;
mod unreadable;
mod until;
mod wall;
mod week;
mod words;
pub mod zone;

pub use once::Once;
pub use recurrence::Recurrence;
pub use rule::Rule;
pub use suggest::suggestions;
pub use unreadable::Unreadable;
pub use until::until;
pub use week::IsoWeek;
