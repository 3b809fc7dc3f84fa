//! One client's WebSocket: hello, identify or resume, heartbeats, then events until it ends.

use std::sync::Arc;

use axum::{
    extract::{
        ConnectInfo, State, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket},
    },
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use tokio::{sync::mpsc::UnboundedReceiver, time::timeout};

use super::{
    hub::{Frame, Wanted},
    intents,
};
use crate::sandbox::{connection::Cut, core::Core, rest::turn_browsers_away, wire};

/// Why a connection is closed, with Discord's code.
type Closing = (u16, &'static str);

/// `GET /gateway`.
pub async fn open(
    State(core): State<Arc<Core>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    if let Err(refused) = turn_browsers_away(&core, &headers) {
        return refused.into_response();
    }
    if core.hub.is_refusing() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    cut.is_gateway();
    upgrade.on_upgrade(move |socket| serve(core, socket))
}

async fn serve(core: Arc<Core>, mut socket: WebSocket) {
    let interval = core.hub.heartbeat.as_millis();
    let hello = json!({"op": 10, "d": {"heartbeat_interval": interval, "_trace": ["sandbox"]}});
    if send(&mut socket, &hello).await.is_err() {
        return;
    }
    match log_in(&core, &mut socket).await {
        Ok(Some((session, mut frames))) => {
            core.touch();
            let ended = converse(&core, &mut socket, &mut frames).await;
            drop(frames);
            core.hub.end(&session, ended.gave_up);
            core.touch();
            if let Some(closing) = ended.closing {
                close(&mut socket, closing).await;
            }
        }
        Ok(None) => {}
        Err(closing) => close(&mut socket, closing).await,
    }
}

async fn send(socket: &mut WebSocket, payload: &Value) -> Result<(), axum::Error> {
    socket.send(Message::Text(payload.to_string().into())).await
}

async fn close(socket: &mut WebSocket, (code, reason): Closing) {
    let frame = CloseFrame {
        code,
        reason: reason.into(),
    };
    // Whoever hung up first needs no farewell.
    let _gone = socket.send(Message::Close(Some(frame))).await;
}

/// Waits for an identify or a resume. None if the client leaves before.
async fn log_in(
    core: &Core,
    socket: &mut WebSocket,
) -> Result<Option<(String, UnboundedReceiver<Frame>)>, Closing> {
    loop {
        let Some(payload) = receive(core, socket).await? else {
            return Ok(None);
        };
        let data = &payload["d"];
        let op = payload["op"].as_u64();
        if op == Some(2) {
            core.hub.count_identified();
        }
        if matches!(op, Some(2 | 6)) {
            if let Some(code) = core.hub.is_turning_away() {
                return Err((code, "turned away by the sandbox"));
            }
            if core.hub.is_mute() {
                continue;
            }
        }
        match op {
            Some(1) => acknowledge(core, socket).await,
            Some(2) => return identify(core, data).map(Some),
            Some(6) => {
                check_token(core, data)?;
                let session = data["session_id"].as_str().unwrap_or_default();
                let seen = data["seq"].as_u64().unwrap_or(0);
                if let Some(frames) = core.hub.resume(session, seen) {
                    return Ok(Some((session.to_owned(), frames)));
                }
                if send(socket, &json!({"op": 9, "d": false})).await.is_err() {
                    return Ok(None);
                }
            }
            _ => return Err((4003, "Not authenticated.")),
        }
    }
}

/// The next message. None if the client left; an error if it was silent or unreadable.
async fn receive(core: &Core, socket: &mut WebSocket) -> Result<Option<Value>, Closing> {
    // Discord waits for a heartbeat and a half, about.
    let patience = core.hub.heartbeat * 2;
    let message = timeout(patience, socket.recv())
        .await
        .map_err(|_silent| (4009, "Session timed out."))?;
    match message {
        Some(Ok(Message::Text(text))) => serde_json::from_str(&text)
            .map(Some)
            .map_err(|_rubbish| (4002, "Error while decoding payload.")),
        Some(Ok(Message::Binary(bytes))) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|_rubbish| (4002, "Error while decoding payload.")),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(Some(Value::Null)),
        Some(Ok(Message::Close(_)) | Err(_)) | None => Ok(None),
    }
}

fn check_token(core: &Core, data: &Value) -> Result<(), Closing> {
    let token = data["token"].as_str().unwrap_or_default();
    if token.trim_start_matches("Bot ") == core.token {
        Ok(())
    } else {
        Err((4004, "Authentication failed."))
    }
}

