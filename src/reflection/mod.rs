//! What members wrote, for them and nobody else: consent, sealing, reading, export and erasure.
//! Nothing is stored before its writer agreed, and everything is filtered by the writer's id.

pub mod consent; // what a member agrees to, and its version
pub mod model; // pure data: ids, sealed words, entries
pub mod words; // what counts as something written

mod key_error; // what can be wrong with the keys, and what to do
pub mod keyring; // the file of keys
pub mod seal; // words to sealed words and back

mod key_changes; // a new key into the file, old ones out of it

pub mod erasures; // the list of what was erased, beside the key

pub mod find; // by their words
mod journal; // opening it, consent, keeping
mod listed; // which replies were erased, by that list
mod read; // pages, and what is stored about a member
pub mod replies; // the reflections that are replies to a post
mod sealing; // under the key that is to seal now

pub mod counts; // how many people reflected, week by week

pub mod again; // in a backup that is put back
pub mod archive; // in one zip, or in several
pub mod erase; // deleting, and when it is done
pub mod export; // everything of a member's, to take along
pub mod holds; // whose shares wait for the moderators
mod makers; // who no longer wants to be known as a schedule's maker
pub mod retention; // how long a reflection is kept
pub mod rotate; // from one key to the next
pub mod servers; // everything of a server deleted
pub mod shared; // a share on its way into its post's thread, and out of it again
pub mod shares; // what a member shares of their own, and takes back
pub mod worker; // the daily sweep, and finishing what was erased
mod writer; // whose a share is, sealed

pub use self::{
    journal::{DAILY_LIMIT, Journal, KeepError},
    key_error::KeyError,
    keyring::KeyFile,
    model::{Entry, Erased, ErasedAgain, NewReflection, Page, ReflectionId, Scope, StoredAbout},
    words::CHARACTER_LIMIT,
};
