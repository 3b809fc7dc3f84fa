//! The weekly post, exactly once: plan, compose, deliver, settle, recover.

pub mod channel;
pub mod model;
