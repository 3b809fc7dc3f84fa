//! The gateway's sessions: who is connected, what each has been sent, and what it can be sent again.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU16, AtomicU32, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::told::Told;
use crate::sandbox::{Stage, world::Id};

/// How many events are kept for a session that resumes.
const BACKLOG: usize = 2000;

/// Something for a connected client.
#[derive(Debug)]
pub enum Frame {
    /// A message.
    Text(String),
    /// The end, with a close code and a reason.
    Close(u16, &'static str),
}

/// An event on its way to the sessions that asked for its kind.
#[derive(Debug)]
pub struct Dispatch {
    /// Its name, such as `MESSAGE_CREATE`.
    pub name: &'static str,
    /// The server it is about: one shard's.
    pub guild: Option<Id>,
    /// The intent it needs; 0 for none.
    pub intent: u64,
    /// The event.
    pub data: Value,
    /// The event for sessions without MESSAGE_CONTENT, if it differs.
    pub without_content: Option<Value>,
}

/// A session, connected or waiting to be resumed.
#[derive(Debug)]
struct Session {
    shard: u64,
    shards: u64,
    intents: u64,
    sequence: u64,
    backlog: VecDeque<(u64, String)>,
    connection: Option<UnboundedSender<Frame>>,
}

/// All sessions.
#[derive(Debug)]
pub struct Hub {
    sessions: Mutex<BTreeMap<String, Session>>,
    /// The newest events that were sent.
    pub(in crate::sandbox) told: Told,
    /// How often a client must send a heartbeat.
    pub heartbeat: Duration,
    deaf: AtomicBool,
    refuses: AtomicBool,
    mute: AtomicBool,
    /// What every login is closed with; 0 for none.
    turns_away: AtomicU16,
    /// How many shards Discord recommends.
    recommended: AtomicU32,
    /// How many logins a day are allowed.
    logins: AtomicU32,
    /// How many identified.
    identified: AtomicU32,
    /// How many were let in, anew or again.
    let_in: AtomicU32,
}

/// What a new session asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Which shard it is,
    pub shard: u64,
    /// of how many.
    pub shards: u64,
    /// Its intents.
    pub intents: u64,
}

impl Wanted {
    /// Whether this shard is told of `guild`.
    pub fn is_told_of(&self, guild: Option<Id>) -> bool {
        is_told_of(self.shard, self.shards, guild)
    }
}

fn is_told_of(shard: u64, shards: u64, guild: Option<Id>) -> bool {
    guild.map_or(0, |guild| (guild.get() >> 22) % shards) == shard
}

impl Session {
    fn send(&mut self, told: &Told, name: &str, data: &Value) {
        told.note(name, data);
        self.sequence += 1;
        let frame = json!({"op": 0, "t": name, "s": self.sequence, "d": data}).to_string();
        self.backlog.push_back((self.sequence, frame.clone()));
        if self.backlog.len() > BACKLOG {
            self.backlog.pop_front();
        }
        self.push(Frame::Text(frame));
    }

    fn push(&mut self, frame: Frame) {
        // A connection that is gone leaves the event in the backlog.
        if let Some(connection) = &self.connection
            && connection.send(frame).is_err()
        {
            self.connection = None;
        }
    }
}

