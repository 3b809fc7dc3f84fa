//! Articles switched off in a server: whoever asks next hears of it, in this process and after it.

use sunflower::{content::Slug, posting::settings::SwitchError, store::ids::GuildId};

use crate::{
    bot::{Bot, GUILD},
    support::database::{Database, on_both_databases},
};

const ELSEWHERE: GuildId = GuildId::new(2);

async fn off(bot: &Bot<'_>, guild: GuildId) -> Vec<Slug> {
    let off = bot.posting.switched_off(guild).await.expect("asked");
    off.into_iter().collect()
}

on_both_databases! {
    async fn what_is_switched_is_known_at_once_and_in_its_server_alone(database: &Database) {
        let bot = Bot::start(database).await;
        assert_eq!(off(&bot, GUILD).await, [], "asked before anything is switched");
        let slug = bot.posting.shelf.library().articles()[0].slug.clone();
        let one = std::slice::from_ref(&slug);
        bot.posting.switch(GUILD, one, &[]).await.expect("switched off");
        assert_eq!(off(&bot, GUILD).await, one);
        assert_eq!(off(&bot, ELSEWHERE).await, []);
        let bot = bot.restart().await;
        assert_eq!(off(&bot, GUILD).await, one);
        bot.posting.switch(GUILD, &[], one).await.expect("switched on");
        assert_eq!(off(&bot, GUILD).await, []);
    }

    async fn what_was_not_switched_is_not_remembered(database: &Database) {
        let bot = Bot::start(database).await;
        let library = bot.posting.shelf.library();
        let all: Vec<_> = library.articles().iter().map(|one| one.slug.clone()).collect();
        let switched = bot.posting.switch(GUILD, &all, &[]).await;
        assert!(matches!(switched, Err(SwitchError::NothingLeft)), "{switched:?}");
        assert_eq!(off(&bot, GUILD).await, []);
    }
}
