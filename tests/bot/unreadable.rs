//! A schedule that can't be read any more: listed, and deleted by its moderators.

use insta::assert_snapshot;

use crate::{
    garden::Garden,
    looking::{database, updated},
    moderating::{asked, list},
};

#[tokio::test]
async fn it_is_listed_and_can_be_deleted() {
    let garden = Garden::open().await;
    garden.schedule_mondays().await;
    asked(&garden, "/schedule create channel:#general when:daily 9:00").await;
    let mut database = database(&garden).await;
    sqlx::query("UPDATE schedules SET zone = 'Mars/Olympus' WHERE rule LIKE '%* * 1%'")
        .execute(&mut database)
        .await
        .expect("changed");
    drop(database);

    assert_snapshot!("list_with_an_unreadable_one", list(&garden).await);
    let moderator = garden.moderator();
    let offered = moderator.complete("/schedule delete schedule:").await;
    let offered = offered.expect("suggestions");
    assert_eq!(offered.len(), 2, "{offered:?}");
    let lost = &offered[0];
    assert_eq!(lost.name, "One that I can't read any more (1)");
    let ask = asked(
        &garden,
        &format!("/schedule delete schedule:{}", lost.value),
    )
    .await;
    assert_snapshot!("delete_unreadable_asked", ask.as_text());
    let gone = updated(moderator.click(&ask, "Yes, delete it").await);
    assert!(gone.as_text().contains("The schedule is deleted."));
    let listed = list(&garden).await;
    assert!(!listed.contains("can't read"), "{listed}");
    assert!(
        listed.contains("Every day at 09:00") || listed.contains("Daily"),
        "{listed}"
    );
    garden.close().await;
}
