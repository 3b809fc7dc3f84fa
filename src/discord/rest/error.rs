//! What can go wrong with a request, as far as it matters: was it performed or not, and why was it
//! refused. Safe to log: it names the route, never the address, the payload or the token.

use std::{fmt, time::Duration};

/// A request that failed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{route}: {fault}")]
pub struct RestError {
    /// Which request it was.
    pub route: &'static str,
    /// What went wrong.
    pub fault: Fault,
}

/// What went wrong with a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// The rate limiter gave no permit in time, so nothing was sent.
    NoPermit {
        /// How long nothing at all may be sent, if that is why.
        held_for: Duration,
    },
    /// No connection came about, so nothing was sent.
    NotSent,
    /// It was sent and no answer came: it may have been performed.
    Unknown,
    /// Discord wants to hear it later; it was not performed.
    RateLimited {
        /// How long Discord wants to hear nothing.
        retry_after: Duration,
        /// Nothing at all, or nothing of this kind.
        global: bool,
    },
    /// Discord answered with an error.
    Refused {
        /// HTTP's status.
        status: u16,
        /// Discord's code, of its JSON errors.
        code: Option<u32>,
    },
    /// It was performed, and the answer is not what Discord documents.
    Unreadable,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPermit { .. } => f.write_str("no permit from the rate limiter in time"),
            Self::NotSent => f.write_str("Discord can't be reached"),
            Self::Unknown => f.write_str("no answer came"),
            Self::RateLimited { retry_after, .. } => write!(f, "rate limited for {retry_after:?}"),
            Self::Refused { status, code: None } => write!(f, "status {status}"),
            Self::Refused {
                status,
                code: Some(code),
            } => write!(f, "status {status}, code {code}"),
            Self::Unreadable => f.write_str("the answer can't be read"),
        }
    }
}

/// Codes by which Discord refuses with a status of 4xx what it takes later: slow mode and write limits
/// of channels and servers, a day's registrations of commands, what is switched off for a while, its own
/// network, overload, a server's active threads.
const TRY_LATER: [u32; 10] = [
    20_016, 20_028, 20_029, 30_034, 40_004, 40_333, 110_001, 130_000, 160_006, 160_007,
];

impl RestError {
    /// Discord's code, if it refused with one.
    #[must_use]
    pub fn code(&self) -> Option<u32> {
        match self.fault {
            Fault::Refused { code, .. } => code,
            _ => None,
        }
    }

    /// HTTP's status, if Discord refused.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self.fault {
            Fault::Refused { status, .. } => Some(status),
            Fault::RateLimited { .. } => Some(429),
            _ => None,
        }
    }

    /// Whether the same request may do better later.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self.fault {
            // What has none of Discord's codes comes from the network before it.
            Fault::Refused { status, code } => {
                status >= 500 || code.is_none_or(|code| TRY_LATER.contains(&code))
            }
            Fault::Unreadable => false,
            _ => true,
        }
    }

    pub(super) fn is_rate_limited(&self) -> bool {
        matches!(self.fault, Fault::RateLimited { .. })
    }

    pub(super) fn log(&self) {
        tracing::warn!(
            route = self.route,
            status = self.status(),
            code = self.code(),
            fault = %self.fault,
            "a request to Discord failed"
        );
    }
}
