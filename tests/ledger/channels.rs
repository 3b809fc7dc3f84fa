//! A stand-in for Discord's channels: remembers messages, knows a nonce for sixty seconds, and can lose
//! requests and answers, refuse, hang, and forbid its history. It outlives the bots that use it.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use sunflower::{
    clock::Clock,
    posting::{
        Channel,
        channel::{Composed, Edition, History, Outgoing, SendError, Sought, StepError},
        model::{ChannelKind, ClaimedStep, PostId, RefusedReason, Step},
    },
    store::ids::{ChannelId, MessageId},
};
use tokio::sync::{Notify, watch};

use crate::board::Board;

/// What happens to a request.
#[derive(Clone, Debug)]
pub enum Fate {
    /// Performed, and the answer arrives.
    Fine,
    /// Performed, but the answer is lost.
    AnswerLost,
    /// Lost before it was performed.
    RequestLost,
    /// The rate limiter gives no permit.
    NoPermit,
    /// Nothing at all may be sent for so long.
    Held(Duration),
    /// 429 or 5xx.
    Later(Option<Duration>),
    /// For good.
    Refused(RefusedReason),
    /// Performed once, and deleted since.
    Removed,
    /// Not answered until `let_go`.
    Hangs,
}

#[derive(Clone, Debug)]
pub struct Message {
    pub id: MessageId,
    pub channel: ChannelId,
    pub post: PostId,
    pub body: String,
    pub at: DateTime<Utc>,
}

#[derive(Default)]
struct World {
    messages: Vec<Message>,
    requests: Vec<Outgoing>,
    looks: Vec<(PostId, DateTime<Utc>)>,
    fates: HashMap<ChannelId, VecDeque<Fate>>,
    unreadable: HashSet<ChannelId>,
    busy: bool,
    looks_without_permit: usize,
    steps: Vec<(Step, MessageId)>,
    step_fates: VecDeque<StepFate>,
}

/// What happens to a step after a post that is not fine.
#[derive(Clone, Debug)]
pub enum StepFate {
    /// Done or not, this is what the bot hears.
    Error(StepError),
    /// Never answered.
    Hangs,
}

/// All channels.
#[derive(Clone)]
pub struct Channels {
    /// Where notices are told.
    pub board: Board,
    world: Arc<Mutex<World>>,
    clock: Clock,
    changed: Arc<watch::Sender<()>>,
    released: Arc<Notify>,
}

impl Channels {
    pub fn new(clock: Clock) -> Self {
        Self {
            board: Board::default(),
            world: Arc::default(),
            clock,
            changed: Arc::new(watch::channel(()).0),
            released: Arc::default(),
        }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().expect("nobody panicked")
    }

    /// What happens to this channel's next requests; after these all is fine.
    pub fn fates(&self, channel: ChannelId, fates: impl IntoIterator<Item = Fate>) {
        let mut world = self.world();
        world.fates.entry(channel).or_default().extend(fates);
    }

    /// The bot may not read this channel's history any more.
    pub fn hide_history(&self, channel: ChannelId) {
        self.world().unreadable.insert(channel);
    }

    /// The bot may read it again.
    pub fn show_history(&self, channel: ChannelId) {
        self.world().unreadable.remove(&channel);
    }

    /// The rate limiter gives no permit for the next `count` looks.
    pub fn refuse_permits_to_look(&self, count: usize) {
        self.world().looks_without_permit = count;
    }

    /// Whether histories can't be asked now.
    pub fn set_busy(&self, busy: bool) {
        self.world().busy = busy;
    }

    /// Answers what hangs.
    pub fn let_go(&self) {
        self.released.notify_waiters();
    }

    pub fn messages(&self) -> Vec<Message> {
        self.world().messages.clone()
    }

    /// What happens to the next steps after posts; after these all is fine.
    pub fn step_fates(&self, fates: impl IntoIterator<Item = StepFate>) {
        self.world().step_fates.extend(fates);
    }

    /// Every step that was taken, done or not, and on which message.
    pub fn steps(&self) -> Vec<(Step, MessageId)> {
        self.world().steps.clone()
    }

    /// Every request that was made, performed or not.
    pub fn requests(&self) -> Vec<Outgoing> {
        self.world().requests.clone()
    }

