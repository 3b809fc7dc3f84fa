//! What buttons and menus of `/settings` carry.

use std::fmt;

use super::number;
use crate::reflection::model::Retention;

/// Everything of `/settings` that can be pressed or chosen from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settings {
    /// A page of the articles, and which are switched off.
    Library { page: u32 },
    /// The menu on such a page: what is chosen is off.
    SwitchedOff { page: u32 },
    /// Reflections are to be kept this long.
    Retain(Retention),
    /// They are to be kept as long as they are.
    Kept,
    /// A page of what the bot may do where.
    Check { page: u32 },
    /// Wants everything of the server deleted; and the form that asks for its name.
    Erase,
    /// Wants nothing deleted.
    NotErase,
}

impl Settings {
    pub(super) fn parse(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            ["library", page] => Self::Library {
                page: number(page)?,
            },
            ["off", page] => Self::SwitchedOff {
                page: number(page)?,
            },
            ["retain", days] => Self::Retain(Retention::of_days(number(days)?)?),
            ["kept"] => Self::Kept,
            ["check", page] => Self::Check {
                page: number(page)?,
            },
            ["erase"] => Self::Erase,
            ["not-erase"] => Self::NotErase,
            _ => return None,
        })
    }
}

impl fmt::Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Library { page } => write!(f, "library:{page}"),
            Self::SwitchedOff { page } => write!(f, "off:{page}"),
            Self::Retain(retention) => write!(f, "retain:{}", retention.days()),
            Self::Kept => f.write_str("kept"),
            Self::Check { page } => write!(f, "check:{page}"),
            Self::Erase => f.write_str("erase"),
            Self::NotErase => f.write_str("not-erase"),
        }
    }
}