fn identify(core: &Core, data: &Value) -> Result<(String, UnboundedReceiver<Frame>), Closing> {
    check_token(core, data)?;
    let shard = |index: usize, default| data["shard"][index].as_u64().unwrap_or(default);
    let wanted = Wanted {
        shard: shard(0, 0),
        shards: shard(1, 1),
        intents: data["intents"]
            .as_u64()
            .ok_or((4013, "Invalid intent(s)."))?,
    };
    if wanted.shard >= wanted.shards {
        return Err((4010, "Invalid shard."));
    }
    let session = format!("{:032x}", rand::random::<u128>());
    let url = format!("ws://{}/gateway", core.host);
    // One look at the world, so that nothing happens between READY and the events after it.
    core.read(|world| {
        let allowed = world.application.privileged_intents;
        if wanted.intents & intents::PRIVILEGED & !allowed != 0 {
            return Err((4014, "Disallowed intent(s)."));
        }
        let mine = |id| world.bot_is_in(id) && wanted.is_told_of(Some(id));
        let guilds: Vec<_> = world.guilds.values().filter(|one| mine(one.id)).collect();
        let listed: Vec<_> = guilds
            .iter()
            .map(|guild| json!({"id": guild.id, "unavailable": true}))
            .collect();
        let application = wire::application(world);
        let mut user = wire::user(world, world.bot());
        for (key, value) in [("verified", json!(true)), ("mfa_enabled", json!(true)), ("email", Value::Null)] {
            user[key] = value;
        }
        let ready = json!({
            "v": 10, "user": user, "guilds": listed, "session_id": session, "resume_gateway_url": url,
            "shard": [wanted.shard, wanted.shards], "session_type": "normal", "private_channels": [],
            "relationships": [], "presences": [], "user_settings": {}, "guild_join_requests": [],
            "application": {"id": application["id"], "flags": application["flags"]},
            "_trace": ["sandbox"],
        });
        let told = wanted.intents & intents::GUILDS != 0;
        let events: Vec<_> = guilds
            .iter()
            .filter(|guild| told && !guild.unavailable)
            .map(|guild| ("GUILD_CREATE", wire::guild_create(world, guild)))
            .collect();
        let frames = core.hub.begin(session.clone(), wanted, &ready, &events);
        Ok((session, frames))
    })
}

/// How a conversation ended.
struct Ended {
    /// What to close with, if the client is still there.
    closing: Option<Closing>,
    /// Whether the client gave its session up (it closed with 1000 or 1001).
    gave_up: bool,
}

async fn converse(
    core: &Core,
    socket: &mut WebSocket,
    frames: &mut UnboundedReceiver<Frame>,
) -> Ended {
    let patience = core.hub.heartbeat * 2;
    let stays = |closing| Ended {
        closing,
        gave_up: false,
    };
    loop {
        tokio::select! {
            frame = frames.recv() => match frame {
                Some(Frame::Text(text)) => {
                    if socket.send(Message::Text(text.into())).await.is_err() {
                        return stays(None);
                    }
                }
                Some(Frame::Close(with, reason)) => {
                    return Ended {
                        closing: Some((with, reason)),
                        gave_up: matches!(with, 4003..=4005 | 4007 | 4009..=4014),
                    };
                }
                // The session was declared invalid: the client decides what to do.
                None => return after_invalid(socket).await,
            },
            message = timeout(patience, socket.recv()) => match message {
                Err(_silent) => return stays(Some((4009, "Session timed out."))),
                Ok(Some(Ok(Message::Text(text)))) => {
                    if let Err(closing) = hear(core, socket, &text).await {
                        return stays(Some(closing));
                    }
                }
                Ok(Some(Ok(Message::Close(frame)))) => {
                    let gave_up = frame.is_some_and(|frame| matches!(frame.code, 1000 | 1001));
                    return Ended { closing: None, gave_up };
                }
                Ok(Some(Ok(_))) => {}
                Ok(Some(Err(_)) | None) => return stays(None),
            },
        }
    }
}

/// Waits until a client whose session is over hangs up.
async fn after_invalid(socket: &mut WebSocket) -> Ended {
    while let Some(Ok(message)) = socket.recv().await {
        if matches!(message, Message::Close(_)) {
            break;
        }
    }
    Ended {
        closing: None,
        gave_up: true,
    }
}

/// What a client may say once it is logged in.
async fn hear(core: &Core, socket: &mut WebSocket, text: &str) -> Result<(), Closing> {
    let payload: Value =
        serde_json::from_str(text).map_err(|_rubbish| (4002, "Error while decoding payload."))?;
    match payload["op"].as_u64() {
        Some(1) => acknowledge(core, socket).await,
        // Presence, voice state, members, soundboard: nothing here depends on them.
        Some(3 | 4 | 8 | 31) => {}
        Some(2) => return Err((4005, "Already authenticated.")),
        _ => return Err((4001, "Unknown opcode.")),
    }
    Ok(())
}

async fn acknowledge(core: &Core, socket: &mut WebSocket) {
    if !core.hub.is_deaf() {
        // A client that is gone is noticed at the next read.
        let _gone = send(socket, &json!({"op": 11})).await;
    }
}
