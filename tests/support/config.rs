//! What a bot is started with, if a test says nothing else.

use std::path::Path;

use sunflower::{
    config::{ApiUrl, Config, RequestsPerSecond, Token},
    store::DatabaseUrl,
};

/// For the Discord at this address, with all that is kept in this folder.
pub fn config(token: &str, api_url: &str, folder: &Path) -> Config {
    Config {
        token: Token::parse(token).expect("a token"),
        api_url: Some(ApiUrl::parse(api_url).expect("an address")),
        database: DatabaseUrl::file(folder.join("sunflower.db")),
        content_dir: None,
        key_file: folder.join("sunflower.key"),
        dev_guild: None,
        http_bind: None,
        backup_keep_days: None,
        requests_per_second: RequestsPerSecond::default(),
    }
}
