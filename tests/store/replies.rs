//! Replies: which message a reflection is, and the posts that can be replied to.

use chrono::TimeDelta;
use sunflower::{
    posting::model::{ChannelKind, Ending, PostId, Settlement},
    reflection::{
        ReflectionId, Scope,
        model::{KeyId, Sealed},
    },
    store::{
        Reply, Store,
        ids::{ChannelId, GuildId, MessageId, UserId},
    },
};

use crate::{
    made_up::{CHANNEL, GUILD, nine, post, schedule, write},
    support::database::{Database, on_both_databases},
};

const ANA: UserId = UserId::new(1);
const BEN: UserId = UserId::new(u64::MAX);

fn sealed(byte: u8) -> Sealed {
    Sealed {
        key_id: KeyId::from_db("first".into()),
        nonce: [byte; 24],
        ciphertext: vec![byte; 300],
    }
}

fn reply(message: u64, channel: u64, parent: Option<u64>) -> Reply {
    Reply {
        message: MessageId::new(message),
        channel: ChannelId::new(channel),
        parent: parent.map(ChannelId::new),
    }
}

/// A store that keeps these replies.
async fn keeping(database: &Database, replies: &[(UserId, Reply)]) -> Store {
    let store = database.open().await;
    write(&store, async |writing| {
        writing
            .insert_key_check(&sealed(0), nine())
            .await
            .expect("written");
        for user in [ANA, BEN] {
            writing
                .upsert_consent(user, GUILD, "v1", nine())
                .await
                .expect("written");
        }
        for (user, reply) in replies {
            let id = ReflectionId::of_reply(reply.message);
            let at = nine() + TimeDelta::seconds(reply.message.to_db() % 100);
            writing
                .insert_reflection(&id, *user, GUILD, None, &sealed(1), at)
                .await
                .expect("written");
            writing
                .insert_reply(&id, reply, None)
                .await
                .expect("written");
        }
    })
    .await;
    store
}

/// A post of this server and kind that was sent as this message, and perhaps removed since.
async fn sent(
    store: &Store,
    guild: GuildId,
    kind: ChannelKind,
    message: u64,
    removed: bool,
) -> PostId {
    let schedule = schedule();
    let mut planned = post(&schedule, nine());
    (planned.guild, planned.kind) = (guild, kind);
    let (lease_until, at) = (nine() + TimeDelta::minutes(1), nine());
    write(store, async |writing| {
        writing.insert_post(&planned).await.expect("kept");
        let mut claimed = writing
            .claim_due(at, lease_until, 50)
            .await
            .expect("claimed");
        let ending = Ending::Sent {
            message: Some(MessageId::new(message)),
            at,
            removed_at: removed.then_some(at),
        };
        let claimed = claimed.remove(0);
        let settled = writing.settle(&Settlement { claimed, ending }).await;
        assert!(settled.expect("settled"));
    })
    .await;
    planned.id
}

