//! Discord's errors: a status, a code, a message and, for bodies it can't take, where they are wrong.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::sandbox::rules;

/// A refused request.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    status: StatusCode,
    body: Value,
}

impl Refused {
    fn with(status: StatusCode, code: u32, message: &str) -> Self {
        let body = json!({"message": message, "code": code});
        Self { status, body }
    }

    /// The token is missing or wrong.
    pub fn unauthorized() -> Self {
        Self::with(StatusCode::UNAUTHORIZED, 0, "401: Unauthorized")
    }

    /// No such route.
    pub fn not_found() -> Self {
        Self::with(StatusCode::NOT_FOUND, 0, "404: Not Found")
    }

    /// 10003
    pub fn unknown_channel() -> Self {
        Self::with(StatusCode::NOT_FOUND, 10003, "Unknown Channel")
    }

    /// 10004
    pub fn unknown_guild() -> Self {
        Self::with(StatusCode::NOT_FOUND, 10004, "Unknown Guild")
    }

    /// 10002
    pub fn unknown_application() -> Self {
        Self::with(StatusCode::NOT_FOUND, 10002, "Unknown Application")
    }

    /// 10007
    pub fn unknown_member() -> Self {
        Self::with(StatusCode::NOT_FOUND, 10007, "Unknown Member")
    }

    /// 10008
    pub fn unknown_message() -> Self {
        Self::with(StatusCode::NOT_FOUND, 10008, "Unknown Message")
    }

    /// 10013
    pub fn unknown_user() -> Self {
        Self::with(StatusCode::NOT_FOUND, 10013, "Unknown User")
    }

    /// 10014
    pub fn unknown_emoji() -> Self {
        Self::with(StatusCode::BAD_REQUEST, 10014, "Unknown Emoji")
    }

    /// 10015
    pub fn unknown_webhook() -> Self {
        Self::with(StatusCode::NOT_FOUND, 10015, "Unknown Webhook")
    }

    /// 10062
    pub fn unknown_interaction() -> Self {
        Self::with(StatusCode::NOT_FOUND, 10062, "Unknown interaction")
    }

    /// 10063
    pub fn unknown_command() -> Self {
        Self::with(StatusCode::NOT_FOUND, 10063, "Unknown application command")
    }

    /// 10087
    pub fn unknown_tag() -> Self {
        Self::with(StatusCode::NOT_FOUND, 10087, "Unknown tag")
    }

    /// 30010
    pub fn too_many_reactions() -> Self {
        let message = "Maximum number of reactions reached (20)";
        Self::with(StatusCode::FORBIDDEN, 30010, message)
    }

    /// 40033
    pub fn already_published() -> Self {
        let message = "This message has already been crossposted";
        Self::with(StatusCode::BAD_REQUEST, 40033, message)
    }

    /// 40066
    pub fn no_tags_for_members() -> Self {
        let message = "There are no tags available that can be set by non-moderators";
        Self::with(StatusCode::BAD_REQUEST, 40066, message)
    }

    /// 40067
    pub fn tag_required() -> Self {
        let message = "A tag is required to create a forum post in this channel";
        Self::with(StatusCode::BAD_REQUEST, 40067, message)
    }

    /// 40060
    pub fn already_acknowledged() -> Self {
        let message = "Interaction has already been acknowledged.";
        Self::with(StatusCode::BAD_REQUEST, 40060, message)
    }

    /// 40094
    pub fn too_many_followups() -> Self {
        let message = "This interaction has reached the maximum number of follow up messages";
        Self::with(StatusCode::BAD_REQUEST, 40094, message)
    }

    /// 50001
    pub fn missing_access() -> Self {
        Self::with(StatusCode::FORBIDDEN, 50001, "Missing Access")
    }

    /// 50005
    pub fn not_the_author() -> Self {
        let message = "Cannot edit a message authored by another user";
        Self::with(StatusCode::FORBIDDEN, 50005, message)
    }

