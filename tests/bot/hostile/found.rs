//! What the bot has shown so far: buttons, menus and forms, by kind, the latest of each.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;
use sunflower::sandbox::driver::{Form, Seen, Shown};

use super::{doors::Door, ids::kind};

/// How many of a kind are remembered.
const OF_A_KIND: usize = 8;

/// Something that can be pressed or chosen from.
#[derive(Clone, Debug)]
pub struct Component {
    pub custom_id: String,
    /// The menu's type and what it offers; none of a button.
    pub menu: Option<(u64, Vec<String>)>,
    pub on: Shown,
    /// Whom it was shown to.
    pub owner: &'static str,
}

#[derive(Debug, Default)]
pub struct Found {
    components: BTreeMap<String, VecDeque<Component>>,
    forms: BTreeMap<String, VecDeque<(&'static str, Form)>>,
}

impl Found {
    /// Looks through what somebody saw, and tells which doors there are.
    pub fn look(&mut self, owner: &'static str, seen: &Seen) -> Vec<Door> {
        match seen {
            Seen::Message(shown) | Seen::Updated(shown) => self.look_at(owner, shown),
            Seen::Form(form) => {
                let kind = kind(&form.custom_id);
                let doors = vec![Door::Form(kind.clone()), Door::ForgedForm(kind.clone())];
                remember(&mut self.forms, kind, (owner, form.clone()));
                doors
            }
            Seen::Choices(_) | Seen::Nothing => Vec::new(),
        }
    }

    pub fn look_at(&mut self, owner: &'static str, shown: &Shown) -> Vec<Door> {
        let mut doors = Vec::new();
        for one in inside(&shown.raw().components) {
            let (Some(custom_id), Some(of_type)) =
                (one["custom_id"].as_str(), one["type"].as_u64())
            else {
                continue;
            };
            if one["disabled"] == true {
                continue;
            }
            let kind = kind(custom_id);
            doors.push(Door::Forged(kind.clone()));
            doors.push(if of_type == 2 {
                Door::Press(kind.clone())
            } else {
                Door::Menu(kind.clone())
            });
            let component = Component {
                custom_id: custom_id.to_owned(),
                menu: (of_type != 2).then(|| (of_type, offered(one))),
                on: shown.clone(),
                owner,
            };
            remember(&mut self.components, kind, component);
        }
        doors
    }

    /// The latest of a kind, the latest last.
    pub fn components(&self, kind: &str) -> Vec<Component> {
        let all = self.components.get(kind).into_iter().flatten();
        all.cloned().collect()
    }

    pub fn forms(&self, kind: &str) -> Vec<(&'static str, Form)> {
        let all = self.forms.get(kind).into_iter().flatten();
        all.cloned().collect()
    }

    /// Every `custom_id` that is remembered.
    pub fn ids(&self) -> Vec<String> {
        let components = self.components.values().flatten();
        let components = components.map(|one| one.custom_id.clone());
        let forms = self.forms.values().flatten();
        let forms = forms.map(|(_, form)| form.custom_id.clone());
        components.chain(forms).collect()
    }
}

fn remember<T>(all: &mut BTreeMap<String, VecDeque<T>>, kind: String, one: T) {
    let of_kind = all.entry(kind).or_default();
    if of_kind.len() == OF_A_KIND {
        of_kind.pop_front();
    }
    of_kind.push_back(one);
}

/// Whether a message has a button or a menu of this `custom_id`.
pub fn holds(shown: &Shown, custom_id: &str) -> bool {
    let all = inside(&shown.raw().components);
    all.iter().any(|one| one["custom_id"] == custom_id)
}

/// All components, those in rows included.
fn inside(components: &[Value]) -> Vec<&Value> {
    let mut all = Vec::new();
    for one in components {
        all.push(one);
        all.extend(inside(
            one["components"].as_array().map_or(&[], Vec::as_slice),
        ));
    }
    all
}

fn offered(menu: &Value) -> Vec<String> {
    let options = menu["options"].as_array().into_iter().flatten();
    let values = options.filter_map(|one| one["value"].as_str());
    values.map(str::to_owned).collect()
}
