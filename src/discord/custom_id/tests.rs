//! Everything that was ever sent is understood again, and nothing else is.

use proptest::{option, prelude::*};

use super::*;
use crate::{calendar::zone::Region, reflection::model::Retention, store::ids::ChannelId};

fn slug() -> impl Strategy<Value = Slug> {
    "[a-z0-9-]{1,32}".prop_map(|text| text.parse().expect("a slug"))
}

fn topic() -> impl Strategy<Value = Topic> {
    "[a-z0-9-]{1,32}".prop_map(|text| text.parse().expect("a topic"))
}

/// 22 characters of base64url that 16 bytes can have: the last one ends in four zero bits.
fn own_id<T: std::str::FromStr<Err: fmt::Debug> + fmt::Debug>() -> impl Strategy<Value = T> {
    "[A-Za-z0-9_-]{21}[AQgw]".prop_map(|text| text.parse().expect("an id of ours"))
}

fn source() -> impl Strategy<Value = Source> {
    prop_oneof![
        own_id().prop_map(Source::Post),
        (slug(), any::<u32>()).prop_map(|(slug, prompt)| Source::Article { slug, prompt }),
    ]
}

fn pool() -> impl Strategy<Value = Pool> {
    prop_oneof![
        Just(Pool::All),
        topic().prop_map(Pool::Topic),
        slug().prop_map(Pool::Article),
    ]
}

fn view() -> impl Strategy<Value = View> {
    prop_oneof![Just(View::All), any::<u32>().prop_map(View::Step)]
}

fn menu() -> impl Strategy<Value = Menu> {
    prop_oneof![
        Just(Menu::Article),
        Just(Menu::Practice),
        Just(Menu::Country)
    ]
}

fn reading() -> impl Strategy<Value = CustomId> {
    let page = any::<u32>;
    prop_oneof![
        (pool(), any::<u16>(), page()).prop_map(|(pool, seed, step)| CustomId::Affirmation {
            pool,
            seed,
            step
        }),
        (pool(), any::<u16>(), page()).prop_map(|(pool, seed, step)| CustomId::Prompt {
            pool,
            seed,
            step
        }),
        (slug(), page(), option::of(own_id())).prop_map(|(slug, page, post)| CustomId::Article {
            slug,
            page,
            post
        }),
        page().prop_map(|page| CustomId::Articles { page }),
        (slug(), view(), option::of(own_id())).prop_map(|(slug, view, post)| CustomId::Practice {
            slug,
            view,
            post
        }),
        (page(), option::of(slug()))
            .prop_map(|(page, article)| CustomId::Practices { page, article }),
        menu().prop_map(CustomId::Choose),
    ]
}

fn reflecting() -> impl Strategy<Value = CustomId> {
    prop_oneof![
        source().prop_map(CustomId::Reflect),
        source().prop_map(CustomId::Agree),
        own_id().prop_map(|post| CustomId::AgreeToKeep(Origin::Post(post))),
        (1..=u64::MAX).prop_map(|channel| {
            CustomId::AgreeToKeep(Origin::Channel(ChannelId::new(channel)))
        }),
        Just(CustomId::Decline),
        (source(), any::<bool>()).prop_map(|(source, agreed)| CustomId::Form { source, agreed }),
        any::<u32>().prop_map(|page| CustomId::Reflections { page }),
        (own_id(), any::<u32>(), any::<bool>()).prop_map(|(id, page, sure)| CustomId::DeleteOne {
            id,
            page,
            sure
        }),
        any::<bool>().prop_map(|sure| CustomId::DeleteAll { sure }),
        any::<bool>().prop_map(|sure| CustomId::Withdraw { sure }),
        any::<u32>().prop_map(|nth| CustomId::Found { nth }),
        Just(CustomId::ForgetMaker),
    ]
}

fn scheduling() -> impl Strategy<Value = CustomId> {
    prop_oneof![
        (own_id(), any::<bool>()).prop_map(|(id, sure)| CustomId::DeleteSchedule { id, sure }),
        own_id().prop_map(|schedule| CustomId::Tags { schedule }),
        any::<u32>().prop_map(|page| CustomId::Schedules { page }),
        (any::<u32>(), option::of(own_id()))
            .prop_map(|(page, schedule)| CustomId::History { page, schedule }),
    ]
}

