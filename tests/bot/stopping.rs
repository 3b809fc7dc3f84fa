//! Stopping while somebody is being answered.

use std::{future::pending, time::Duration};

use sunflower::sandbox::faults::Fault;
use tokio::time::timeout;

use crate::garden::Garden;

const FIRST_ANSWER: &str = "POST /interactions/{interaction}/{token}/callback";
/// Longer than what is at work may take to end, and what is left of it then, with something over.
const TOO_LONG: Duration = Duration::from_secs(5);
const THE_REST: Duration = Duration::from_secs(2);

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up_before_the_database_is_closed() {
    let mut garden = Garden::open().await;
    let late = Fault::AnswerLate(TOO_LONG);
    garden.sandbox.faults().on(FIRST_ANSWER).once(late);
    let maya = garden.maya();
    let stopped = async {
        while garden.sandbox.record().of(FIRST_ANSWER).is_empty() {
            tokio::task::yield_now().await;
        }
        garden.stop_bot().await;
        // What it waited for would come now.
        let _nothing = timeout(THE_REST, pending::<()>()).await;
    };
    tokio::select! {
        seen = maya.slash("/reflections export") => panic!("she was answered: {seen:?}"),
        () = stopped => {}
    }
    assert!(garden.log().contains("not every answer was finished"));
    garden.close().await;
}
