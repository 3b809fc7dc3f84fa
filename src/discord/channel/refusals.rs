//! What Discord's refusals mean for a post, and which permission by its own name would mend them.

use serenity::all::Permissions;

use super::{Channels, code};
use crate::{
    discord::{permissions, rest::RestError},
    posting::model::{ChannelKind, Manner, RefusedReason},
    store::ids::ChannelId,
};

impl Channels {
    /// Why what was to be done in a channel of this manner was refused for good.
    pub(super) async fn reason(
        &self,
        channel: ChannelId,
        manner: &Manner,
        error: &RestError,
    ) -> RefusedReason {
        let code = error.code();
        match code {
            Some(code::UNKNOWN_CHANNEL) => RefusedReason::NoChannel,
            Some(code::MISSING_ACCESS | code::MISSING_PERMISSIONS) => {
                RefusedReason::MissingPermission(self.missing(channel, manner, code).await)
            }
            Some(code::WRONG_CHANNEL_TYPE | code::NOT_A_TEXT_CHANNEL) => RefusedReason::WrongKind,
            Some(code::TAG_REQUIRED | code::NO_TAGS_FOR_MEMBERS) => RefusedReason::TagRequired,
            Some(code::UNKNOWN_TAG) => RefusedReason::TagGone,
            Some(code::THREAD_LOCKED | code::THREAD_ARCHIVED) => RefusedReason::ThreadLocked,
            _ => RefusedReason::Invalid,
        }
    }

    /// What the bot lacks, by Discord's names. If it can't be found out, what the code means.
    async fn missing(&self, channel: ChannelId, manner: &Manner, code: Option<u32>) -> Vec<String> {
        // A role that can't be mentioned is no reason to refuse: it is not pinged.
        let needed = permissions::needed(manner, true);
        let held = self.permissions(channel).await.unwrap_or(needed);
        let mut missing = needed - held;
        if missing.is_empty() {
            missing = match (code, manner.kind) {
                (Some(code::MISSING_ACCESS), _) => Permissions::VIEW_CHANNEL,
                (_, ChannelKind::Thread) => Permissions::SEND_MESSAGES_IN_THREADS,
                _ => Permissions::SEND_MESSAGES,
            };
        }
        let names = permissions::names_in(manner.kind, missing);
        names.into_iter().map(str::to_owned).collect()
    }
}