fn acting() -> impl Strategy<Value = CustomId> {
    let instant =
        |seconds: u32| chrono::DateTime::from_timestamp_secs(seconds.into()).expect("an instant");
    prop_oneof![
        (own_id(), any::<u32>()).prop_map(move |(schedule, seconds)| Acting::PostNow {
            schedule,
            due_at: instant(seconds)
        }),
        (any::<u32>(), option::of(own_id()))
            .prop_map(|(page, schedule)| Acting::Removable { page, schedule }),
        own_id().prop_map(Acting::Remove),
    ]
    .prop_map(CustomId::Acting)
}

fn mending() -> impl Strategy<Value = CustomId> {
    prop_oneof![
        own_id().prop_map(Mending::TryAgain),
        own_id().prop_map(Mending::Move),
        own_id().prop_map(Mending::MoveTo),
        own_id().prop_map(Mending::Tags),
        own_id().prop_map(Mending::Pause),
        own_id().prop_map(Mending::PostAgain),
        own_id().prop_map(Mending::IsThere),
        own_id().prop_map(Mending::SeenTo),
        own_id().prop_map(Mending::TakeDown),
        own_id().prop_map(Mending::Hold),
    ]
    .prop_map(CustomId::Mending)
}

fn settings() -> impl Strategy<Value = CustomId> {
    let retention = prop::sample::select(&Retention::ALL[..]);
    prop_oneof![
        any::<u32>().prop_map(|page| Settings::Library { page }),
        any::<u32>().prop_map(|page| Settings::SwitchedOff { page }),
        retention.prop_map(Settings::Retain),
        Just(Settings::Kept),
        any::<u32>().prop_map(|page| Settings::Check { page }),
    ]
    .prop_map(CustomId::Settings)
}

fn draft() -> impl Strategy<Value = Draft> {
    let day = prop::sample::select(&Day::ALL[..]);
    (1..=u64::MAX, day, 0_u16..1440).prop_map(|(channel, day, minute)| Draft {
        channel: ChannelId::new(channel),
        day,
        minute,
    })
}

fn setup() -> impl Strategy<Value = CustomId> {
    let region = || prop::sample::select(Region::all());
    let zone = prop::sample::select(&chrono_tz::TZ_VARIANTS[..]);
    prop_oneof![
        prop::sample::select(vec![Setup::Start, Setup::Channel]),
        draft().prop_map(Setup::When),
        draft().prop_map(Setup::Day),
        draft().prop_map(Setup::Time),
        draft().prop_map(Setup::Zones),
        draft().prop_map(Setup::Zone),
        (draft(), region(), any::<u32>()).prop_map(|(draft, region, page)| Setup::Cities {
            draft,
            region,
            page
        }),
        (draft(), region(), any::<u32>()).prop_map(|(draft, region, page)| Setup::City {
            draft,
            region,
            page
        }),
        (draft(), zone).prop_map(|(draft, zone)| Setup::Make { draft, zone }),
        own_id().prop_map(Setup::Test),
    ]
    .prop_map(CustomId::Setup)
}

fn sharing() -> impl Strategy<Value = CustomId> {
    prop_oneof![
        own_id().prop_map(Sharing::Private),
        (own_id(), "[A-Za-z0-9_-]{22}", any::<bool>()).prop_map(|(reflection, proof, signed)| {
            Sharing::Share {
                reflection,
                proof,
                signed,
            }
        }),
        own_id().prop_map(Sharing::Back),
        (own_id(), any::<bool>()).prop_map(|(share, sure)| Sharing::Report { share, sure }),
        any::<u32>().prop_map(|nth| Sharing::Queue { nth }),
        own_id().prop_map(Sharing::Approve),
        own_id().prop_map(Sharing::Decline),
        Just(Sharing::Release),
    ]
    .prop_map(CustomId::Sharing)
}

proptest! {
    #[test]
    fn whatever_is_sent_is_understood_again_and_fits(
        id in prop_oneof![
            reading(), reflecting(), scheduling(), acting(), mending(), settings(), setup(),
            sharing()
        ]
    ) {
        let text = id.encode();
        prop_assert!(text.len() <= LONGEST, "{text}");
        prop_assert_eq!(CustomId::parse(&text), Some(id));
    }

    #[test]
    fn no_text_makes_trouble_and_each_meaning_has_one_text(text in ".{0,120}") {
        if let Some(id) = CustomId::parse(&text) {
            prop_assert_eq!(id.encode(), text);
        }
    }
}

