//! The weekly post, exactly once: plan, compose, deliver, settle, recover.
