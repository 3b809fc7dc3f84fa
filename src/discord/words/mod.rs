//! Every sentence the bot itself says, by subject, so that its tone can be read and changed in one
//! place, and translated later. Warm, plain and short; a line makes sense on a phone.

pub mod acting; // skipping a post, or sending it now
pub mod check; // whether the bot may post where it is to
pub mod commands; // what Discord shows beside each command and option
pub mod editing; // making and editing schedules
pub mod errors; // when something can't be done
pub mod follow_ups; // what was to follow a post
pub mod help; // what there is
pub mod history; // what became of posts
pub mod insights; // numbers for moderators
pub mod keeping; // a message of one's own
pub mod labels; // buttons and menus
pub mod last_copy; // when what was deleted is gone from backups, too
pub mod manner; // how a schedule posts
pub mod mending; // seeing to a notice
pub mod notices; // what needs moderators, where they want to be told
pub mod post; // the weekly post
pub mod privacy; // what is stored
pub mod reading; // affirmations, practices, articles
pub mod reflections; // consent, writing, reading again, taking back
pub mod replies; // the signs that answer a reply
pub mod schedules; // what moderators read
pub mod searching; // one's own reflections, by their words
pub mod settings; // what moderators set for their server
pub mod setup; // the guided start
pub mod sharing; // what is shared, and taken back
pub mod support; // where to find help