/// These were sent. If one of them fails, somebody's button no longer does what it says.
#[test]
fn buttons_of_the_past_are_understood_for_ever() {
    let post = "AAECAwQFBgcICQoLDA0ODw";
    for text in [
        "affirmation:65535:3",
        "affirmation:7:0:topic:rest",
        "affirmation:7:0:article:healing",
        "article:healing:2",
        &format!("article:healing:0:{post}"),
        "articles:1",
        "practice:begin-small:0",
        "practice:begin-small:all",
        &format!("practice:begin-small:0:{post}"),
        "practices:0",
        "practices:0:healing",
        "choose:article",
        "choose:practice",
        "choose:country",
        &format!("reflect:post:{post}"),
        "reflect:article:healing:2",
        &format!("agree:post:{post}"),
        "decline",
        "agree-to-keep:channel:18446744073709551615",
        &format!("agree-to-keep:post:{post}"),
        "prompt:7:3",
        "prompt:7:3:topic:rest",
        "prompt:7:3:article:healing",
        "form:article:healing:2",
        &format!("form-agreed:post:{post}"),
        "reflections:0",
        &format!("delete-one:{post}:0"),
        &format!("delete-one:{post}:0:sure"),
        "delete-all",
        "delete-all:sure",
        "withdraw",
        "withdraw:sure",
        "found:0",
        "forget-maker",
        &format!("delete-schedule:{post}"),
        &format!("delete-schedule:{post}:sure"),
        &format!("tags:{post}"),
        "schedules:0",
        "history:0",
        &format!("history:0:{post}"),
        &format!("post:now:{post}:1795420800"),
        "post:removable:0",
        &format!("post:removable:2:{post}"),
        &format!("post:remove:{post}"),
        &format!("notice:try:{post}"),
        &format!("notice:move:{post}"),
        &format!("notice:move-to:{post}"),
        &format!("notice:tags:{post}"),
        &format!("notice:pause:{post}"),
        &format!("notice:again:{post}"),
        &format!("notice:there:{post}"),
        &format!("notice:seen:{post}"),
        &format!("notice:down:{post}"),
        &format!("notice:hold:{post}"),
        &format!("share:private:{post}"),
        &format!("share:named:{post}:{post}"),
        &format!("share:unnamed:{post}:{post}"),
        &format!("share:back:{post}"),
        &format!("share:report:{post}"),
        &format!("share:report:{post}:sure"),
        "share:queue:1",
        &format!("share:approve:{post}"),
        &format!("share:decline:{post}"),
        "share:release",
        "settings:library:0",
        "settings:off:1",
        "settings:retain:30",
        "settings:kept",
        "settings:check:2",
        "setup:start",
        "setup:channel",
        "setup:when:1500:mondays:540",
        "setup:day:1500:weekdays:0",
        "setup:time:1500:sundays:1439",
        "setup:zones:1500:mondays:540",
        "setup:zone:1500:mondays:540",
        "setup:cities:1500:mondays:540:America:1",
        "setup:city:1500:mondays:540:Europe:0",
        "setup:make:1500:mondays:540:Europe/Berlin",
        &format!("setup:test:{post}"),
    ] {
        let id = CustomId::parse(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(id.encode(), text);
    }
}

#[test]
fn what_was_never_sent_means_nothing() {
    for text in [
        "",
        ":",
        "affirmation",
        "affirmation:65536:0",
        "affirmation:+1:0",
        "affirmation:01:0",
        "affirmation:1:0:topic:Rest",
        "agree-to-keep:channel:01",
        "agree-to-keep:channel:0",
        "setup:when:0:mondays:540",
        "agree-to-keep",
        "prompt:7",
        "prompt:7:0:topic",
        "article:healing:-1",
        "article:healing:0:short",
        "delete-all:surely",
        "reflect:post",
        "reflect:",
        "unheard-of:1",
        "settings:retain:31",
        "setup",
        "setup:when:1500:mondays:1440",
        "setup:when:1500:monday:540",
        "setup:make:1500:mondays:540:Mars/Olympus",
        "notice:try",
        "notice:mend:AAECAwQFBgcICQoLDA0ODw",
        "notice:try:AAECAwQFBgcICQoLDA0ODw:sure",
        "post:now:AAECAwQFBgcICQoLDA0ODw:soon",
        "post:now:AAECAwQFBgcICQoLDA0ODw:9223372036854775807",
    ] {
        assert_eq!(CustomId::parse(text), None, "{text}");
    }
}
