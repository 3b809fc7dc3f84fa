//! What people write in channels, and how it is read again once it is kept.

use sunflower::{
    reflection::words::fit,
    sandbox::{
        driver::{Failure, Seen, Shown},
        world::World,
    },
};

use super::{
    doors::Writing,
    inputs::Knocked,
    people::{self, AGREED},
    siege::{Knock, Siege},
    texts::{Payload, cut},
};
use crate::{
    garden::shown,
    looking::{exported, private, rows_that_hold},
};

/// As many characters as Discord takes of a message, of somebody who pays for it.
pub(super) const LONGEST_MESSAGE: usize = 4000;
/// What the bot says of words that it keeps.
const KEPT: &str = "Kept, for you alone";

/// How often one looks for what the bot does unasked.
const LOOKS: usize = 100;

impl Siege {
    pub(super) async fn message(&mut self, writing: Writing, payload: &Payload) -> Knocked {
        let (who, place) = Self::hand(payload);
        let text = cut(payload.text(0), LONGEST_MESSAGE);
        if text.trim().is_empty() {
            return Ok(Knock::NotSent);
        }
        let pings = payload.once_in(2, 3);
        self.sent = format!("{who} {writing:?} {text:?}, pinging: {pings}");
        self.note_words(who, &text);
        let member = people::member(&self.garden, who, place);
        if writing == Writing::Said {
            let bot = self.garden.sandbox.read(World::bot);
            let text = if pings {
                format!("<@{bot}> {text}")
            } else {
                text
            };
            return Ok(known(&member.says(&cut(&text, LONGEST_MESSAGE))));
        }
        let agreed = AGREED.contains(&who) && self.agrees(who).await?;
        let post = self.post().await?;
        let first = if writing == Writing::Edited {
            payload.text(1)
        } else {
            &text
        };
        let first = if first.trim().is_empty() {
            "First."
        } else {
            first
        };
        let reply = member.replies(&post, &cut(first, LONGEST_MESSAGE), pings);
        let Ok(reply) = reply else {
            return Ok(Knock::NotSent);
        };
        let kept = agreed && pings && fit(first).is_ok() && self.is_signed(who, &reply).await?;
        if writing == Writing::Edited {
            if member.edits(&reply, &text).is_err() {
                return Ok(Knock::NotSent);
            }
            if kept && fit(&text).is_ok() {
                self.is_kept_soon(who, &text).await?;
            }
        }
        // What comes of it comes before what the same person asks next.
        let view = member.in_dm().slash("/reflections view").await;
        self.heard(who, view)
    }

    /// Waits until a reply bears a sign, and reads it again if that says that it is kept. Tells whether it is.
    async fn is_signed(&mut self, who: &str, reply: &Shown) -> Result<bool, String> {
        let (channel, id) = (reply.channel(), reply.id());
        let signed = self.garden.sandbox.until(|world| {
            let signs = &world.message(channel, id)?.reactions;
            signs.first().map(|one| one.emoji.clone())
        });
        let sign = signed.await;
        let sign = sign.map_err(|failure| format!("a reply bears no sign: {failure}"))?;
        if sign != "🌻" {
            return Ok(false);
        }
        self.is_kept(who, &reply.raw().content).await?;
        Ok(true)
    }

    /// Reads an edited reply again, once it was followed.
    async fn is_kept_soon(&mut self, who: &str, text: &str) -> Result<(), String> {
        let mut read = Ok(());
        for _ in 0..LOOKS {
            read = self.is_kept(who, text).await;
            if read.is_ok() {
                break;
            }
        }
        read
    }

    /// The post that can be replied to now, another one if a moderator removed it.
    async fn post(&mut self) -> Result<Shown, String> {
        if let Some(post) = self.garden.maya().looks_again(&self.post) {
            return Ok(post);
        }
        let create = "/schedule create channel:#wellbeing when:\"daily 9:00\" catch_up:3 days";
        let created = self.garden.moderator().slash(create).await;
        let created = created.map_err(|failure| failure.to_string())?;
        self.garden.advance(chrono::TimeDelta::days(1));
        let is_post = |shown: &Shown| {
            let buttons = shown.buttons().into_iter();
            let mut ids = buttons.filter_map(|button| button.custom_id);
            !shown.is_private() && ids.any(|id| id.starts_with("reflect:post"))
        };
        let post = self.garden.maya().sees("wellbeing", is_post).await;
        self.post =
            post.map_err(|failure| format!("no post came: {failure}; {}", created.as_text()))?;
        let id = self.post.id().to_string();
        for _ in 0..LOOKS {
            if !rows_that_hold(&self.garden, &id).await.is_empty() {
                return Ok(self.post.clone());
            }
        }
        Err("a post was sent, and nobody knows".to_owned())
    }

    /// Sees to it that they have agreed, and tells whether they have: nobody is asked where a moderator
    /// switched off all there is to ask about.
    pub(super) async fn agrees(&mut self, name: &'static str) -> Result<bool, String> {
        let member = people::member(&self.garden, name, Some("wellbeing"));
        let mut opened = member.slash("/reflect").await;
        if let Ok(Seen::Message(asked)) = &opened
            && asked.has_button("I agree")
        {
            let asked = asked.clone();
            opened = member.click(&asked, "I agree").await;
            let doors = self.found.look_at(name, &asked);
            self.open(doors);
        }
        let has_agreed = matches!(opened, Ok(Seen::Form(_)));
        self.heard(name, opened)?;
        Ok(has_agreed)
    }

    /// Looks at an answer, and reads again what it says is kept.
    pub(super) async fn and_is_kept(
        &mut self,
        who: &'static str,
        text: &str,
        answer: Result<Seen, Failure>,
    ) -> Knocked {
        let says_so = answer
            .as_ref()
            .is_ok_and(|seen| seen.as_text().contains(KEPT));
        let knock = self.heard(who, answer)?;
        if says_so {
            self.is_kept(who, text).await?;
        }
        Ok(knock)
    }

    /// Reads again what is kept, in the export and in the view, word for word.
    async fn is_kept(&mut self, name: &str, text: &str) -> Result<(), String> {
        let member = self.garden.sandbox.member(name);
        let export = member.slash("/reflections export").await;
        let export = export.map_err(|failure| failure.to_string())?;
        let export = exported(&self.garden, &shown(Ok(export)));
        let all = export["reflections"].as_array().into_iter().flatten();
        let newest = all
            .map(|one| one["text"].as_str().unwrap_or_default())
            .next();
        if newest != Some(text.trim()) {
            return Err(format!(
                "{name} kept {text:?}, and the export says {newest:?}"
            ));
        }
        let view = private(member.slash("/reflections view").await);
        let embeds = view.raw().embeds.iter();
        let said: String = embeds
            .filter_map(|embed| embed["description"].as_str())
            .collect();
        if !bare(&said).contains(&bare(text)) {
            return Err(format!("{name} kept {text:?}, and the view says {said:?}"));
        }
        self.tally.kept += 1;
        Ok(())
    }
}

/// A text where pages were cut at white space.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

fn known(written: &Result<Shown, Failure>) -> Knock {
    if written.is_ok() {
        Knock::Heard
    } else {
        Knock::NotSent
    }
}
