//! How one input goes in at each door.

use sunflower::sandbox::driver::{Field, Form, Member, Shown};

use super::{
    commands::{Leaf, Opt, typed},
    found::{self, Component},
    people::{self, AGREED, ALL, MODERATORS, would_agree},
    siege::{Knock, Siege, not_sent},
    texts::{Payload, cut},
    writing::LONGEST_MESSAGE,
};

pub(super) type Knocked = Result<Knock, String>;

impl Siege {
    fn leaf(&self, name: &str) -> Leaf {
        let mut leaves = self.commands.iter();
        let leaf = leaves.find(|leaf| leaf.name == name);
        leaf.expect("a registered command").clone()
    }

    /// Whoever may use a command, a moderator if need be.
    fn user(&self, command: &str, payload: &Payload) -> (&'static str, Member) {
        let (who, place) = Self::hand(payload);
        let there = people::member(&self.garden, who, place);
        let root = command.split(' ').next().unwrap_or(command);
        let may = there
            .commands()
            .is_ok_and(|all| all.iter().any(|one| one == root));
        if may {
            return (who, there);
        }
        let who = payload.pick(2, &MODERATORS).copied().unwrap_or("rowan");
        (who, people::member(&self.garden, who, Some("wellbeing")))
    }

    pub(super) async fn command(&mut self, name: &str, payload: &Payload) -> Knocked {
        let leaf = self.leaf(name);
        let (who, member) = self.user(name, payload);
        let mut given = Vec::new();
        let mut line = format!("/{name}");
        for (nth, option) in leaf.options.iter().enumerate() {
            if !option.is_required() && !payload.once_in(2, nth + 4) {
                continue;
            }
            let value = self.value(&line, option, (nth, payload), &member).await?;
            line = format!("{line} {}", typed(option.name(), &value));
            given.push((name.to_owned(), option.name().to_owned()));
        }
        self.sent = format!("{who}, {member:?}: {line:?}");
        self.note_words(who, payload.text(0));
        let answer = member.slash(&line).await;
        let knock = self.heard(who, answer)?;
        if knock == Knock::Heard {
            for option in given {
                *self.tally.options.entry(option).or_default() += 1;
            }
        }
        Ok(knock)
    }

    /// A hostile value; every other time, where some are suggested, one of those: so that what lies behind
    /// is tried, too.
    async fn value(
        &mut self,
        line: &str,
        option: &Opt,
        (nth, payload): (usize, &Payload),
        member: &Member,
    ) -> Result<String, String> {
        if option.suggests() && payload.once_in(2, nth + 8) {
            let typing = format!("{line} {}:", option.name());
            self.sent = format!("{member:?} types {typing:?}");
            match member.complete(&typing).await {
                Ok(mut choices) => {
                    // The log names a part of the bot so, and would seem to tell what was typed.
                    choices.retain(|choice| choice.value != "rest");
                    if let Some(choice) = payload.pick(nth, &choices) {
                        return Ok(choice.value.clone());
                    }
                }
                Err(failure) => {
                    not_sent(&failure)?;
                }
            }
        }
        Ok(option.value(nth, payload))
    }

    pub(super) async fn suggestion(
        &mut self,
        name: &str,
        option: &str,
        payload: &Payload,
    ) -> Knocked {
        let (who, member) = self.user(name, payload);
        let typing = format!("/{name} {}", typed(option, payload.text(0)));
        self.sent = format!("{who}, {member:?} types {typing:?}");
        self.note_words(who, payload.text(0));
        match member.complete(&typing).await {
            Ok(_choices) => Ok(Knock::Heard),
            Err(failure) => not_sent(&failure),
        }
    }