    /// Every look into a history, and since when.
    pub fn looks(&self) -> Vec<(PostId, DateTime<Utc>)> {
        self.world().looks.clone()
    }

    /// Waits until the channels are as wished. In real time, with a limit.
    pub async fn until(&self, wish: impl Fn(&Self) -> bool) {
        let mut changes = self.changed.subscribe();
        let granted = async {
            while !wish(self) {
                changes.changed().await.expect("the channels are there");
            }
        };
        tokio::time::timeout(Duration::from_secs(20), granted)
            .await
            .expect("it should have happened by now");
    }

    /// Waits until so many messages are there, however long it takes.
    pub async fn until_sent(&self, wanted: usize) {
        let mut changes = self.changed.subscribe();
        while self.world().messages.len() < wanted {
            changes.changed().await.expect("the channels are there");
        }
    }

    fn perform(&self, outgoing: &Outgoing) -> MessageId {
        let now = self.clock.now();
        let mut world = self.world();
        // Into a forum no nonce goes along.
        let known = world.messages.iter().find(|message| {
            outgoing.kind != ChannelKind::Forum
                && message.post == outgoing.post
                && now - message.at <= TimeDelta::seconds(60)
        });
        if let Some(known) = known {
            return known.id;
        }
        let id = MessageId::new(MessageId::first_at(now).get() + world.messages.len() as u64);
        world.messages.push(Message {
            id,
            channel: outgoing.channel,
            post: outgoing.post,
            body: outgoing.body.clone(),
            at: now,
        });
        id
    }
}

impl Channel for Channels {
    fn compose(&self, edition: &Edition<'_>) -> Composed {
        let body = format!(
            "{} {} | {} | {} | {}",
            edition.post,
            edition.article.title,
            edition.practice.name,
            edition.prompt,
            edition.affirmations.join(" "),
        );
        Composed {
            body,
            title: edition.article.title.clone(),
        }
    }

    async fn send(&self, outgoing: &Outgoing) -> Result<MessageId, SendError> {
        let released = self.released.notified();
        let fate = {
            let mut world = self.world();
            world.requests.push(outgoing.clone());
            let fates = world.fates.get_mut(&outgoing.channel);
            fates.and_then(VecDeque::pop_front).unwrap_or(Fate::Fine)
        };
        self.changed.send_replace(());
        let answer = match fate {
            Fate::Fine => Ok(self.perform(outgoing)),
            Fate::AnswerLost => {
                self.perform(outgoing);
                Err(SendError::Unknown)
            }
            Fate::RequestLost => Err(SendError::Unknown),
            Fate::NoPermit => Err(SendError::NoPermit {
                held_for: Duration::ZERO,
            }),
            Fate::Held(held_for) => Err(SendError::NoPermit { held_for }),
            Fate::Later(retry_after) => Err(SendError::Later { retry_after }),
            Fate::Refused(reason) => Err(SendError::Refused { code: None, reason }),
            Fate::Removed => Err(SendError::Removed(None)),
            Fate::Hangs => {
                released.await;
                Ok(self.perform(outgoing))
            }
        };
        self.changed.send_replace(());
        answer
    }

    async fn take(&self, step: &ClaimedStep) -> Result<(), StepError> {
        let fate = {
            let mut world = self.world();
            world.steps.push((step.step, step.message));
            world.step_fates.pop_front()
        };
        self.changed.send_replace(());
        match fate {
            None => Ok(()),
            Some(StepFate::Hangs) => std::future::pending().await,
            Some(StepFate::Error(error)) => Err(error),
        }
    }

    async fn history(&self, sought: &Sought, since: DateTime<Utc>) -> History {
        let Sought { post, channel, .. } = sought;
        let mut world = self.world();
        world.looks.push((*post, since));
        if let Some(left) = world.looks_without_permit.checked_sub(1) {
            world.looks_without_permit = left;
            return History::NoPermit {
                held_for: Duration::ZERO,
            };
        }
        if world.busy {
            return History::NotNow { retry_after: None };
        }
        if world.unreadable.contains(channel) {
            return History::Unreadable;
        }
        world
            .messages
            .iter()
            .find(|m| m.channel == *channel && m.post == *post && m.at >= since)
            .map_or(History::Absent, |message| History::There(message.id))
    }
}
