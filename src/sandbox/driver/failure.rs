//! Why a member could not do something, or saw nothing come of it.

/// Why something could not be done, or did not happen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Nobody of this name is in the world.
    #[error("there is nobody called {0:?}")]
    NoSuchMember(String),
    /// The member sees no channel of this name.
    #[error("{member} sees no channel called {channel:?}")]
    NoSuchChannel {
        /// Who looked.
        member: String,
        /// What for.
        channel: String,
    },
    /// Discord would not offer this command here.
    #[error("there is no command {0:?} here")]
    NotRegistered(String),
    /// The command exists, but not for this member in this place.
    #[error("{command} is not for {member} here: {reason}")]
    NotAllowed {
        /// The command.
        command: String,
        /// Who tried.
        member: String,
        /// Why not.
        reason: String,
    },
    /// What was typed for an option is not what it takes.
    #[error("option {option:?}: {reason}")]
    BadOption {
        /// The option.
        option: String,
        /// What is wrong.
        reason: String,
    },
    /// The message is not there, or not for this member's eyes.
    #[error("{0} does not see that message")]
    NotVisible(String),
    /// There is nothing of this name on the message.
    #[error("there is no {wanted:?}; there is {there}")]
    NotThere {
        /// What was looked for.
        wanted: String,
        /// What is there instead.
        there: String,
    },
    /// The button or menu can't be used.
    #[error("{0:?} can't be used now")]
    Disabled(String),
    /// What was filled in or chosen is not what is taken.
    #[error("{field:?}: {reason}")]
    BadField {
        /// The field or the menu.
        field: String,
        /// What is wrong.
        reason: String,
    },
    /// The bot is not connected.
    #[error("the application is offline")]
    Offline,
    /// The bot gave no answer within three seconds of the moved clock.
    #[error("the application did not respond")]
    DidNotRespond,
    /// Nothing happened for ten seconds of real time.
    #[error("nothing happened for ten seconds")]
    NothingHappened,
    /// Something else was seen than expected.
    #[error("expected {expected}, saw: {saw}")]
    SawSomethingElse {
        /// What was expected.
        expected: &'static str,
        /// What was seen.
        saw: String,
    },
}
