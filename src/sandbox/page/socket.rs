//! One window of a browser: what is asked there is done side by side, each answered once, and what its
//! person sees is told as it changes.

use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc};

use axum::{
    extract::{
        State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    response::Response,
};
use futures_util::{StreamExt as _, stream::FuturesUnordered};
use serde_json::{Value, json};

use super::{
    Shared,
    act::{self, Came},
    asked::{self, Asked, To, Where},
    drawer::Drawer,
    person::{Person, Place},
    refusal::Refusal,
    switches,
    view::View,
};
use crate::sandbox::{
    Planned,
    core::Core,
    driver::{Form, Member},
    world::Id,
};

/// The longest message that is read: a form of five fields, each of 4,000 characters of four bytes.
const LONGEST: usize = 128 * 1024;
/// How much is done at once. Further messages wait.
const SIDE_BY_SIDE: usize = 32;
/// How many forms stay open; the oldest are closed.
const FORMS: usize = 16;

/// `GET /socket`.
pub async fn open(State(shared): State<Arc<Shared>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .max_message_size(LONGEST)
        .max_frame_size(LONGEST)
        .on_upgrade(move |socket| async move {
            // Whoever left is not told why.
            let _left = Visit::new(&shared).serve(socket).await;
        })
}

type Doing = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// What came of something that was asked.
struct Outcome {
    re: Value,
    /// Who asked.
    user: Id,
    /// The form that was sent by it.
    filled: Option<u64>,
    came: Result<Came, Refusal>,
}

/// Somebody in one window.
struct Visit<'a> {
    shared: &'a Shared,
    person: Person,
    view: View,
    drawer: Option<Drawer>,
    /// The forms that are open, each for whom it opened.
    forms: BTreeMap<u64, (Id, Form)>,
    forms_opened: u64,
    doing: FuturesUnordered<Doing>,
}

impl<'a> Visit<'a> {
    fn new(shared: &'a Shared) -> Self {
        Self {
            shared,
            person: shared.core.read(Person::at_first),
            view: View::default(),
            drawer: None,
            forms: BTreeMap::new(),
            forms_opened: 0,
            doing: FuturesUnordered::new(),
        }
    }

