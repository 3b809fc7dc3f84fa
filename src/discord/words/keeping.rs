//! *Keep as my reflection*: a message of one's own, copied.

use crate::store::ids::ChannelId;

/// What stands in a question's place where none was answered.
#[must_use]
pub fn from_channel(channel: ChannelId) -> String {
    format!("From a message of mine in <#{channel}>")
}

/// After a message was kept; `prompt` is what it is kept under.
#[must_use]
pub fn kept(prompt: &str, attachments: bool) -> String {
    let files = if attachments {
        "\nPictures and other files are not kept."
    } else {
        ""
    };
    format!(
        "It stands among your reflections under:\n> {prompt}\n\n\
         This is a copy: editing or deleting your message changes nothing here.{files}\n\
         `/reflections view` shows it to you whenever you like."
    )
}

/// Above the words, before they are kept.
pub const YOUR_MESSAGE: &str = "Your message, if you agree";

pub const AGREE_ONCE_MORE: &str = "Thank you, that is noted. I no longer have your message here: \
    please use **Keep as my reflection** on it once more.";

pub const SOMEONE_ELSES: &str = "Someone else wrote this, so it is not mine to keep for you. \
    **Keep as my reflection** works on your own messages.";

pub const A_BOTS: &str = "A bot wrote this. **Keep as my reflection** works on your own messages. \
    `/reflect` lets you write something now.";

pub const NO_WORDS: &str = "There are no words of yours in this message. \
    I keep words only: no pictures, files, stickers or forwarded messages.";