on_both_databases! {
    async fn a_post_is_found_by_its_message_in_its_server(database: &Database) {
        let store = database.open().await;
        let id = sent(&store, GUILD, ChannelKind::Forum, 70, false).await;
        let found = store.answerable(GUILD, MessageId::new(70)).await.expect("read").expect("there");
        assert_eq!((found.post, found.channel, found.kind), (id, CHANNEL, ChannelKind::Forum));
        assert_eq!(found.prompt, "What did the “evening” bring? 🌻");
        for (guild, message) in [(GuildId::new(8), 70), (GUILD, 71)] {
            let found = store.answerable(guild, MessageId::new(message)).await.expect("read");
            assert_eq!(found, None);
        }
        store.close().await;
    }

    async fn posts_are_listed_where_anybody_agreed_by_their_messages(database: &Database) {
        let store = database.open().await;
        let silent = GuildId::new(8);
        for (guild, message, removed) in
            [(GUILD, 73, false), (GUILD, 71, false), (silent, 72, false), (GUILD, 74, true)]
        {
            sent(&store, guild, ChannelKind::Text, message, removed).await;
        }
        let asking = async |after: u64, limit: u32| {
            let posts = store.asking_after(MessageId::new(after), limit).await.expect("read");
            posts.iter().map(|post| (post.guild, post.message.get())).collect::<Vec<_>>()
        };
        assert!(asking(0, 10).await.is_empty(), "nobody agreed");
        write(&store, async |writing| {
            writing.upsert_consent(ANA, GUILD, "v1", nine()).await.expect("written");
        })
        .await;
        assert_eq!(asking(0, 10).await, [(GUILD, 71), (GUILD, 73)]);
        assert_eq!(asking(0, 1).await, [(GUILD, 71)]);
        assert_eq!(asking(71, 10).await, [(GUILD, 73)]);
        let whole = store.asking_after(MessageId::new(72), 1).await.expect("read");
        assert_eq!((whole[0].channel, whole[0].kind), (CHANNEL, ChannelKind::Text));
        store.close().await;
    }

    async fn a_reply_is_found_by_its_message_its_channel_and_its_writer(database: &Database) {
        let all = [
            (ANA, reply(1, 50, None)),
            (BEN, reply(2, 51, Some(50))),
            (ANA, reply(u64::MAX >> 1, 52, None)),
        ];
        let store = keeping(database, &all).await;
        let found = store.reply(MessageId::new(2)).await.expect("read").expect("there");
        assert_eq!((found.reflection.user, found.reflection.sealed), (BEN, Some(sealed(1))));
        assert_eq!(found.edited_at, None);
        assert_eq!(store.reply(MessageId::new(3)).await.expect("read"), None);

        let after = async |after: u64, limit: u32| {
            store.replies_after(MessageId::new(after), limit).await.expect("read")
        };
        assert_eq!(after(0, 10).await, all.map(|(_, reply)| reply));
        assert_eq!(after(1, 1).await, [all[1].1]);

        let within = async |channel: u64, limit: u32| {
            let found = store.replies_in(ChannelId::new(channel), limit).await;
            found.expect("read").len()
        };
        assert_eq!((within(50, 10).await, within(50, 1).await), (2, 1));
        assert_eq!((within(51, 10).await, within(53, 10).await), (1, 0));

        let mut anas = store.replies_of(ANA, Scope::Everywhere).await.expect("read");
        anas.sort_by_key(|(_, reply)| reply.message);
        let expected = [all[0].1, all[2].1].map(|it| (ReflectionId::of_reply(it.message), it));
        assert_eq!(anas, expected);
        let elsewhere = Scope::Guild(GuildId::new(8));
        assert!(store.replies_of(ANA, elsewhere).await.expect("read").is_empty());
        store.close().await;
    }

    async fn a_message_is_one_reflection(database: &Database) {
        let store = keeping(database, &[(ANA, reply(1, 50, None))]).await;
        let mut writing = store.write().await.expect("a transaction");
        let id = ReflectionId::random();
        writing
            .insert_reflection(&id, ANA, GUILD, None, &sealed(2), nine())
            .await
            .expect("written");
        assert!(writing.insert_reply(&id, &reply(1, 50, None), None).await.is_err());
        drop(writing);
        store.close().await;
    }

    async fn an_edit_is_put_in_the_place_of_an_earlier_one_only(database: &Database) {
        let store = keeping(database, &[(ANA, reply(1, 50, None)), (ANA, reply(2, 50, None))]).await;
        let message = MessageId::new(1);
        let edit = async |byte: u8, seconds: i64| {
            let at = nine() + TimeDelta::seconds(seconds);
            write(&store, async |writing| {
                writing.edit_reply(message, &sealed(byte), at).await.expect("written")
            })
            .await
        };
        assert!(edit(5, 10).await);
        assert!(!edit(6, 10).await && !edit(7, 9).await);
        let found = store.reply(message).await.expect("read").expect("there");
        assert_eq!(found.reflection.sealed, Some(sealed(5)));
        assert_eq!(found.edited_at, Some(nine() + TimeDelta::seconds(10)));
        assert!(edit(8, 11).await);
        write(&store, async |writing| writing.mark_reply(message, nine()).await.expect("written")).await;
        let other = store.reply(MessageId::new(2)).await.expect("read").expect("there");
        assert_eq!(other.reflection.sealed, Some(sealed(1)));
        store.close().await;
    }

    async fn who_was_not_shown_that_a_reply_is_kept_is_known(database: &Database) {
        let all = [1, 2, 3].map(|message| reply(message, 50, None));
        let store = keeping(database, &all.map(|reply| (ANA, reply))).await;
        let unmarked = async |after: u64, limit: u32| {
            store.unmarked_after(MessageId::new(after), limit).await.expect("read")
        };
        assert_eq!(unmarked(0, 10).await, all);
        write(&store, async |writing| {
            writing.mark_reply(MessageId::new(2), nine()).await.expect("written");
        })
        .await;
        assert_eq!(unmarked(0, 10).await, [all[0], all[2]]);
        assert_eq!(unmarked(0, 1).await, [all[0]]);
        assert_eq!(unmarked(1, 10).await, [all[2]]);
        store.close().await;
    }

    async fn a_reply_goes_with_its_reflection(database: &Database) {
        let store = keeping(database, &[(ANA, reply(1, 50, None)), (BEN, reply(2, 50, None))]).await;
        write(&store, async |writing| {
            let id = ReflectionId::of_reply(MessageId::new(1));
            writing.delete_reflection(ANA, &id).await.expect("deleted");
            writing.delete_consents(BEN, Scope::Everywhere).await.expect("deleted");
        })
        .await;
        assert!(store.replies_after(MessageId::new(0), 10).await.expect("read").is_empty());
        store.close().await;
    }

    async fn what_was_written_around_an_instant_is_told_oldest_first(database: &Database) {
        let all = [3, 1, 2].map(|message| (ANA, reply(message, 50, None)));
        let store = keeping(database, &all).await;
        let at = |seconds: i64| nine() + TimeDelta::seconds(seconds);
        let mut writing = store.write().await.expect("a transaction");
        let mut between = async |user: UserId, after: i64, before: i64| {
            writing.written_between(user, at(after), at(before)).await.expect("read")
        };
        assert_eq!(between(ANA, 0, 4).await, [at(1), at(2), at(3)]);
        assert_eq!(between(ANA, 1, 3).await, [at(2)]);
        assert!(between(BEN, 0, 4).await.is_empty());
        drop(writing);
        store.close().await;
    }
}
