//! What no input may bring about: a panic, a request that Discord refuses, a ping, an answer that something
//! broke.

use std::{
    panic,
    sync::{Mutex, Once, PoisonError},
    thread::{self, ThreadId},
};

use serde_json::{Value, json};
use sunflower::sandbox::{
    record::{Outcome, Request},
    world::Id,
};

use crate::{
    garden::Garden,
    moderating::{POST, channel, role},
};

/// Where the bot is not allowed to write.
pub const FORBIDDEN: &str = "news";

static PANICS: Mutex<Vec<(ThreadId, String)>> = Mutex::new(Vec::new());

/// From now on panics are noted, wherever they are caught.
pub fn note_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |what| {
            let mut panics = PANICS.lock().unwrap_or_else(PoisonError::into_inner);
            panics.push((thread::current().id(), what.to_string()));
            drop(panics);
            before(what);
        }));
    });
}

/// The panics of this thread, on which the bot runs. They are forgotten then.
fn panics() -> Vec<String> {
    let me = thread::current().id();
    let mut panics = PANICS.lock().unwrap_or_else(PoisonError::into_inner);
    let mine = panics.extract_if(.., |(thread, _)| *thread == me);
    mine.map(|(_, what)| what).collect()
}

/// What went wrong since it was last asked, but for what is on its way.
pub fn faults(garden: &Garden) -> Vec<String> {
    let mut faults = panics();
    let record = garden.sandbox.record();
    let requests = record.all();
    let may_be_pinged = role(garden, "Early birds");
    let forbidden = format!("/{}/", channel(garden, FORBIDDEN));
    for request in &requests {
        if request.status() != Some(403) || !request.path.contains(&forbidden) {
            faults.extend(refused(request));
        }
        faults.extend(pings(request, may_be_pinged));
    }
    if requests.iter().all(|one| one.outcome != Outcome::Pending) {
        record.forget();
    }
    faults
}

/// Looking in vain is no fault: a moderator may name a place that the bot does not see. Nor is that a post has
/// no thread yet, in which the first share opens one. Everything else that Discord refuses is.
fn refused(request: &Request) -> Option<String> {
    let status = request.status().unwrap_or_default();
    let in_vain = request.method == "GET" && matches!(status, 403 | 404);
    let no_thread_yet = request.name() == POST && status == 404;
    if request.route.is_some() && (status < 400 || in_vain || no_thread_yet) {
        return None;
    }
    Some(format!(
        "Discord refused {}: {:?} of {}",
        request.name(),
        request.outcome,
        request.body
    ))
}

/// Whom what was sent would ping: nobody, but for the role that anyone may mention, if moderators want it.
fn pings(request: &Request, may_be_pinged: Id) -> Option<String> {
    let mut messages = [
        &request.body,
        &request.body["data"],
        &request.body["message"],
    ]
    .into_iter()
    .filter(|body| body["embeds"].is_array() || body["content"].is_string());
    let pinging = messages.find(|body| {
        let allowed = &body["allowed_mentions"];
        let none = |kind: &str| allowed[kind].as_array().is_none_or(Vec::is_empty);
        let roles = none("roles") || allowed["roles"] == json!([may_be_pinged]);
        allowed["parse"] != json!([])
            || !none("users")
            || !roles
            || allowed["replied_user"] == json!(true)
    })?;
    let (name, allowed): (_, &Value) = (request.name(), &pinging["allowed_mentions"]);
    Some(format!("{name} may ping, by {allowed}: {pinging}"))
}

/// Whom the bot's messages did ping, as Discord worked it out.
pub fn pinged(garden: &Garden) -> Vec<String> {
    let may_be_pinged = role(garden, "Early birds");
    garden.sandbox.read(|world| {
        let all = world.messages.values().flat_map(|there| there.values());
        let own = all.filter(|message| message.author == world.bot());
        let pinging = own.filter(|message| {
            let pinged = &message.mentions;
            let roles = pinged.roles.iter().all(|role| *role == may_be_pinged);
            !pinged.users.is_empty() || !roles || pinged.everyone
        });
        pinging.map(|message| format!("{message:?}")).collect()
    })
}