    fn core(&self) -> &'a Arc<Core> {
        &self.shared.core
    }

    fn member(&self) -> Member {
        self.person.as_member(self.core())
    }

    async fn serve(mut self, mut socket: WebSocket) -> Result<(), axum::Error> {
        let mut changes = self.core().changes();
        let mut planned = self.shared.planned.clone();
        let mut answer = None;
        loop {
            // What came of it is told first: whoever is answered sees it already.
            let mut news = self.news(&planned.borrow_and_update());
            news.extend(answer.take());
            for message in news {
                let text = message.to_string();
                socket.send(Message::Text(text.into())).await?;
            }
            answer = tokio::select! {
                message = socket.recv(), if self.doing.len() < SIDE_BY_SIDE => match message {
                    Some(Ok(Message::Text(text))) => self.take(&text),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(()),
                    Some(Ok(_)) => None,
                },
                Some(outcome) = self.doing.next() => Some(self.answer(outcome)),
                Ok(()) = changes.changed() => None,
                Ok(()) = planned.changed() => None,
            };
        }
    }

    fn news(&mut self, planned: &[Planned]) -> Vec<Value> {
        let core = &self.shared.core;
        let member = self.person.as_member(core);
        let mut news = self.view.news(core, &mut self.person, &member, planned);
        if let Some(drawer) = &mut self.drawer {
            news.extend(drawer.news(core));
        }
        news
    }

    /// Does what is asked, or begins it: then it is answered later.
    fn take(&mut self, text: &str) -> Option<Value> {
        let (re, asked) = asked::read(text);
        let asked = match asked {
            Ok(asked) => asked,
            Err(refusal) => return Some(refusal.answer(&re)),
        };
        let came = match asked {
            Asked::Older => {
                let more = self.view.grow(self.core(), &self.person);
                return Some(json!({"re": re, "ok": {"more": more}}));
            }
            Asked::Be { user } => self.be(user),
            Asked::Go { channel } => self.go(&channel),
            Asked::Watch { on } => {
                self.drawer = on.then(Drawer::default);
                Ok(Came::Nothing)
            }
            Asked::Fault { name, on, channel } => {
                switches::turn(self.core(), name, on, channel).map(Came::from)
            }
            Asked::Move {
                minutes: Some(minutes),
                to: None,
            } => {
                self.begin(re, None, act::move_by(Arc::clone(self.core()), minutes));
                return None;
            }
            Asked::Move {
                to: Some(To::Next),
                minutes: None,
            } => {
                self.begin(re, None, act::move_to_next(Arc::clone(self.core())));
                return None;
            }
            Asked::Move { .. } => Err(Refusal::new("Where is the clock to be moved?")),
            Asked::Command { path, options } => {
                self.begin(re, None, act::command(self.member(), path, options));
                return None;
            }
            Asked::Suggest {
                path,
                options,
                typing,
            } => {
                let suggest = act::suggest(self.member(), path, options, typing);
                self.begin(re, None, suggest);
                return None;
            }
            Asked::Fill { form, fields } => match self.forms.get(&form) {
                Some((user, opened)) if *user == self.person.user => {
                    let fill = act::fill(self.member(), opened.clone(), fields);
                    self.begin(re, Some(form), fill);
                    return None;
                }
                _ => Err(Refusal::new("That form is closed.")),
            },
            other => {
                self.begin(re, None, act::on_messages(self.member(), other));
                return None;
            }
        };
        Some(self.answer(Outcome {
            re,
            user: self.person.user,
            filled: None,
            came,
        }))
    }

    fn begin(
        &mut self,
        re: Value,
        filled: Option<u64>,
        doing: impl Future<Output = Result<Came, Refusal>> + Send + 'static,
    ) {
        let user = self.person.user;
        self.doing.push(Box::pin(async move {
            let came = doing.await;
            Outcome {
                re,
                user,
                filled,
                came,
            }
        }));
    }

    fn be(&mut self, user: Id) -> Result<Came, Refusal> {
        let is_someone = self.core().read(|world| {
            let user = world.users.get(&user);
            user.is_some_and(|user| !user.bot)
        });
        if !is_someone {
            return Err(Refusal::new("There is no such person."));
        }
        self.person.user = user;
        if self.person.place == Place::Direct {
            self.core().change(|world| world.direct_channel(user));
        }
        Ok(Came::Nothing)
    }

    fn go(&mut self, channel: &Where) -> Result<Came, Refusal> {
        match channel {
            Where::Direct(_) => {
                let user = self.person.user;
                self.core().change(|world| world.direct_channel(user));
                self.person.place = Place::Direct;
            }
            Where::Channel(id) => {
                let sees = self.core().read(|world| {
                    let channel = world.channels.get(id);
                    channel.is_some_and(|channel| self.person.sees(world, channel))
                });
                if !sees {
                    return Err(Refusal::new("There is no such channel."));
                }
                self.person.place = Place::Channel(*id);
            }
        }
        Ok(Came::Nothing)
    }

    fn answer(&mut self, outcome: Outcome) -> Value {
        let Outcome {
            re,
            user,
            filled,
            came,
        } = outcome;
        let came = match came {
            Ok(came) => came,
            Err(refusal) => return refusal.answer(&re),
        };
        if let Some(filled) = filled {
            self.forms.remove(&filled);
        }
        let ok = match came {
            Came::Nothing => Value::Null,
            Came::Form(form) => json!({"form": self.opened(user, form)}),
            Came::Choices(choices) => {
                let choices = choices.into_iter();
                let choices = choices.map(|one| json!({"name": one.name, "value": one.value}));
                json!({"choices": choices.collect::<Vec<_>>()})
            }
        };
        json!({"re": re, "ok": ok})
    }

    /// Keeps a form until it is sent, and tells what it asks.
    fn opened(&mut self, user: Id, form: Form) -> Value {
        self.forms_opened += 1;
        let number = self.forms_opened;
        let fields = form.fields.iter().map(|field| {
            json!({
                "custom_id": field.custom_id, "label": field.label,
                "description": field.description, "placeholder": field.placeholder,
                "value": field.value, "required": field.required, "min_length": field.min_length,
                "max_length": field.max_length, "paragraph": field.is_paragraph,
            })
        });
        let told = json!({"number": number, "title": form.title,
            "fields": fields.collect::<Vec<_>>()});
        self.forms.insert(number, (user, form));
        while self.forms.len() > FORMS {
            self.forms.pop_first();
        }
        told
    }
}
