//! Every sentence the bot itself says, by subject, so that its tone can be read and changed in one
//! place, and translated later. Warm, plain and short; a line makes sense on a phone.

pub mod errors;
