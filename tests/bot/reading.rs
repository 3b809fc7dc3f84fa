//! Members look for something to read or to do.

use crate::garden::{Garden, shown};

#[tokio::test]
async fn a_member_asks_for_an_affirmation_and_alone_sees_it() {
    let garden = Garden::open().await;
    let answer = shown(garden.maya().slash("/affirmation").await);
    assert!(answer.is_private());
    garden.close().await;
}
