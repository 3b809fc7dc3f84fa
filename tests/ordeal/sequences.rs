//! Random sequences of up to three faults: of the program's, of Discord's, and of the clock's. Set
//! ORDEAL_SEED to play one again, or ORDEAL_SEQUENCES to play more of them.

use std::panic::AssertUnwindSafe;

use futures_util::{FutureExt as _, StreamExt as _, stream};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};

use crate::{
    fault::Fault,
    life::{Doom, End, live, logged},
    points,
    scene::Scene,
    verdict,
};

/// How many ordeals run side by side: each mostly waits for a disk and for another process.
pub const AT_ONCE: usize = 4;

const SEQUENCES: u64 = 500;

#[expect(
    clippy::disallowed_methods,
    reason = "only these settings of the test's"
)]
fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn drawn(seed: u64) -> Vec<Fault> {
    let (mut random, points) = (StdRng::seed_from_u64(seed), points::all());
    let count = random.random_range(1..=3);
    let faults = (0..count).map(|_| Fault::draw(&mut random, &points));
    faults.collect()
}

/// One life for each fault, and then one that nothing kills, again if Discord's tricks keep it from
/// starting.
async fn play(faults: &[Fault]) {
    let scene = Scene::open().await;
    for fault in faults {
        fault.befall(&scene);
        let doom = match fault {
            Fault::KilledAt(point, nth) => Doom {
                at: Some(format!("{point}#{nth}")),
                after: None,
            },
            Fault::KilledAfter(time) => Doom {
                at: None,
                after: Some(*time),
            },
            // It may strike this life or a later one.
            Fault::Discord(..) | Fault::Jump(_) => continue,
        };
        if live(&scene, &doom).await == End::Settled {
            break;
        }
    }
    let starts = faults.len() + 1;
    let mut ends = Vec::new();
    while !ends.contains(&End::Settled) {
        assert!(ends.len() < starts, "it does not start: {ends:?}");
        ends.push(live(&scene, &Doom::default()).await);
    }
    let faults = verdict::faults(&scene).await;
    assert!(faults.is_empty(), "{faults:?}\n{}", logged(&scene));
}

async fn survives(seed: u64) -> Result<(), u64> {
    let faults = drawn(seed);
    let played = AssertUnwindSafe(play(&faults)).catch_unwind().await;
    played.map_err(|_| {
        let told: Vec<_> = faults.iter().map(Fault::to_string).collect();
        eprintln!(
            "\nORDEAL_SEED={seed} is not survived: {}\n",
            told.join("; ")
        );
        seed
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_befalls_in_random_order_there_is_one_message() {
    let seeds = match setting("ORDEAL_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..setting("ORDEAL_SEQUENCES").unwrap_or(SEQUENCES),
    };
    let failed: Vec<u64> = stream::iter(seeds)
        .map(survives)
        .buffer_unordered(AT_ONCE)
        .filter_map(async |played| played.err())
        .collect()
        .await;
    assert!(
        failed.is_empty(),
        "play them again by ORDEAL_SEED: {failed:?}"
    );
}
