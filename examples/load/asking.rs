//! What members and moderators ask while posts go out, and how long each waits for the answer: in turn a
//! command that answers from memory, one that reads the database, and one that writes to it.

use std::time::Duration;

use futures_util::{StreamExt, stream::FuturesUnordered};
use sunflower::sandbox::{
    Sandbox,
    driver::{Failure, Member},
};
use tokio::time::interval;
use tokio_util::sync::CancellationToken;

use crate::shared::wall::now;

/// Somebody asks this often.
const EVERY: Duration = Duration::from_millis(40);

/// What is asked, by whom.
pub const ASKED: [(&str, &str); 3] = [
    ("maya", "/affirmation"),
    ("rowan", "/schedule history"),
    ("rowan", "/settings zone zone:Europe/London"),
];

/// How long each answer took, by what was asked.
pub type Answers = [Vec<Duration>; ASKED.len()];

/// Asks until it is over.
pub async fn meanwhile(sandbox: &Sandbox, over: &CancellationToken) -> Result<Answers, Failure> {
    let people: Vec<Member> = ASKED.iter().map(|(who, _)| sandbox.member(who)).collect();
    let mut answers = Answers::default();
    let mut waiting = FuturesUnordered::new();
    let mut turns = (0..ASKED.len()).cycle();
    let mut ticks = interval(EVERY);
    loop {
        tokio::select! {
            () = over.cancelled() => break,
            _ = ticks.tick() => {
                let turn = turns.next().unwrap_or_default();
                waiting.push(asked(&people[turn], turn));
            }
            Some(answer) = waiting.next() => keep(&mut answers, answer)?,
        }
    }
    while let Some(answer) = waiting.next().await {
        keep(&mut answers, answer)?;
    }
    Ok(answers)
}

async fn asked(who: &Member, turn: usize) -> Result<(usize, Duration), Failure> {
    let asked_at = now();
    who.slash(ASKED[turn].1).await?;
    Ok((turn, asked_at.elapsed()))
}

fn keep(answers: &mut Answers, answer: Result<(usize, Duration), Failure>) -> Result<(), Failure> {
    let (turn, took) = answer?;
    answers[turn].push(took);
    Ok(())
}
