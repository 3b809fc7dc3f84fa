//! ISO weeks in a zone.

use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::{prelude::*, sample::select};
use sunflower::calendar::IsoWeek;

use crate::at;

#[test]
fn a_week_is_the_zones_own() {
    // Sunday evening in London, Monday morning in Tokyo.
    let instant = at("2026-11-22T22:00:00Z");
    assert_eq!(
        IsoWeek::of(instant, Tz::Europe__London),
        IsoWeek {
            year: 2026,
            week: 47
        }
    );
    assert_eq!(
        IsoWeek::of(instant, Tz::Asia__Tokyo),
        IsoWeek {
            year: 2026,
            week: 48
        }
    );
}

#[test]
fn the_days_around_new_year_belong_to_the_week_that_holds_the_thursday() {
    assert_eq!(
        IsoWeek::of(at("2027-01-03T12:00:00Z"), Tz::UTC),
        IsoWeek {
            year: 2026,
            week: 53
        }
    );
    assert_eq!(
        IsoWeek::of(at("2024-12-30T12:00:00Z"), Tz::UTC),
        IsoWeek {
            year: 2025,
            week: 1
        }
    );
}

#[test]
fn a_week_starts_and_ends_at_the_zones_midnight_even_where_clocks_change() {
    let week = IsoWeek {
        year: 2026,
        week: 13,
    };
    assert_eq!(
        week.start(Tz::Europe__Berlin),
        Some(at("2026-03-22T23:00:00Z"))
    );
    assert_eq!(
        week.end(Tz::Europe__Berlin),
        Some(at("2026-03-29T22:00:00Z"))
    );
    // Samoa's last week of 2011 lacks a Friday.
    let short = IsoWeek {
        year: 2011,
        week: 52,
    };
    assert_eq!(
        short.start(Tz::Pacific__Apia),
        Some(at("2011-12-26T10:00:00Z"))
    );
    assert_eq!(
        short.end(Tz::Pacific__Apia),
        Some(at("2012-01-01T10:00:00Z"))
    );
    assert_eq!(
        IsoWeek {
            year: 2025,
            week: 53
        }
        .start(Tz::UTC),
        None
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_instant_is_in_its_week_and_weeks_leave_nothing_between(
        zone in select(TZ_VARIANTS.to_vec()),
        seconds in at("2009-01-01T00:00:00Z").timestamp()..at("2050-01-01T00:00:00Z").timestamp(),
    ) {
        let instant = chrono::DateTime::from_timestamp(seconds, 0).expect("in range");
        let week = IsoWeek::of(instant, zone);
        let (start, end) = (week.start(zone).expect("a week"), week.end(zone).expect("a week"));
        prop_assert!(start <= instant && instant < end);
        prop_assert_eq!(IsoWeek::of(end, zone).start(zone), Some(end));
    }
}
