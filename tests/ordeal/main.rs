//! The post's ordeal: the real program, killed at every point there is and at random, while Discord
//! falters and the clock jumps, and started again. Whatever happens: one message, each step after it
//! done once, one notice, and a ledger that knows.

#[path = "../support/secrets.rs"]
mod secrets;
#[path = "../support/stage.rs"]
mod stage;

mod every_point;
mod fault;
mod life;
mod points;
mod scene;
mod sequences;
mod verdict;