impl Hub {
    pub(in crate::sandbox) fn new(heartbeat: Duration, stage: Arc<dyn Stage>) -> Self {
        Self {
            sessions: Mutex::default(),
            told: Told::new(stage),
            heartbeat,
            deaf: AtomicBool::new(false),
            refuses: AtomicBool::new(false),
            mute: AtomicBool::new(false),
            turns_away: AtomicU16::new(0),
            recommended: AtomicU32::new(1),
            logins: AtomicU32::new(1_000),
            identified: AtomicU32::new(0),
            let_in: AtomicU32::new(0),
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Session>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a session and sends it READY and then `events`.
    pub(super) fn begin(
        &self,
        id: String,
        wanted: Wanted,
        ready: &Value,
        events: &[(&str, Value)],
    ) -> UnboundedReceiver<Frame> {
        let (connection, frames) = unbounded_channel();
        let mut session = Session {
            shard: wanted.shard,
            shards: wanted.shards,
            intents: wanted.intents,
            sequence: 0,
            backlog: VecDeque::new(),
            connection: Some(connection),
        };
        session.send(&self.told, "READY", ready);
        for (name, event) in events {
            session.send(&self.told, name, event);
        }
        let mut sessions = self.lock();
        // A client that logs in anew has given up what it could have resumed.
        sessions.retain(|_, old| old.connection.is_some() || old.shard != wanted.shard);
        sessions.insert(id, session);
        self.let_in.fetch_add(1, Ordering::SeqCst);
        frames
    }

    /// Takes a session up again after event `seen`: all later ones are sent again. None if it is
    /// not known or has forgotten too much.
    pub(super) fn resume(&self, id: &str, seen: u64) -> Option<UnboundedReceiver<Frame>> {
        let mut sessions = self.lock();
        let session = sessions.get_mut(id)?;
        let oldest = session.backlog.front().map_or(1, |(sequence, _)| *sequence);
        if seen > session.sequence || seen + 1 < oldest {
            sessions.remove(id);
            return None;
        }
        let (connection, frames) = unbounded_channel();
        session.push(Frame::Close(4000, "resumed elsewhere"));
        session.connection = Some(connection);
        let missed: Vec<_> = session
            .backlog
            .iter()
            .filter(|(sequence, _)| *sequence > seen)
            .map(|(_, frame)| frame.clone())
            .collect();
        for frame in missed {
            session.push(Frame::Text(frame));
        }
        session.send(&self.told, "RESUMED", &json!({"_trace": ["sandbox"]}));
        self.let_in.fetch_add(1, Ordering::SeqCst);
        Some(frames)
    }

    /// A connection is over. The session can be resumed unless it was given up for good.
    pub(super) fn end(&self, id: &str, for_good: bool) {
        let mut sessions = self.lock();
        if for_good {
            sessions.remove(id);
        } else if let Some(session) = sessions.get_mut(id)
            // Another connection may have taken it up meanwhile.
            && session.connection.as_ref().is_some_and(UnboundedSender::is_closed)
        {
            session.connection = None;
        }
    }

    /// Sends an event to every session that is told of it.
    pub(in crate::sandbox) fn dispatch(&self, event: &Dispatch) {
        for session in self.lock().values_mut() {
            let asked = event.intent == 0 || session.intents & event.intent != 0;
            if !asked || !is_told_of(session.shard, session.shards, event.guild) {
                continue;
            }
            let reads = session.intents & super::intents::MESSAGE_CONTENT != 0;
            match &event.without_content {
                Some(data) if !reads => session.send(&self.told, event.name, data),
                _ => session.send(&self.told, event.name, &event.data),
            }
        }
    }

    /// Sends an event to every session, whatever is in it.
    pub fn dispatch_anything(&self, name: &str, data: &Value) {
        for session in self.lock().values_mut() {
            session.send(&self.told, name, data);
        }
    }

    /// Whether anyone would get an event about this server: a session that is connected, or that can
    /// still be resumed.
    #[must_use]
    pub fn is_anyone_there(&self, guild: Option<Id>) -> bool {
        self.lock()
            .values()
            .any(|session| is_told_of(session.shard, session.shards, guild))
    }

    /// How many sessions are connected.
    #[must_use]
    pub fn connected(&self) -> usize {
        let sessions = self.lock();
        let connected = sessions.values().filter(|one| one.connection.is_some());
        connected.count()
    }

    /// Asks every client to reconnect and resume (op 7).
    pub fn reconnect(&self) {
        for session in self.lock().values_mut() {
            session.push(Frame::Text(json!({"op": 7, "d": null}).to_string()));
        }
    }

    /// Tells every client that its session is over (op 9). If not `resumable` it is forgotten.
    pub fn invalid_session(&self, resumable: bool) {
        let mut sessions = self.lock();
        for session in sessions.values_mut() {
            session.push(Frame::Text(json!({"op": 9, "d": resumable}).to_string()));
        }
        if !resumable {
            sessions.clear();
        }
    }

    /// Closes every connection with this code.
    pub fn close(&self, code: u16) {
        for session in self.lock().values_mut() {
            session.push(Frame::Close(code, "closed by the sandbox"));
        }
    }

    /// Whether heartbeats go unanswered.
    pub fn ignore_heartbeats(&self, deaf: bool) {
        self.deaf.store(deaf, Ordering::SeqCst);
    }

    /// Whether new connections are turned away.
    pub fn refuse_connections(&self, refuses: bool) {
        self.refuses.store(refuses, Ordering::SeqCst);
    }

    /// Closes every login with this code, whatever it says, or no longer.
    pub fn turn_away(&self, with: Option<u16>) {
        self.turns_away.store(with.unwrap_or(0), Ordering::SeqCst);
    }

    /// Whether whoever logs in waits for READY in vain.
    pub fn keep_waiting(&self, mute: bool) {
        self.mute.store(mute, Ordering::SeqCst);
    }

    /// Recommends so many shards from now on.
    pub fn recommend_shards(&self, shards: u32) {
        self.recommended.store(shards, Ordering::SeqCst);
    }

    pub(in crate::sandbox) fn recommended(&self) -> u32 {
        self.recommended.load(Ordering::SeqCst)
    }

    /// Allows so many logins from now on.
    pub fn allow_logins(&self, logins: u32) {
        let all = self.identified().saturating_add(logins);
        self.logins.store(all, Ordering::SeqCst);
    }

    /// How many logins a day there may be, and how many are left: each identify counts as one.
    pub(in crate::sandbox) fn logins(&self) -> (u32, u32) {
        let logins = self.logins.load(Ordering::SeqCst);
        (logins, logins.saturating_sub(self.identified()))
    }

    /// How many times a client identified itself, let in or not.
    #[must_use]
    pub fn identified(&self) -> u32 {
        self.identified.load(Ordering::SeqCst)
    }

    /// How many sessions began or were resumed.
    #[must_use]
    pub fn let_in(&self) -> u32 {
        self.let_in.load(Ordering::SeqCst)
    }

    pub(super) fn count_identified(&self) {
        self.identified.fetch_add(1, Ordering::SeqCst);
    }

    pub(super) fn is_turning_away(&self) -> Option<u16> {
        let with = self.turns_away.load(Ordering::SeqCst);
        (with != 0).then_some(with)
    }

    pub(super) fn is_mute(&self) -> bool {
        self.mute.load(Ordering::SeqCst)
    }

    pub(super) fn is_deaf(&self) -> bool {
        self.deaf.load(Ordering::SeqCst)
    }

    pub(super) fn is_refusing(&self) -> bool {
        self.refuses.load(Ordering::SeqCst)
    }
}
