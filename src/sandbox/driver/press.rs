//! Pressing buttons and choosing from menus.

use serde_json::{Value, json};

use super::{
    Choice, Failure, Member, Scene, Seen, Shown,
    act::Action,
    component::{self, walk},
    resolve,
};
use crate::sandbox::{
    wire,
    world::{Id, InteractionKind, Message, World},
};

impl Member {
    /// Presses the button with this label (or custom id) on a message.
    ///
    /// # Errors
    /// If they don't see the message, there is no such button or it is disabled, or the bot does not
    /// answer.
    pub async fn click(&self, shown: &Shown, label: &str) -> Result<Seen, Failure> {
        self.in_channel_id(shown.channel())
            .act(|world, scene| {
                let message = self.visible(world, scene, shown.id())?;
                let is_it = |one: &Value| {
                    let custom_id = one["custom_id"].as_str();
                    component::is_button(one)
                        && custom_id.is_some()
                        && (component::label(one) == label || custom_id == Some(label))
                };
                let button = find(message, label, is_it)?;
                let data = wire::component_data(button, None);
                Ok(used(world, scene, message, data))
            })
            .await
    }

    /// Chooses from the menu with this placeholder (or custom id): options by label or value, people,
    /// roles, channels and threads by name.
    ///
    /// # Errors
    /// If they don't see the message, there is no such menu or option or it is disabled, or the bot
    /// does not answer.
    pub async fn choose(
        &self,
        shown: &Shown,
        menu: &str,
        choices: &[&str],
    ) -> Result<Seen, Failure> {
        self.in_channel_id(shown.channel())
            .act(|world, scene| {
                let message = self.visible(world, scene, shown.id())?;
                let is_it = |one: &Value| {
                    component::is_menu(one)
                        && (one["placeholder"] == menu || one["custom_id"] == menu)
                };
                let there = find(message, menu, is_it)?;
                check_count(there, choices.len())?;
                let mut resolved = json!({});
                let values = choices
                    .iter()
                    .map(|choice| value(world, scene, there, choice, &mut resolved))
                    .collect::<Result<Vec<_>, _>>()?;
                let mut data = wire::component_data(there, Some(&values));
                if resolved != json!({}) {
                    data["resolved"] = resolved;
                }
                Ok(used(world, scene, message, data))
            })
            .await
    }

    /// Presses a button that need not be there, as a modified client could: any custom id, on any
    /// message in a channel of theirs, someone else's private answers included.
    ///
    /// # Errors
    /// If there is no such message, or the bot does not answer.
    pub async fn forge_press(
        &self,
        channel: Id,
        message: Id,
        custom_id: &str,
    ) -> Result<Seen, Failure> {
        self.in_channel_id(channel)
            .act(|world, scene| {
                let there = world.message(scene.channel, message);
                let there = there.ok_or_else(|| Failure::NotVisible(self.name().to_owned()))?;
                let forged = json!({"custom_id": custom_id, "type": 2, "id": 1});
                let data = wire::component_data(&forged, None);
                Ok(used(world, scene, there, data))
            })
            .await
    }

    /// Chooses from a menu that need not be there, as a modified client could: any custom id, any values, of
    /// a menu of this type (3, or 5 to 8).
    ///
    /// # Errors
    /// If there is no such message, or the bot does not answer.
    pub async fn forge_choice(
        &self,
        (channel, message): (Id, Id),
        custom_id: &str,
        kind: u64,
        values: &[String],
    ) -> Result<Seen, Failure> {
        self.in_channel_id(channel)
            .act(|world, scene| {
                let there = world.message(scene.channel, message);
                let there = there.ok_or_else(|| Failure::NotVisible(self.name().to_owned()))?;
                let forged = json!({"custom_id": custom_id, "type": kind, "id": 1});
                let data = wire::component_data(&forged, Some(values));
                Ok(used(world, scene, there, data))
            })
            .await
    }

    pub(super) fn visible<'a>(
        &self,
        world: &'a World,
        scene: Scene,
        message: Id,
    ) -> Result<&'a Message, Failure> {
        world
            .message(scene.channel, message)
            .filter(|message| message.is_shown_to(scene.user))
            .ok_or_else(|| Failure::NotVisible(self.name().to_owned()))
    }
}

/// A component's owners are those of the command that its message answers; of a message of the bot's
/// own, whoever installed it here.
fn used(world: &World, scene: Scene, message: &Message, data: Value) -> Action {
    let answers = message.interaction.as_ref();
    let owners = answers.map(|answers| world.still_owners(answers.owners));
    Action {
        kind: InteractionKind::Component,
        command: None,
        target: None,
        owners: owners.unwrap_or_else(|| world.owners(scene.user, scene.channel, None)),
        option_type: None,
        on_message: Some(message.id),
        data,
    }
}

fn find<'a>(
    message: &'a Message,
    wanted: &str,
    is_it: impl Fn(&Value) -> bool,
) -> Result<&'a Value, Failure> {
    let all = walk(&message.components);
    let Some(found) = all.iter().find(|one| is_it(one)) else {
        let used = |one: &&&Value| component::is_button(one) || component::is_menu(one);
        let there: Vec<_> = all
            .iter()
            .filter(used)
            .map(|one| format!("{:?}", component::shown_name(one)))
            .collect();
        return Err(Failure::NotThere {
            wanted: wanted.to_owned(),
            there: if there.is_empty() {
                "nothing".to_owned()
            } else {
                there.join(", ")
            },
        });
    };
    if component::is_disabled(found) {
        return Err(Failure::Disabled(component::shown_name(found)));
    }
    Ok(found)
}

fn check_count(menu: &Value, count: usize) -> Result<(), Failure> {
    let limit = |key: &str| usize::try_from(menu[key].as_u64().unwrap_or(1)).unwrap_or(1);
    let (least, most) = (limit("min_values"), limit("max_values"));
    if (least..=most).contains(&count) {
        return Ok(());
    }
    Err(Failure::BadField {
        field: component::shown_name(menu),
        reason: format!("between {least} and {most} choices, not {count}"),
    })
}

/// What the bot is told of one choice.
fn value(
    world: &World,
    scene: Scene,
    menu: &Value,
    choice: &str,
    resolved: &mut Value,
) -> Result<String, Failure> {
    let bad = |reason: String| Failure::BadField {
        field: component::shown_name(menu),
        reason,
    };
    let Some(kind) = resolve::Kind::of_menu(menu) else {
        let options = component::options(menu);
        let chosen = options
            .iter()
            .find(|one: &&Choice| one.value == choice || one.name == choice);
        return chosen
            .map(|one| one.value.clone())
            .ok_or_else(|| bad("there is no such option".to_owned()));
    };
    resolve::name(world, scene, kind, choice, resolved)
        .map(|id| id.to_string())
        .map_err(bad)
}
