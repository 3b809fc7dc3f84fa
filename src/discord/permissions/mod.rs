//! Who may do what where, computed from roles and overwrites as Discord documents it: an interaction
//! only tells of the channel it was made in. One channel is a [`Place`]; for many of one server there
//! is [`Server`], which is one look at all of them.

mod compute;
mod names;
mod needs;
mod place;
mod server;

pub use self::{
    compute::in_server,
    names::{names, names_in},
    needs::{INVITED, TO_READ_HISTORY, needed, needed_of_member},
    place::{Place, Tag},
    server::Server,
};
