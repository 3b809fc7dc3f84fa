//! What bears a time that is yet to come, because the clock was ahead when it came to be.

use chrono::{DateTime, Utc};
use sqlx::{Any, Row, any::AnyArguments, query::Query};

use super::{
    Result, Writing,
    columns::near_instant,
    damaged::{maybe_id, readable_id},
    ids::{GuildId, ReflectionId, UserId},
};
use crate::reflection::model::Scope;

macro_rules! reflections_ahead {
    ($of:literal) => {
        concat!(
            "SELECT ",
            readable_id!(),
            " FROM reflections WHERE written_at > $1 AND ",
            $of
        )
    };
}

macro_rules! consents_ahead {
    ($of:literal) => {
        concat!(
            "SELECT user_id, guild_id, agreed_at FROM consents WHERE agreed_at > $1 AND ",
            $of
        )
    };
}

type Asked = Query<'static, Any, AnyArguments>;

/// Reflections and consents of a time that is yet to come.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ahead {
    /// The reflections, but those whose id can't be read.
    pub reflections: Vec<ReflectionId>,
    /// Whose consents, in which server, and of when.
    pub consents: Vec<(UserId, GuildId, DateTime<Utc>)>,
}

impl Writing {
    /// What of a member's is from after this instant.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn ahead_of(
        &mut self,
        user: UserId,
        scope: Scope,
        now: DateTime<Utc>,
    ) -> Result<Ahead> {
        let asked = |select: &'static str| {
            sqlx::query(select)
                .bind(now.timestamp_millis())
                .bind(user.to_db())
                .bind(scope.to_db())
        };
        self.ahead(
            asked(reflections_ahead!(
                "user_id = $2 AND guild_id = COALESCE($3, guild_id)"
            )),
            asked(consents_ahead!(
                "user_id = $2 AND guild_id = COALESCE($3, guild_id)"
            )),
        )
        .await
    }

    /// What in a server is from after this instant.
    ///
    /// # Errors
    ///
    /// If the database fails.
    pub async fn ahead_in(&mut self, guild: GuildId, now: DateTime<Utc>) -> Result<Ahead> {
        let asked = |select: &'static str| {
            sqlx::query(select)
                .bind(now.timestamp_millis())
                .bind(guild.to_db())
        };
        self.ahead(
            asked(reflections_ahead!("guild_id = $2")),
            asked(consents_ahead!("guild_id = $2")),
        )
        .await
    }

    async fn ahead(&mut self, reflections: Asked, consents: Asked) -> Result<Ahead> {
        let reflections = reflections.fetch_all(self.connection()).await?;
        let consents = consents.fetch_all(self.connection()).await?;
        let consents = consents.iter().map(|row| {
            let user = UserId::from_db(row.try_get(0)?);
            let guild = GuildId::from_db(row.try_get(1)?);
            Ok((user, guild, near_instant(row, 2)?))
        });
        Ok(Ahead {
            reflections: reflections
                .iter()
                .filter_map(|row| maybe_id(row).transpose())
                .collect::<Result<_>>()?,
            consents: consents.collect::<Result<_>>()?,
        })
    }
}
