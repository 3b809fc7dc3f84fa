//! Clock changes, worked out by hand: in a gap the first instant after it, in a fold the first of the
//! two, each instant once. Rules with `*`, range and step hours are held here alone, as croner means
//! otherwise by them: it drops what falls in a gap and fires in both passes of a fold.

use chrono_tz::Tz;

use crate::next_times;

struct Case {
    zone: Tz,
    rule: &'static str,
    after: &'static str,
    expected: &'static [&'static str],
}

fn check(cases: &[Case]) {
    for case in cases {
        let found = next_times(case.rule, case.after, case.zone, case.expected.len());
        assert_eq!(
            found, case.expected,
            "{} in {} after {}",
            case.rule, case.zone, case.after
        );
    }
}

#[test]
fn in_a_gap_the_first_instant_after_it_is_taken_once() {
    check(&[
        // 29 March 2026, 02:00 to 03:00.
        Case {
            zone: Tz::Europe__Berlin,
            rule: "30 2 * * *",
            after: "2026-03-28T00:00:00Z",
            expected: &[
                "2026-03-28T02:30:00+01:00",
                "2026-03-29T03:00:00+02:00",
                "2026-03-30T02:30:00+02:00",
            ],
        },
        // Both 02:15 (skipped, so 03:00) and 03:15 are said.
        Case {
            zone: Tz::Europe__Berlin,
            rule: "15 * * * *",
            after: "2026-03-29T00:00:00Z",
            expected: &[
                "2026-03-29T01:15:00+01:00",
                "2026-03-29T03:00:00+02:00",
                "2026-03-29T03:15:00+02:00",
                "2026-03-29T04:15:00+02:00",
            ],
        },
        // 02:00 is skipped and means 03:00, which 03:00 means as well: one instant.
        Case {
            zone: Tz::Europe__Berlin,
            rule: "0 1-4 * * *",
            after: "2026-03-29T00:00:00Z",
            expected: &[
                "2026-03-29T03:00:00+02:00",
                "2026-03-29T04:00:00+02:00",
                "2026-03-30T01:00:00+02:00",
            ],
        },
        Case {
            zone: Tz::Europe__Berlin,
            rule: "30 */2 * * *",
            after: "2026-03-28T23:00:00Z",
            expected: &[
                "2026-03-29T00:30:00+01:00",
                "2026-03-29T03:00:00+02:00",
                "2026-03-29T04:30:00+02:00",
            ],
        },
        // 8 March 2026, 02:00 to 03:00.
        Case {
            zone: Tz::America__New_York,
            rule: "0 2-3 * * SUN",
            after: "2026-03-07T00:00:00Z",
            expected: &["2026-03-08T03:00:00-04:00", "2026-03-15T02:00:00-04:00"],
        },
    ]);
}

#[test]
fn in_a_fold_the_first_of_the_two_is_taken_and_the_second_is_not() {
    check(&[
        // 25 October 2026, 03:00 back to 02:00.
        Case {
            zone: Tz::Europe__Berlin,
            rule: "30 2 * * *",
            after: "2026-10-24T12:00:00Z",
            expected: &["2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"],
        },
        // From between the two passes, at 02:00 in the second.
        Case {
            zone: Tz::Europe__Berlin,
            rule: "30 2 * * *",
            after: "2026-10-25T01:00:00Z",
            expected: &["2026-10-26T02:30:00+01:00"],
        },
        Case {
            zone: Tz::Europe__Berlin,
            rule: "15 * * * *",
            after: "2026-10-24T23:30:00Z",
            expected: &[
                "2026-10-25T02:15:00+02:00",
                "2026-10-25T03:15:00+01:00",
                "2026-10-25T04:15:00+01:00",
            ],
        },
        Case {
            zone: Tz::America__New_York,
            rule: "0 */1 * * *",
            after: "2026-11-01T04:30:00Z",
            expected: &["2026-11-01T01:00:00-04:00", "2026-11-01T02:00:00-05:00"],
        },
        Case {
            zone: Tz::America__New_York,
            rule: "59 0-1 * * *",
            after: "2026-11-01T04:00:00Z",
            expected: &[
                "2026-11-01T00:59:00-04:00",
                "2026-11-01T01:59:00-04:00",
                "2026-11-02T00:59:00-05:00",
            ],
        },
    ]);
}

