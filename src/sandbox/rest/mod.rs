//! Discord's REST API, version 10, as far as the bot calls it.

mod access;
mod application;
mod callback;
mod channel;
mod command;
mod error;
mod guild;
mod layer;
mod limit;
mod message;
mod payload;
mod publish;
mod reaction;
mod thread;
mod webhook;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    middleware::from_fn_with_state,
    routing::{delete, get, post, put},
};
use serde_json::{Value, json};

pub(super) use self::layer::turn_browsers_away;

use self::error::Refused;
use super::{core::Core, gateway};

/// Everything that is served: REST below `/api/v10`, the gateway beside it.
pub(super) fn router(core: Arc<Core>) -> Router {
    let api = Router::new()
        .route("/gateway", get(gateway_address))
        .route("/gateway/bot", get(gateway_address))
        .route("/users/@me", get(guild::me))
        .route("/users/@me/guilds", get(guild::mine))
        .route("/users/@me/channels", post(channel::open_direct))
        .route("/users/{user}", get(guild::user))
        .route("/applications/@me", get(application::me))
        .route("/oauth2/applications/@me", get(application::me))
        .route(
            "/applications/{application}/commands",
            get(application::global)
                .put(application::put_global)
                .post(command::create_global),
        )
        .route(
            "/applications/{application}/commands/{command}",
            get(command::read_global)
                .patch(command::edit_global)
                .delete(command::delete_global),
        )
        .route(
            "/applications/{application}/guilds/{guild}/commands",
            get(application::of_guild)
                .put(application::put_of_guild)
                .post(command::create_of_guild),
        )
        .route(
            "/applications/{application}/guilds/{guild}/commands/{command}",
            get(command::read_of_guild)
                .patch(command::edit_of_guild)
                .delete(command::delete_of_guild),
        )
        .route(
            "/interactions/{interaction}/{token}/callback",
            post(callback::answer),
        )
        .route("/webhooks/{application}/{token}", post(webhook::follow_up))
        .route(
            "/webhooks/{application}/{token}/messages/{message}",
            get(webhook::read)
                .patch(webhook::edit)
                .delete(webhook::delete),
        )
        .route(
            "/channels/{channel}",
            get(channel::read).delete(channel::delete),
        )
        .route(
            "/channels/{channel}/messages",
            get(message::history).post(message::create),
        )
        .route(
            "/channels/{channel}/messages/{message}",
            get(message::read)
                .patch(message::edit)
                .delete(message::delete),
        )
        .route(
            "/channels/{channel}/messages/{message}/crosspost",
            post(publish::publish),
        )
        .route(
            "/channels/{channel}/messages/{message}/threads",
            post(thread::from_message),
        )
        .route("/channels/{channel}/threads", post(thread::in_channel))
        .route(
            "/channels/{channel}/threads/archived/public",
            get(thread::archived),
        )
        .route("/guilds/{guild}/threads/active", get(thread::active))
        .route(
            "/channels/{channel}/messages/{message}/reactions/{emoji}",
            get(reaction::list),
        )
        .route(
            "/channels/{channel}/messages/{message}/reactions/{emoji}/@me",
            put(reaction::add).delete(reaction::remove_own),
        )
        .route(
            "/channels/{channel}/messages/{message}/reactions/{emoji}/{user}",
            delete(reaction::remove),
        )
        .route("/guilds/{guild}", get(guild::read))
        .route("/guilds/{guild}/channels", get(guild::channels))
        .route("/guilds/{guild}/roles", get(guild::roles))
        .route("/guilds/{guild}/members/{user}", get(guild::member));
    Router::new()
        .nest("/api/v10", api)
        .fallback(async || Refused::not_found())
        .layer(from_fn_with_state(Arc::clone(&core), layer::around))
        .merge(Router::new().route("/gateway", get(gateway::open)))
        .with_state(core)
}

/// events/gateway, "Get Gateway Bot" and "Session Start Limit Object".
async fn gateway_address(State(core): State<Arc<Core>>) -> Json<Value> {
    let (total, remaining) = core.hub.logins();
    Json(json!({
        "url": format!("ws://{}/gateway", core.host), "shards": core.hub.recommended(),
        "session_start_limit": {
            "total": total, "remaining": remaining, "reset_after": 86_400_000, "max_concurrency": 1},
    }))
}
