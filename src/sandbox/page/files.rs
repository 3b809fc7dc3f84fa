//! The page's own files, which are in the program, and those on messages.

use std::{fmt::Write as _, sync::Arc};

use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use include_dir::{Dir, include_dir};

use super::Shared;
use crate::sandbox::world::{Attachment, Id, World};

static WEB: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/sandbox/page/web");

/// How the page looks, a subject a file. What is narrow comes last: it changes what stands before it.
const STYLE: &str = concat!(
    include_str!("style/colours.css"),
    include_str!("style/ground.css"),
    include_str!("style/strip.css"),
    include_str!("style/channels.css"),
    include_str!("style/messages.css"),
    include_str!("style/markdown.css"),
    include_str!("style/components.css"),
    include_str!("style/popup.css"),
    include_str!("style/box.css"),
    include_str!("style/form.css"),
    include_str!("style/forum.css"),
    include_str!("style/drawer.css"),
    include_str!("style/hint.css"),
    include_str!("style/narrow.css"),
);

/// Pictures that hold nothing but a picture. Whatever else somebody attached is bytes to be kept.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const BYTES: &str = "application/octet-stream";

/// One of the page's own files.
pub async fn page(uri: Uri) -> Response {
    let name = match uri.path() {
        "/" => "index.html",
        path => path.trim_start_matches('/'),
    };
    let kind = match name.rsplit_once('.') {
        Some((_, "html")) => "text/html; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    match WEB.get_file(name) {
        Some(file) => ([(header::CONTENT_TYPE, kind)], file.contents()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// All of its style.
pub async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

/// A file on a message.
pub async fn attachment(State(shared): State<Arc<Shared>>, Path(attachment): Path<Id>) -> Response {
    let found = shared.core.read(|world| {
        let bytes = world.files.get(&attachment)?.clone();
        Some((named(world, attachment)?.clone(), bytes))
    });
    let Some((file, bytes)) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(&file)));
    if let Ok(kept) = HeaderValue::try_from(kept_as(&file.filename)) {
        headers.insert(header::CONTENT_DISPOSITION, kept);
    }
    response
}

fn named(world: &World, attachment: Id) -> Option<&Attachment> {
    let mut messages = world.messages.values().flat_map(|all| all.values());
    messages.find_map(|message| {
        let mut files = message.attachments.iter();
        files.find(|file| file.id == attachment)
    })
}

fn kind(file: &Attachment) -> &'static str {
    let said = file.content_type.as_deref();
    let picture = PICTURES.into_iter().find(|one| Some(*one) == said);
    picture.unwrap_or(BYTES)
}

/// `Content-Disposition` with any name, as RFC 8187 writes it.
fn kept_as(filename: &str) -> String {
    let mut kept = "attachment; filename*=UTF-8''".to_owned();
    for byte in filename.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            kept.push(char::from(byte));
        } else {
            // Writing to a String can't fail.
            let _infallible = write!(kept, "%{byte:02X}");
        }
    }
    kept
}