#[test]
fn a_change_of_half_an_hour_is_kept_too() {
    check(&[
        // 4 October 2026, 02:00 to 02:30.
        Case {
            zone: Tz::Australia__Lord_Howe,
            rule: "15 2 * * *",
            after: "2026-10-03T00:00:00Z",
            expected: &["2026-10-04T02:30:00+11:00", "2026-10-05T02:15:00+11:00"],
        },
        Case {
            zone: Tz::Australia__Lord_Howe,
            rule: "45 2 * * *",
            after: "2026-10-03T00:00:00Z",
            expected: &["2026-10-04T02:45:00+11:00"],
        },
        Case {
            zone: Tz::Australia__Lord_Howe,
            rule: "15 * * * *",
            after: "2026-10-03T15:00:00Z",
            expected: &["2026-10-04T02:30:00+11:00", "2026-10-04T03:15:00+11:00"],
        },
        // 5 April 2026, 02:00 back to 01:30.
        Case {
            zone: Tz::Australia__Lord_Howe,
            rule: "45 * * * *",
            after: "2026-04-04T14:00:00Z",
            expected: &["2026-04-05T01:45:00+11:00", "2026-04-05T02:45:00+10:30"],
        },
    ]);
}

#[test]
fn a_day_that_starts_late_is_still_that_day() {
    check(&[
        // Midnight is skipped: 5 September 2026, 24:00 to 01:00.
        Case {
            zone: Tz::America__Santiago,
            rule: "0 0 * * SUN",
            after: "2026-09-04T00:00:00Z",
            expected: &["2026-09-06T01:00:00-03:00", "2026-09-13T00:00:00-03:00"],
        },
        Case {
            zone: Tz::America__Santiago,
            rule: "0 0-1 6 9 *",
            after: "2026-09-04T00:00:00Z",
            expected: &["2026-09-06T01:00:00-03:00", "2027-09-06T00:00:00-03:00"],
        },
        // 6 October 2024, the last spring that Paraguay changed its clocks.
        Case {
            zone: Tz::America__Asuncion,
            rule: "30 0 * * *",
            after: "2024-10-05T12:00:00Z",
            expected: &["2024-10-06T01:00:00-03:00", "2024-10-07T00:30:00-03:00"],
        },
        Case {
            zone: Tz::Asia__Beirut,
            rule: "0 0 * * *",
            after: "2026-03-28T12:00:00Z",
            expected: &["2026-03-29T01:00:00+03:00", "2026-03-30T00:00:00+03:00"],
        },
        // A fold at midnight: 4 April 2026, 24:00 back to 23:00.
        Case {
            zone: Tz::America__Santiago,
            rule: "30 23 * * SAT",
            after: "2026-04-04T12:00:00Z",
            expected: &["2026-04-04T23:30:00-03:00", "2026-04-11T23:30:00-04:00"],
        },
    ]);
}

#[test]
fn a_gap_over_midnight_moves_to_the_first_instant_of_the_next_day() {
    // croner drops these where the rule is restricted to the day that the gap cuts short.
    check(&[
        // Nuuk, Saturday 30 March 2024, 23:00 to 24:00.
        Case {
            zone: Tz::America__Nuuk,
            rule: "30 23 * * SAT",
            after: "2024-03-29T00:00:00Z",
            expected: &["2024-03-31T00:00:00-01:00", "2024-04-06T23:30:00-01:00"],
        },
        Case {
            zone: Tz::America__Nuuk,
            rule: "0 23 30 * *",
            after: "2024-03-29T00:00:00Z",
            expected: &["2024-03-31T00:00:00-01:00", "2024-04-30T23:00:00-01:00"],
        },
        Case {
            zone: Tz::America__Nuuk,
            rule: "30 * * * *",
            after: "2024-03-31T00:00:00Z",
            expected: &[
                "2024-03-30T22:30:00-02:00",
                "2024-03-31T00:00:00-01:00",
                "2024-03-31T00:30:00-01:00",
            ],
        },
    ]);
}

