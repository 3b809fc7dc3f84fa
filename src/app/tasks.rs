//! Every task of the program, by name. One that ends unexpectedly, by an error or a panic, stops the
//! others and with them the process, so that whoever watches it can start it again.

use std::{collections::HashMap, time::Duration};

use anyhow::anyhow;
use tokio::{
    task::{Id, JoinError, JoinSet},
    time::{Instant, timeout_at},
};
use tokio_util::sync::CancellationToken;

/// What is still at work this long after the signal to stop is dropped: ten seconds are promised,
/// and posting lets what is in flight land for eight.
const STOP_WITHIN: Duration = Duration::from_millis(8_500);

type Ended = anyhow::Result<()>;

/// The tasks that are running.
pub(super) struct Tasks {
    running: JoinSet<Ended>,
    named: HashMap<Id, Task>,
    shutdown: CancellationToken,
}

#[derive(Clone, Copy)]
struct Task {
    name: &'static str,
    /// Whether it may end before the signal to stop.
    may_end: bool,
}

impl Tasks {
    pub fn new(shutdown: CancellationToken) -> Self {
        Self {
            running: JoinSet::new(),
            named: HashMap::new(),
            shutdown,
        }
    }

    /// Starts what is to run until the signal to stop.
    pub fn forever(
        &mut self,
        name: &'static str,
        task: impl Future<Output = Ended> + Send + 'static,
    ) {
        self.start(name, false, task);
    }

    /// Starts what ends when it is done.
    pub fn once(&mut self, name: &'static str, task: impl Future<Output = Ended> + Send + 'static) {
        self.start(name, true, task);
    }

    fn start(
        &mut self,
        name: &'static str,
        may_end: bool,
        task: impl Future<Output = Ended> + Send + 'static,
    ) {
        let handle = self.running.spawn(task);
        self.named.insert(handle.id(), Task { name, may_end });
    }

    /// Waits for all of them. The first that ends unexpectedly stops the others.
    pub async fn join(mut self) -> anyhow::Result<()> {
        let mut fault = None;
        while !self.running.is_empty() && !self.shutdown.is_cancelled() {
            tokio::select! {
                biased;
                () = self.shutdown.cancelled() => {}
                Some(ended) = self.running.join_next_with_id() => {
                    if let Err(error) = self.unexpected(ended) {
                        tracing::error!(cause = format!("{error:#}"), "stopping");
                        fault = Some(error);
                        self.shutdown.cancel();
                    }
                }
            }
        }
        let deadline = Instant::now() + STOP_WITHIN;
        while let Ok(Some(ended)) = timeout_at(deadline, self.running.join_next_with_id()).await {
            if let Err(error) = self.failed(ended).1 {
                tracing::error!(cause = format!("{error:#}"), "while stopping");
                fault.get_or_insert(error);
            }
        }
        if !self.running.is_empty() {
            let left: Vec<_> = self.named.values().map(|task| task.name).collect();
            tracing::warn!(?left, "stopped without waiting any longer");
        }
        fault.map_or(Ok(()), Err)
    }

    /// A task that ended before the signal to stop.
    fn unexpected(&mut self, ended: Result<(Id, Ended), JoinError>) -> anyhow::Result<()> {
        match self.failed(ended) {
            (_, Err(error)) => Err(error),
            (task, Ok(())) if task.may_end => Ok(()),
            (task, Ok(())) => Err(anyhow!("the {} ended by itself", task.name)),
        }
    }

    fn failed(&mut self, ended: Result<(Id, Ended), JoinError>) -> (Task, anyhow::Result<()>) {
        const UNNAMED: Task = Task {
            name: "task",
            may_end: false,
        };
        let (id, result) = match ended {
            Ok((id, result)) => (id, result),
            // The panic's own words went to stderr; they may quote anything.
            Err(error) => (error.id(), Err(anyhow!("a panic"))),
        };
        let task = self.named.remove(&id).unwrap_or(UNNAMED);
        (task, result.map_err(|error| error.context(task.name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_that_ends_unexpectedly_stops_the_others() {
        let shutdown = CancellationToken::new();
        let mut tasks = Tasks::new(shutdown.clone());
        let until = shutdown.clone();
        tasks.forever("worker", async move {
            until.cancelled().await;
            Ok(())
        });
        tasks.forever("gateway", async { Ok(()) });
        let error = tasks.join().await.unwrap_err();
        assert_eq!(error.to_string(), "the gateway ended by itself");
        assert!(shutdown.is_cancelled());
    }

    #[tokio::test]
    async fn a_panic_is_an_unexpected_end() {
        let mut tasks = Tasks::new(CancellationToken::new());
        tasks.forever("worker", async { panic!("by intent") });
        assert_eq!(tasks.join().await.unwrap_err().to_string(), "worker");
    }

    #[tokio::test]
    async fn what_ends_when_it_is_done_stops_nothing() {
        let shutdown = CancellationToken::new();
        let mut tasks = Tasks::new(shutdown.clone());
        tasks.once("registration", async { Ok(()) });
        let until = shutdown.clone();
        tasks.forever("worker", async move {
            until.cancelled().await;
            Ok(())
        });
        let (ended, ()) = tokio::join!(tasks.join(), async {
            tokio::task::yield_now().await;
            assert!(!shutdown.is_cancelled());
            shutdown.cancel();
        });
        ended.unwrap();
    }
}
