//! Every point alone: the program is killed there, and started again.

use std::collections::BTreeSet;

use futures_util::{StreamExt as _, stream};

use crate::{
    life::{Doom, End, live, logged},
    points,
    scene::Scene,
    sequences::AT_ONCE,
    verdict,
};

/// Some points are passed only by a program that finds out what became of a post: what kills the one
/// before it.
const BEFORE_IT: [Option<&str>; 4] = [
    None,
    Some("post: after the answer"),
    Some("post in forum: before the request"),
    Some("post in forum: after the answer"),
];

/// Kills the program at a point, after another one was killed at another. Returns whether it came by.
async fn is_survived(point: &str, before: Option<&str>) -> bool {
    let scene = Scene::open().await;
    let killed_at = |point: &str| Doom {
        at: Some(point.to_owned()),
        after: None,
    };
    if let Some(before) = before {
        let end = live(&scene, &killed_at(before)).await;
        assert_eq!(end, End::Killed, "{before} is not passed");
    }
    let end = live(&scene, &killed_at(point)).await;
    if end == End::Killed {
        let last = live(&scene, &Doom::default()).await;
        assert_eq!(last, End::Settled, "nothing kills the last one");
    }
    let faults = verdict::faults(&scene).await;
    assert!(
        faults.is_empty(),
        "killed at {point:?} after {before:?}: {faults:?}\n{}",
        logged(&scene)
    );
    end == End::Killed
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_point_it_posts_once_and_does_what_follows_once() {
    let points = points::all();
    let survived: BTreeSet<String> = stream::iter(points.clone())
        .map(async |point| {
            for before in BEFORE_IT {
                if is_survived(&point, before).await {
                    return Some(point);
                }
            }
            None
        })
        .buffer_unordered(AT_ONCE)
        .filter_map(std::future::ready)
        .collect()
        .await;
    let unpassed: Vec<_> = points.difference(&survived).collect();
    assert!(unpassed.is_empty(), "never passed: {unpassed:?}");
    println!("killed at each of {} points", survived.len());
}

#[test]
fn the_points_of_every_step_are_known() {
    let steps = [
        "claim",
        "claim notices",
        "claim steps",
        "plan",
        "renew",
        "settle",
        "settle notices",
        "settle steps",
        "take over",
    ];
    assert_eq!(points::steps(), steps.map(str::to_owned).into());
}