    pub(super) async fn on_message(&mut self, name: &str, payload: &Payload) -> Knocked {
        let (who, _) = Self::hand(payload);
        let text = cut(payload.text(0), LONGEST_MESSAGE);
        let author = payload.pick(2, &ALL).copied().unwrap_or("maya");
        let author = if payload.once_in(4, 3) { author } else { who };
        self.sent = format!("{who}: {name:?} on {text:?} by {author}");
        self.note_words(who, &text);
        let Some(message) = self.written(author, &text) else {
            return Ok(Knock::NotSent);
        };
        let member = self.garden.sandbox.member(who);
        let answer = member.message_command(&message, name).await;
        self.and_is_kept(who, &text, answer).await
    }

    /// What somebody wrote, unless Discord would not take it.
    fn written(&mut self, author: &str, text: &str) -> Option<Shown> {
        if text.trim().is_empty() {
            return None;
        }
        let author = people::member(&self.garden, author, Some("wellbeing"));
        author.says(text).ok()
    }

    /// Those of a kind that are still there.
    fn there(&self, kind: &str) -> Vec<Component> {
        let mut found = self.found.components(kind);
        found.retain(|component| {
            let owner = self.garden.sandbox.member(component.owner);
            let now = owner.looks_again(&component.on);
            now.is_some_and(|now| found::holds(&now, &component.custom_id))
        });
        found
    }

    pub(super) async fn press(&mut self, kind: &str, payload: &Payload) -> Knocked {
        let found = self.there(kind);
        let Some(button) = payload.pick(2, &found) else {
            return Ok(Knock::NotSent);
        };
        let stranger = payload.pick(0, &ALL).copied().unwrap_or("theo");
        let is_stranger = payload.once_in(3, 3);
        let who = if is_stranger { stranger } else { button.owner };
        if would_agree(who, &button.custom_id) {
            return Ok(Knock::NotSent);
        }
        self.sent = format!("{who} presses {:?}", button.custom_id);
        let member = self.garden.sandbox.member(who);
        let answer = if is_stranger {
            let (channel, message) = (button.on.channel(), button.on.id());
            let pressing = member.forge_press(channel, message, &button.custom_id);
            pressing.await
        } else {
            member.click(&button.on, &button.custom_id).await
        };
        self.heard(who, answer)
    }

    pub(super) async fn menu(&mut self, kind: &str, payload: &Payload) -> Knocked {
        let found = self.there(kind);
        let Some(menu) = payload.pick(2, &found) else {
            return Ok(Knock::NotSent);
        };
        let Some((of_type, offered)) = &menu.menu else {
            return Ok(Knock::NotSent);
        };
        let member = self.garden.sandbox.member(menu.owner);
        let channels = [
            "wellbeing",
            "general",
            "weekly-garden",
            "news",
            "moderators",
        ];
        let chosen = match of_type {
            3 => payload.pick(3, offered).map(String::as_str),
            _ => payload.pick(3, &channels).copied(),
        };
        let chosen = chosen.unwrap_or_default();
        self.sent = format!("{} chooses {chosen:?} of {:?}", menu.owner, menu.custom_id);
        let choices: &[&str] = &[chosen];
        let answer = member.choose(&menu.on, &menu.custom_id, choices).await;
        self.heard(menu.owner, answer)
    }

    pub(super) async fn forged(&mut self, kind: &str, payload: &Payload) -> Knocked {
        let found = self.found.components(kind);
        let Some(real) = payload.pick(2, &found) else {
            return Ok(Knock::NotSent);
        };
        let (who, _) = Self::hand(payload);
        let forged = payload.twist.of(&real.custom_id, &self.found.ids());
        if would_agree(who, &forged) {
            return Ok(Knock::NotSent);
        }
        let at = (real.on.channel(), real.on.id());
        let member = self.garden.sandbox.member(who);
        if real.menu.is_none() && payload.once_in(2, 3) {
            self.sent = format!("{who} presses the forged {forged:?}");
            let answer = member.forge_press(at.0, at.1, &forged).await;
            return self.heard(who, answer);
        }
        let (of_type, values) = forged_values(real, payload);
        self.sent = format!("{who} chooses {values:?} of the forged {forged:?}, a {of_type}");
        let answer = member.forge_choice(at, &forged, of_type, &values).await;
        self.heard(who, answer)
    }

