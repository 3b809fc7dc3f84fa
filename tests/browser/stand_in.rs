//! The made-up server without the bot, at a time that stands: what only looks at the page needs no more, and
//! anything at all can be put into it, as no Discord would let through.

use std::sync::Arc;

use serde_json::Value;
use sunflower::sandbox::{
    Options, Page, Sandbox,
    world::{Draft, Id, Upload},
};

use crate::stage::Standing;

pub struct StandIn {
    pub sandbox: Sandbox,
    pub page: Page,
}

impl StandIn {
    pub async fn open() -> Self {
        let noon = "2026-11-22T12:00:00Z".parse().unwrap();
        let stage = Arc::new(Standing::at(noon));
        let sandbox = Sandbox::start(Options::default(), stage).await.unwrap();
        let page = sandbox.page(0).unwrap();
        Self { sandbox, page }
    }

    /// Puts a message of the bot's into #wellbeing, whatever is in it.
    pub fn puts(&self, body: &Value, uploads: &[Upload]) -> Id {
        let posted = self.sandbox.change(|world| {
            let draft = Draft {
                channel: world.channel("wellbeing").unwrap().id,
                author: world.bot(),
                body,
                uploads,
                interaction: None,
                ephemeral_to: None,
                flags: 0,
            };
            world.post(draft)
        });
        posted.id
    }
}
