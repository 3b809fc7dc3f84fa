//! A request's body: JSON, or a form of several parts with JSON in `payload_json` and files.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, FromRequestParts, Multipart, Request},
    http::{HeaderMap, header, request::Parts},
};
use serde_json::Value;

use super::error::{Answered, Refused};
use crate::sandbox::world::Upload;

/// The largest request that Discord takes, in bytes.
pub const LIMIT: usize = 25 * 1024 * 1024;

/// A body that was read.
#[derive(Clone, Debug, Default)]
pub struct Payload(Arc<Read>);

#[derive(Debug, Default)]
struct Read {
    json: Value,
    uploads: Vec<Upload>,
}

impl Payload {
    /// Its JSON; null if there is none.
    pub fn json(&self) -> &Value {
        &self.0.json
    }

    /// The files that came with it.
    pub fn uploads(&self) -> &[Upload] {
        &self.0.uploads
    }

    /// The size of the largest of them, in bytes.
    pub fn largest(&self) -> u64 {
        let sizes = self.uploads().iter().map(|upload| upload.bytes.len());
        sizes.max().unwrap_or_default() as u64
    }

    /// Reads a body according to its content type.
    pub async fn read(headers: &HeaderMap, bytes: Bytes) -> Answered<Self> {
        let kind = headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default();
        if kind.starts_with("multipart/form-data") {
            return read_parts(kind, bytes).await;
        }
        let json = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes).map_err(|_rubbish| Refused::not_json())?
        };
        let uploads = Vec::new();
        Ok(Self(Arc::new(Read { json, uploads })))
    }
}

async fn read_parts(kind: &str, bytes: Bytes) -> Answered<Payload> {
    let mut request = Request::new(Body::from(bytes));
    if let Ok(kind) = kind.parse() {
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_rubbish| Refused::not_json())?;
    let mut read = Read::default();
    while let Some(part) = parts
        .next_field()
        .await
        .map_err(|_rubbish| Refused::not_json())?
    {
        let name = part.name().unwrap_or_default().to_owned();
        let filename = part.file_name().map(str::to_owned);
        let content_type = part.content_type().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|_rubbish| Refused::not_json())?;
        if name == "payload_json" {
            read.json = serde_json::from_slice(&bytes).map_err(|_rubbish| Refused::not_json())?;
        } else if let Some(filename) = filename {
            let number = name.trim_start_matches("files[").trim_end_matches(']');
            read.uploads.push(Upload {
                number: number.to_owned(),
                filename,
                content_type,
                bytes: bytes.to_vec(),
            });
        }
    }
    Ok(Payload(Arc::new(read)))
}

impl<S: Sync> FromRequestParts<S> for Payload {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answered<Self> {
        // The layer around all routes has read it.
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}