    pub(super) async fn form(&mut self, kind: &str, payload: &Payload) -> Knocked {
        let found = self.found.forms(kind);
        let Some((owner, form)) = payload.pick(2, &found).cloned() else {
            return Ok(Knock::NotSent);
        };
        if AGREED.contains(&owner) {
            self.agrees(owner).await?;
        }
        let filled = fill(&form.fields, payload);
        self.sent = format!("{owner} sends {:?} with {filled:?}", form.custom_id);
        let text = filled.first().map(|(_, text)| text.clone());
        self.note_words(owner, text.as_deref().unwrap_or_default());
        let member = self.garden.sandbox.member(owner);
        let filled: Vec<_> = filled
            .iter()
            .map(|(id, text)| (id.as_str(), text.as_str()))
            .collect();
        let answer = member.fill(&form, &filled).await;
        let text = text.unwrap_or_default();
        self.and_is_kept(owner, &text, answer).await
    }

    pub(super) async fn forged_form(&mut self, kind: &str, payload: &Payload) -> Knocked {
        let found = self.found.forms(kind);
        let Some((_, real)) = payload.pick(2, &found) else {
            return Ok(Knock::NotSent);
        };
        let (who, _) = Self::hand(payload);
        let mut form: Form = real.clone();
        form.custom_id = payload.twist.of(&real.custom_id, &self.found.ids());
        let one_more = form.fields.first().cloned();
        match payload.pick(3, &[0, 1, 2, 3]) {
            Some(0) => form.fields.clear(),
            Some(1) => form.fields.extend(one_more.map(|mut field| {
                "more".clone_into(&mut field.custom_id);
                field
            })),
            Some(2) => {
                for field in &mut form.fields {
                    field.custom_id = payload.twist.of(&field.custom_id, &[]);
                }
            }
            _ => {}
        }
        let filled = fill(&form.fields, payload);
        self.sent = format!(
            "{who} sends the forged {:?} with {filled:?}",
            form.custom_id
        );
        self.note_words(who, payload.text(0));
        let member = self.garden.sandbox.member(who);
        let filled: Vec<_> = filled
            .iter()
            .map(|(id, text)| (id.as_str(), text.as_str()))
            .collect();
        let answer = member.fill(&form, &filled).await;
        self.heard(who, answer)
    }

    /// Remembers what was written by somebody who is no moderator: of theirs nothing stands in the database.
    pub(super) fn note_words(&mut self, who: &str, text: &str) {
        if !MODERATORS.contains(&who) {
            self.words.insert(text.trim().to_owned());
        }
    }
}

/// What is written into each field: as long as it takes.
fn fill(fields: &[Field], payload: &Payload) -> Vec<(String, String)> {
    let all = fields.iter().enumerate();
    let filled = all.map(|(nth, field)| {
        let text = cut(payload.text(nth), field.max_length);
        (field.custom_id.clone(), text)
    });
    filled.collect()
}

/// Values that no menu offered: texts, or ids of nothing, in a menu of any type.
fn forged_values(real: &Component, payload: &Payload) -> (u64, Vec<String>) {
    let ids = [
        "1",
        "18446744073709551614",
        "1795420800000000000",
        &real.on.channel().to_string(),
        &real.on.id().to_string(),
    ]
    .map(str::to_owned);
    let of_type = payload
        .pick(4, &[3, 3, 3, 5, 6, 7, 8])
        .copied()
        .unwrap_or(3);
    let count = payload.pick(5, &[0_usize, 1, 2, 25]).copied().unwrap_or(1);
    let values = (0..count).map(|nth| {
        if of_type == 3 && !payload.once_in(3, nth + 6) {
            cut(payload.text(nth), 100)
        } else if of_type == 3 && payload.once_in(3, nth + 7) {
            "0".to_owned()
        } else {
            payload.pick(nth + 6, &ids).cloned().unwrap_or_default()
        }
    });
    (of_type, values.collect())
}
