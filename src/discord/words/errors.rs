//! When something can't be done: what happened, and what to do.

pub const UNKNOWN_COMMAND: &str = "I have changed since your Discord last looked. \
    Please restart it, or wait a little, and type the command again.";

pub const UNKNOWN_BUTTON: &str = "This is from a time before I changed, and I can't follow it any more. \
    `/help` shows what there is now.";

pub const UNREADABLE_OPTION: &str =
    "I could not read one of the options. Please pick it from the list and try again.";

pub const ONLY_IN_A_SERVER: &str = "This works in a server only. Please try it there.";

pub const ONLY_IN_DIRECT_MESSAGES: &str =
    "This works in direct messages only. Please try it there.";

pub const NOT_ALLOWED: &str =
    "This is for moderators: it needs the **Manage Messages** permission.";

pub const BOT_NOT_ALLOWED: &str =
    "I am not allowed to do that here. A moderator can give me the permission.";

pub const TOO_LATE: &str = "That took me too long. Please try again.";

pub const TOO_SOON: &str = "That was quick. Please try again in a moment.";

/// Something of ours broke; `id` finds it in the log.
#[must_use]
pub fn something_broke(id: &str) -> String {
    format!(
        "Something went wrong on our side, not yours. Please try again in a moment. \
         If it stays, tell whoever runs this bot: `{id}`"
    )
}
