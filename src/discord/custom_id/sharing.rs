//! What the buttons about shares carry. Under a shared reflection that is the share's random id and nothing
//! else; the reflection's own id and the proof are in answers that only its writer sees.

use std::fmt;

use crate::{
    discord::custom_id::{number, parse_sure, written_sure},
    reflection::model::{ReflectionId, ShareId},
};

/// Sharing, taking back, reporting, and what moderators decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// What was just kept is to stay private.
    Private(ReflectionId),
    /// It is to be shared; `proof` that it was written in the form.
    Share {
        reflection: ReflectionId,
        proof: String,
        signed: bool,
    },
    /// What was shared of a reflection is taken back.
    Back(ReflectionId),
    /// A share is reported: asked, then done.
    Report { share: ShareId, sure: bool },
    /// One of the shares that wait for moderators.
    Queue { nth: u32 },
    /// One that waits is let through.
    Approve(ShareId),
    /// It is not.
    Decline(ShareId),
    /// Nobody's shares are held any more.
    Release,
}

impl Sharing {
    pub(super) fn parse(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            ["private", reflection] => Self::Private(reflection.parse().ok()?),
            ["named", reflection, proof] => Self::share(reflection, proof, true)?,
            ["unnamed", reflection, proof] => Self::share(reflection, proof, false)?,
            ["back", reflection] => Self::Back(reflection.parse().ok()?),
            ["report", share, sure @ ..] => Self::Report {
                share: share.parse().ok()?,
                sure: parse_sure(sure)?,
            },
            ["queue", nth] => Self::Queue { nth: number(nth)? },
            ["approve", share] => Self::Approve(share.parse().ok()?),
            ["decline", share] => Self::Decline(share.parse().ok()?),
            ["release"] => Self::Release,
            _ => return None,
        })
    }

    fn share(reflection: &str, proof: &str, signed: bool) -> Option<Self> {
        Some(Self::Share {
            reflection: reflection.parse().ok()?,
            proof: proof.to_owned(),
            signed,
        })
    }
}

impl fmt::Display for Sharing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Private(reflection) => write!(f, "private:{reflection}"),
            Self::Share {
                reflection,
                proof,
                signed,
            } => {
                let how = if *signed { "named" } else { "unnamed" };
                write!(f, "{how}:{reflection}:{proof}")
            }
            Self::Back(reflection) => write!(f, "back:{reflection}"),
            Self::Report { share, sure } => write!(f, "report:{share}{}", written_sure(*sure)),
            Self::Queue { nth } => write!(f, "queue:{nth}"),
            Self::Approve(share) => write!(f, "approve:{share}"),
            Self::Decline(share) => write!(f, "decline:{share}"),
            Self::Release => f.write_str("release"),
        }
    }
}
