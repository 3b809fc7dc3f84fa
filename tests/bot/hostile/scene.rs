//! The garden before the siege: a week in it, and whatever moderators are asked about sooner or later.

use std::time::Duration;

use sunflower::{
    config::RequestsPerSecond,
    sandbox::{driver::Shown, faults::Fault, world::Permissions},
};

use super::verdict::FORBIDDEN;
use crate::{
    garden::{Garden, shown},
    looking::{private, updated, weeks_counted},
    mending::{notice, there},
    moderating::{POST, channel},
    sharing::{OTHERS, in_thread, share, with_more_people},
};

/// A server with a post, reflections, shares, schedules of several kinds, and some trouble.
pub async fn set() -> (Garden, Shown) {
    let mut garden = Garden::without_bot(|world| {
        with_more_people(world);
        let server = world.guild("The Quiet Garden").expect("the server").id;
        world.add_channel(server, "porch");
    })
    .await;
    let mut config = garden.config();
    config.requests_per_second = RequestsPerSecond::parse("10000").expect("a pace");
    garden.start_bot_with(config).await;
    let limits = garden.sandbox.limits();
    for route in [
        "POST /channels/{channel}/messages",
        "PATCH /channels/{channel}/messages/{message}",
        "PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me",
    ] {
        limits.allow(route, 10_000, Duration::from_secs(1));
    }
    garden.schedule_mondays().await;
    let post = garden.mondays_post().await;
    for name in OTHERS {
        let member = garden.sandbox.member(name);
        let text = format!("From {name}.");
        garden.reflect(&member, &post, &text).await;
    }
    weeks_counted(&garden, 13).await;
    let moderator = garden.moderator();
    for more in [
        "/schedule create channel:#weekly-garden when:\"tuesdays 10:00\" zone:Europe/London",
        "/schedule create channel:#general when:\"fridays 8:00\" thread:true quiet:true",
        "/schedule create channel:#news when:\"daily 9:30\" zone:Europe/London",
        "/schedule create channel:#porch when:\"daily 11:00\"",
        "/settings notices channel:#potting-shed",
    ] {
        shown(moderator.slash(more).await);
    }
    something_goes_wrong(&garden);
    something_is_held(&garden, &post).await;
    (garden, post)
}

/// So that there is something to tell moderators of: one post is refused, and of another nobody knows what
/// became of it.
fn something_goes_wrong(garden: &Garden) {
    let porch = channel(garden, "porch");
    let sandbox = &garden.sandbox;
    sandbox.deny_bot(porch, Permissions::READ_MESSAGE_HISTORY);
    sandbox.deny_bot(channel(garden, FORBIDDEN), Permissions::SEND_MESSAGES);
    let on_the_porch = sandbox.faults().on(POST).about(porch.to_string());
    on_the_porch.once(Fault::DropBefore);
}

/// So that moderators have something to decide: Quentin's share was reported, and his next two wait.
async fn something_is_held(garden: &Garden, post: &Shown) {
    let quentin = garden.sandbox.member("quentin");
    for nth in 0..3 {
        let kept = garden.reflect(&quentin, post, "Something unkind.").await;
        share(&quentin, &kept, "Share with my name").await;
        if nth == 0 {
            let [shared] = in_thread(garden, post, 1).await.try_into().expect("one");
            let theo = garden.theo().in_channel_id(post.id());
            let asked = private(theo.click(&shared, "Report").await);
            updated(theo.click(&asked, "Yes, report it").await);
            let told = notice(garden, "asks you to look").await;
            private(there(garden).click(&told, "Hold the next ones").await);
        }
    }
}
