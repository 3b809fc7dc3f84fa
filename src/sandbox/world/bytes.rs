//! Files in JSON: as base64, not as a list of numbers that takes three times the room.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

use super::Id;

pub(super) fn serialize<S: Serializer>(
    files: &BTreeMap<Id, Vec<u8>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(files.iter().map(|(id, bytes)| (id, STANDARD.encode(bytes))))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<Id, Vec<u8>>, D::Error> {
    let files = BTreeMap::<Id, String>::deserialize(deserializer)?;
    let decoded = files.into_iter().map(|(id, text)| {
        let bytes = STANDARD.decode(text).map_err(D::Error::custom)?;
        Ok((id, bytes))
    });
    decoded.collect()
}
