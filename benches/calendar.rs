//! How long the next occurrence takes: it is asked for each post that is planned and each choice
//! that is shown.

use std::hint::black_box;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use criterion::{Criterion, criterion_group, criterion_main};
use sunflower::calendar::{Recurrence, zone};

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_348_800, 0).expect("22 November 2026, 12:00")
}

fn next_after(criterion: &mut Criterion) {
    let rules = [
        ("weekly", "0 9 * * 1"),
        ("hourly", "15 * * * *"),
        ("day or weekday", "0 9 1 * 1"),
        ("first monday", "0 9 1-7 * 1 both"),
        ("29 february", "0 9 29 2 *"),
        ("a date", "2026-12-01T18:00"),
    ];
    let mut group = criterion.benchmark_group("next_after");
    for (name, stored) in rules {
        let recurrence = Recurrence::from_stored(stored).expect("a rule");
        group.bench_function(name, |bencher| {
            bencher.iter(|| recurrence.next_after(black_box(now()), black_box(Tz::Europe__Berlin)));
        });
    }
    group.finish();
}

fn reading(criterion: &mut Criterion) {
    criterion.bench_function("from_stored", |bencher| {
        bencher.iter(|| Recurrence::from_stored(black_box("0 9 * * 1")));
    });
    criterion.bench_function("parse a phrase", |bencher| {
        bencher.iter(|| {
            Recurrence::parse(black_box("every monday at 9:00"), now(), Tz::Europe__Berlin)
        });
    });
    criterion.bench_function("search a zone", |bencher| {
        bencher.iter(|| zone::search(black_box("new y"), now(), 25));
    });
    criterion.bench_function("search a misspelt zone", |bencher| {
        bencher.iter(|| zone::search(black_box("stokholm"), now(), 25));
    });
}

criterion_group!(benches, next_after, reading);
criterion_main!(benches);
