//! A button pressed, a menu chosen from or a form sent: who did it and where, and the ways to answer.
//! On a private answer a press changes it in place; anywhere else it is answered privately and
//! changes nothing.

use std::{pin::pin, time::Duration};

use chrono::TimeDelta;
use serenity::all::{
    AuthorizingIntegrationOwner, AuthorizingIntegrationOwners, Builder, ComponentInteraction,
    CreateInteractionResponse, CreateInteractionResponseFollowup, CreateInteractionResponseMessage,
    CreateModal, Http, InteractionId, MessageFlags, ModalInteraction, Permissions,
};
use tokio::time::timeout;

use super::{
    Context, Error, Refusal,
    answer::Answer,
    waiting::{self, Sending},
    words,
};
use crate::{
    clock::Clock,
    reflection::model::Scope,
    store::ids::{GuildId, UserId},
};

/// Work that takes longer than this is told to Discord, which waits three seconds: in time, though telling it
/// takes two of them.
const AT_ONCE: Duration = Duration::from_millis(500);

/// How long between the tries to send what is not to be lost.
const BETWEEN_TRIES: [TimeDelta; 3] = [
    TimeDelta::seconds(1),
    TimeDelta::seconds(2),
    TimeDelta::seconds(4),
];

/// Where an answer to a press goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In place of what was pressed, if that is a private answer; else into a new one.
    Here,
    /// Into a new private answer.
    New,
}

/// One press, and how far it is answered.
pub struct Press<'a> {
    http: &'a Http,
    id: InteractionId,
    token: &'a str,
    /// Who pressed.
    pub user: UserId,
    /// In which server, if in one.
    pub guild: Option<GuildId>,
    /// That server, if the bot is a member there.
    pub home: Option<GuildId>,
    /// What the presser may do in this channel.
    permissions: Permissions,
    /// Whether what was pressed is an answer that only the presser sees.
    private: bool,
    promised: Promised,
}

/// What Discord was told so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Promised {
    Nothing,
    /// That what was pressed may change.
    Change,
    /// That a private answer comes.
    Answer,
}

impl<'a> Press<'a> {
    /// A button or a menu.
    #[must_use]
    pub fn component(http: &'a Http, press: &'a ComponentInteraction) -> Self {
        Self {
            http,
            id: press.id,
            token: &press.token,
            user: UserId::new(press.user.id.get()),
            guild: press.guild_id.map(|guild| GuildId::new(guild.get())),
            home: home(press.guild_id, &press.authorizing_integration_owners),
            permissions: permissions(press.member.as_ref()),
            private: is_private(Some(&press.message)),
            promised: Promised::Nothing,
        }
    }

    /// A form. Discord opens one only where we answered a press with it, so the server it comes from
    /// is one that the bot was in.
    #[must_use]
    pub fn form(http: &'a Http, form: &'a ModalInteraction) -> Self {
        let guild = form.guild_id.map(|guild| GuildId::new(guild.get()));
        Self {
            http,
            id: form.id,
            token: &form.token,
            user: UserId::new(form.user.id.get()),
            guild,
            home: guild,
            permissions: permissions(form.member.as_ref()),
            private: is_private(form.message.as_deref()),
            promised: Promised::Nothing,
        }
    }

    /// Which reflections are meant here: those of this server, or where the bot is no member all.
    #[must_use]
    pub fn scope(&self) -> Scope {
        scope(self.home)
    }

    /// What differs from press to press, as a message's nonce.
    #[must_use]
    pub fn nonce(&self) -> String {
        self.id.to_string()
    }

    /// A number that differs from press to press, to begin a walk with.
    #[must_use]
    pub fn seed(&self) -> u16 {
        seed(self.id)
    }

    /// The server, if the presser moderates it.
    ///
    /// # Errors
    ///
    /// If this is no server, or they don't hold Manage Messages.
    pub fn moderated(&self) -> Result<GuildId, Refusal> {
        let guild = self
            .home
            .ok_or_else(|| Refusal::new(words::errors::ONLY_IN_A_SERVER))?;
        if self.permissions.manage_messages() {
            Ok(guild)
        } else {
            Err(Refusal::new(words::errors::NOT_ALLOWED))
        }
    }

    /// The server, if the presser administers it.
    ///
    /// # Errors
    ///
    /// If this is no server, or they are no administrator.
    pub fn administered(&self) -> Result<GuildId, Refusal> {
        let guild = self
            .home
            .ok_or_else(|| Refusal::new(words::errors::ONLY_IN_A_SERVER))?;
        if self.permissions.administrator() {
            Ok(guild)
        } else {
            Err(Refusal::new(words::settings::ONLY_ADMINISTRATORS))
        }
    }

    /// Waits for work that may take longer than Discord waits for an answer; if it does, Discord is
    /// told. The work is done in either case.
    ///
    /// # Errors
    ///
    /// If Discord can't be told.
    pub async fn patiently<T>(
        &mut self,
        place: Place,
        work: impl Future<Output = T>,
    ) -> Result<T, Error> {
        let (done, told) = self.meanwhile(place, Box::pin(work)).await;
        told.map(|()| done)
    }

    /// The same, where what comes of the work is not to be lost though Discord can't be told.
    pub async fn meanwhile<T>(
        &mut self,
        place: Place,
        work: impl Future<Output = T>,
    ) -> (T, Result<(), Error>) {
        let mut work = pin!(work);
        if let Ok(done) = timeout(AT_ONCE, work.as_mut()).await {
            return (done, Ok(()));
        }
        let told = self.defer(place).await;
        (work.await, told)
    }

