//! What follows a post: publishing it, opening a thread on it, looking for a second one. Discord's "already
//! done" is as good as done.

use serenity::all::MessageId;

use super::{Channels, code, in_discord, plain};
use crate::{
    discord::rest::{Fault, RestError},
    posting::{
        channel::{History, StepError},
        model::{ClaimedStep, Manner, Step},
    },
};

impl Channels {
    pub(super) async fn take_step(&self, step: &ClaimedStep) -> Result<(), StepError> {
        let channel = in_discord(step.channel);
        let message = MessageId::new(step.message.get());
        let (taken, done) = match step.step {
            Step::Publish => (
                self.rest.publish(channel, message).await,
                code::ALREADY_PUBLISHED,
            ),
            Step::Thread => (
                self.rest.open_thread(channel, message, &step.title).await,
                code::HAS_A_THREAD,
            ),
            Step::Twin => {
                return match self.look_for_twin(step).await {
                    Ok(History::There(_)) => Err(StepError::Doubled),
                    // Who can't look can't tell.
                    Ok(_) => Ok(()),
                    Err(error) => Err(self.not_taken(step, &error).await),
                };
            }
        };
        match taken {
            Ok(()) => Ok(()),
            Err(error) if error.code() == Some(done) => Ok(()),
            Err(error) => Err(self.not_taken(step, &error).await),
        }
    }

    async fn not_taken(&self, step: &ClaimedStep, error: &RestError) -> StepError {
        match error.fault {
            Fault::NoPermit { .. } => StepError::NoPermit,
            Fault::RateLimited { retry_after, .. } => StepError::Later {
                retry_after: Some(retry_after),
            },
            Fault::Refused {
                code: Some(code::UNKNOWN_MESSAGE),
                ..
            } => StepError::Gone,
            Fault::Refused { status: 401, .. } => StepError::Later { retry_after: None },
            _ if error.is_temporary() => StepError::Later { retry_after: None },
            _ => {
                let manner = Manner {
                    thread: step.step == Step::Thread,
                    ..plain(step.kind)
                };
                StepError::Refused {
                    code: error.code(),
                    reason: self.reason(step.channel, &manner, error).await,
                }
            }
        }
    }
}