    /// 50006
    pub fn empty_message() -> Self {
        Self::with(
            StatusCode::BAD_REQUEST,
            50006,
            "Cannot send an empty message",
        )
    }

    /// 50007
    pub fn closed_to_direct_messages() -> Self {
        let message = "Cannot send messages to this user";
        Self::with(StatusCode::FORBIDDEN, 50007, message)
    }

    /// 50008
    pub fn not_a_text_channel() -> Self {
        let message = "Cannot send messages in a non-text channel";
        Self::with(StatusCode::BAD_REQUEST, 50008, message)
    }

    /// 50013
    pub fn missing_permissions() -> Self {
        Self::with(StatusCode::FORBIDDEN, 50013, "Missing Permissions")
    }

    /// 50024
    pub fn not_in_this_kind_of_channel() -> Self {
        let message = "Cannot execute action on this channel type";
        Self::with(StatusCode::BAD_REQUEST, 50024, message)
    }

    /// 50083
    pub fn archived_thread() -> Self {
        Self::with(StatusCode::BAD_REQUEST, 50083, "Thread is archived")
    }

    /// 160004
    pub fn has_a_thread_already() -> Self {
        let message = "A thread has already been created for this message";
        Self::with(StatusCode::BAD_REQUEST, 160_004, message)
    }

    /// 160005
    pub fn locked_thread() -> Self {
        Self::with(StatusCode::FORBIDDEN, 160_005, "Thread is locked")
    }

    /// 429 for whoever does something in one channel too often: it counts for everyone there.
    /// topics/rate-limits, "Header Format" and "Exceeding A Rate Limit".
    pub fn slow_down_channel(seconds: f64, limit: usize) -> Response {
        let message =
            "The write action you are performing on the channel has hit the write rate limit.";
        let body = json!({
            "message": message, "code": 20028, "retry_after": seconds, "global": false});
        let headers = [
            ("retry-after", seconds.ceil().to_string()),
            ("x-ratelimit-limit", limit.to_string()),
            ("x-ratelimit-remaining", "0".to_owned()),
            ("x-ratelimit-reset-after", seconds.to_string()),
            ("x-ratelimit-bucket", "crosspost".to_owned()),
            ("x-ratelimit-scope", "shared".to_owned()),
        ];
        (StatusCode::TOO_MANY_REQUESTS, headers, Json(body)).into_response()
    }

    /// 50027
    pub fn invalid_webhook_token() -> Self {
        Self::with(StatusCode::UNAUTHORIZED, 50027, "Invalid Webhook Token")
    }

    /// 50109
    pub fn not_json() -> Self {
        let message = "The request body contains invalid JSON.";
        Self::with(StatusCode::BAD_REQUEST, 50109, message)
    }

    /// 40005
    pub fn too_large() -> Self {
        let message = "Request entity too large";
        Self::with(StatusCode::PAYLOAD_TOO_LARGE, 40005, message)
    }

    /// 50035 about one field.
    pub fn field(path: &[&str], code: &str, message: &str) -> Self {
        let mut errors = json!({"_errors": [{"code": code, "message": message}]});
        for part in path.iter().rev() {
            errors = json!({*part: errors});
        }
        let body = json!({"message": "Invalid Form Body", "code": 50035, "errors": errors});
        let status = StatusCode::BAD_REQUEST;
        Self { status, body }
    }

    /// Something that Discord does and the stand-in does not play.
    pub fn not_played(what: &str) -> Self {
        let message = format!("SANDBOX_NOT_PLAYED: the stand-in does not play {what}.");
        Self::with(StatusCode::NOT_IMPLEMENTED, 0, &message)
    }

    /// Not a browser's business.
    pub fn not_for_browsers() -> Self {
        Self::with(StatusCode::FORBIDDEN, 0, "403: Forbidden")
    }
}

impl From<rules::Refused> for Refused {
    fn from(refused: rules::Refused) -> Self {
        let status = StatusCode::BAD_REQUEST;
        let body = refused.body();
        Self { status, body }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}

/// What a route answers.
pub type Answered<T> = Result<T, Refused>;
