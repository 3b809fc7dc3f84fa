//! What is wrong with the settings, all of it at once, each with what to do. Values are never
//! repeated: a secret may have been put in the wrong place.

use std::fmt;

/// One setting that is missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The setting's name.
    pub name: &'static str,
    /// What is wrong with it, in a sentence.
    pub what: String,
    /// What to do about it.
    pub to_do: &'static str,
}

/// Every setting that is missing or wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// The value, or `None` and its fault noted.
    pub(super) fn keep<T>(&mut self, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.0.push(fault)).ok()
    }

    pub(super) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(super) fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::error::Error for Faults {}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sunflower can't start with these settings:")?;
        for Fault { name, what, to_do } in &self.0 {
            write!(f, "\n  {name}: {what}.\n    {to_do}.")?;
        }
        Ok(())
    }
}