    async fn defer(&mut self, place: Place) -> Result<(), Error> {
        if self.private && place == Place::Here {
            self.respond(CreateInteractionResponse::Acknowledge, Promised::Change)
                .await
        } else {
            let private = CreateInteractionResponseMessage::new().ephemeral(true);
            self.respond(CreateInteractionResponse::Defer(private), Promised::Answer)
                .await
        }
    }

    /// Answers here or anew.
    ///
    /// # Errors
    ///
    /// If Discord does not take the answer.
    pub async fn answer(&mut self, place: Place, answer: Answer) -> Result<(), Error> {
        match place {
            Place::Here => self.turn(answer).await,
            Place::New => self.anew(answer).await,
        }
    }

    /// Answers: in place on a private answer, else in a new private one.
    ///
    /// # Errors
    ///
    /// If Discord does not take the answer.
    pub async fn turn(&mut self, answer: Answer) -> Result<(), Error> {
        match self.promised {
            Promised::Nothing if self.private => {
                let response = CreateInteractionResponse::UpdateMessage(answer.into_message());
                self.respond(response, Promised::Change).await
            }
            Promised::Change => self.edit(answer).await,
            Promised::Nothing | Promised::Answer => self.anew(answer).await,
        }
    }

    /// Answers in a new private message, whatever was pressed.
    ///
    /// # Errors
    ///
    /// If Discord does not take the answer.
    pub async fn anew(&mut self, answer: Answer) -> Result<(), Error> {
        match self.promised {
            Promised::Nothing => {
                let response = CreateInteractionResponse::Message(answer.into_message());
                self.respond(response, Promised::Answer).await
            }
            Promised::Answer => self.edit(answer).await,
            Promised::Change => self.follow_up(answer).await,
        }
    }

    /// Answers anew with what is not to be lost: tries again after short pauses, and at last in a message
    /// of its own.
    ///
    /// # Errors
    ///
    /// If Discord takes it none of these ways.
    pub async fn surely(&mut self, clock: &Clock, answer: Answer) -> Result<(), Error> {
        for pause in BETWEEN_TRIES {
            let sent = match self.anew(answer.clone()).await {
                // What Discord was told, and did not say that it heard, it may have heard: then nothing but
                // this gets through.
                Err(_) if self.promised == Promised::Nothing => {
                    self.follow_up(answer.clone()).await
                }
                sent => sent,
            };
            match sent {
                Ok(()) => return Ok(()),
                Err(unsent) => tracing::warn!(%unsent, "an answer is sent once more"),
            }
            clock.sleep_until(clock.now() + pause).await;
        }
        self.follow_up(answer).await
    }

    /// Answers with a form, which can't follow a defer.
    ///
    /// # Errors
    ///
    /// If Discord does not take it.
    pub async fn open(&mut self, form: CreateModal) -> Result<(), Error> {
        let response = CreateInteractionResponse::Modal(form);
        self.respond(response, Promised::Change).await
    }

    async fn respond(
        &mut self,
        response: CreateInteractionResponse,
        promised: Promised,
    ) -> Result<(), Error> {
        let sent = response.execute(self.http, (self.id, self.token)).await;
        waiting::sent(Sending::Answer, &sent);
        sent?;
        self.promised = promised;
        Ok(())
    }

    async fn follow_up(&self, answer: Answer) -> Result<(), Error> {
        let followup: CreateInteractionResponseFollowup = answer.into_followup();
        let sent = followup.execute(self.http, (None, self.token)).await;
        waiting::sent(Sending::FollowUp, &sent);
        sent?;
        Ok(())
    }

    async fn edit(&self, answer: Answer) -> Result<(), Error> {
        let sent = answer.into_edit().execute(self.http, self.token).await;
        waiting::sent(Sending::Edit, &sent);
        sent?;
        Ok(())
    }
}

fn is_private(message: Option<&serenity::all::Message>) -> bool {
    message
        .and_then(|message| message.flags)
        .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL))
}

fn permissions(member: Option<&serenity::all::Member>) -> Permissions {
    member
        .and_then(|member| member.permissions)
        .unwrap_or_default()
}

/// Who gave a command, and which reflections they mean here.
#[must_use]
pub fn asker(ctx: Context<'_>) -> (UserId, Scope) {
    let interaction = ctx.interaction;
    let home = home(
        interaction.guild_id,
        &interaction.authorizing_integration_owners,
    );
    (UserId::new(interaction.user.id.get()), scope(home))
}

/// Which reflections are meant: those of this server, or all: in direct messages, and in a server
/// that only the person brought the bot along to.
fn scope(guild: Option<GuildId>) -> Scope {
    guild.map_or(Scope::Everywhere, Scope::Guild)
}

/// The server an interaction comes from, if the bot is a member there and not only brought along
/// by a person who installed it for themselves.
#[must_use]
pub fn home(
    guild: Option<serenity::all::GuildId>,
    owners: &AuthorizingIntegrationOwners,
) -> Option<GuildId> {
    let guild = guild?;
    owners
        .0
        .iter()
        .any(|owner| {
            matches!(owner, AuthorizingIntegrationOwner::GuildInstall(Some(of)) if *of == guild)
        })
        .then(|| GuildId::new(guild.get()))
}

/// A number that differs from interaction to interaction. A snowflake's time is in its upper bits,
/// so they are spread (Fibonacci hashing) before the top 16 are taken.
#[must_use]
pub fn seed(id: InteractionId) -> u16 {
    let spread = id.get().wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (spread >> 48) as u16
}
