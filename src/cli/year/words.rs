//! What the made-up members write in their year: made up, too.

/// What they keep to themselves.
pub fn kept() -> Vec<&'static str> {
    texts(include_str!("kept.txt"))
}

/// What they say in the open, in the order in which they do.
pub fn shared() -> Vec<&'static str> {
    texts(include_str!("shared.txt"))
}

/// An empty line stands between one and the next.
fn texts(all: &'static str) -> Vec<&'static str> {
    all.trim_end().split("\n\n").collect()
}