#[test]
fn a_whole_day_that_a_country_skipped_is_one_instant() {
    check(&[
        // Samoa went from Thursday 29 to Saturday 31 December 2011.
        Case {
            zone: Tz::Pacific__Apia,
            rule: "0 9 * * *",
            after: "2011-12-29T00:00:00Z",
            expected: &[
                "2011-12-29T09:00:00-10:00",
                "2011-12-31T00:00:00+14:00",
                "2011-12-31T09:00:00+14:00",
            ],
        },
        Case {
            zone: Tz::Pacific__Apia,
            rule: "0 9 * * FRI",
            after: "2011-12-29T00:00:00Z",
            expected: &["2011-12-31T00:00:00+14:00", "2012-01-06T09:00:00+14:00"],
        },
        Case {
            zone: Tz::Pacific__Apia,
            rule: "15 * * * *",
            after: "2011-12-30T09:00:00Z",
            expected: &[
                "2011-12-29T23:15:00-10:00",
                "2011-12-31T00:00:00+14:00",
                "2011-12-31T00:15:00+14:00",
            ],
        },
        // Kwajalein skipped 21 August 1993.
        Case {
            zone: Tz::Pacific__Kwajalein,
            rule: "0 12 21 8 *",
            after: "1993-08-20T00:00:00Z",
            expected: &["1993-08-22T00:00:00+12:00", "1994-08-21T12:00:00+12:00"],
        },
    ]);
}

#[test]
fn changes_that_follow_ramadan_or_move_a_zone_for_good_are_kept() {
    check(&[
        // Morocco, Ramadan of 2026: back at 03:00 on 15 February, forward at 02:00 on 22 March.
        Case {
            zone: Tz::Africa__Casablanca,
            rule: "30 2 * * *",
            after: "2026-02-14T12:00:00Z",
            expected: &["2026-02-15T02:30:00+01:00", "2026-02-16T02:30:00+00:00"],
        },
        Case {
            zone: Tz::Africa__Casablanca,
            rule: "30 2-3 * * *",
            after: "2026-03-22T00:00:00Z",
            expected: &[
                "2026-03-22T03:00:00+01:00",
                "2026-03-22T03:30:00+01:00",
                "2026-03-23T02:30:00+01:00",
            ],
        },
        // Troll changes by two hours: 29 March 2026, 01:00 to 03:00.
        Case {
            zone: Tz::Antarctica__Troll,
            rule: "10 0-4 * * *",
            after: "2026-03-29T00:00:00Z",
            expected: &[
                "2026-03-29T00:10:00+00:00",
                "2026-03-29T03:00:00+02:00",
                "2026-03-29T03:10:00+02:00",
                "2026-03-29T04:10:00+02:00",
            ],
        },
        // Casey, 4 October 2020: three hours, 00:01 to 03:01.
        Case {
            zone: Tz::Antarctica__Casey,
            rule: "0 0,1,2,3 * * *",
            after: "2020-10-03T12:00:00Z",
            expected: &[
                "2020-10-04T00:00:00+08:00",
                "2020-10-04T03:01:00+11:00",
                "2020-10-05T00:00:00+11:00",
            ],
        },
        // Almaty went back an hour for good, 1 March 2024, 00:00 to 23:00 of 29 February.
        Case {
            zone: Tz::Asia__Almaty,
            rule: "30 23 29 2 *",
            after: "2024-02-29T00:00:00Z",
            expected: &["2024-02-29T23:30:00+06:00", "2028-02-29T23:30:00+05:00"],
        },
        // Gaza, where summer time starts on a Saturday at 02:00.
        Case {
            zone: Tz::Asia__Gaza,
            rule: "30 2 * * SAT",
            after: "2026-03-27T12:00:00Z",
            expected: &["2026-03-28T03:00:00+03:00", "2026-04-04T02:30:00+03:00"],
        },
    ]);
}

#[test]
fn a_date_in_a_gap_or_fold_comes_once() {
    check(&[
        Case {
            zone: Tz::Europe__Berlin,
            rule: "2027-03-28 02:30",
            after: "2026-11-22T12:00:00Z",
            expected: &["2027-03-28T03:00:00+02:00"],
        },
        Case {
            zone: Tz::Europe__Berlin,
            rule: "2027-10-31 02:30",
            after: "2026-11-22T12:00:00Z",
            expected: &["2027-10-31T02:30:00+02:00"],
        },
    ]);
    assert!(
        next_times(
            "2027-10-31 02:30",
            "2027-10-31T00:30:00Z",
            Tz::Europe__Berlin,
            1
        )
        .is_empty()
    );
}
