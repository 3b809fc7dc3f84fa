//! From wall-clock time to instants. A wall time that a clock change skips means the first instant
//! after the change; one that happens twice means the first of the two.

use chrono::{DateTime, NaiveDateTime, Offset, TimeZone, Utc, offset::LocalResult};
use chrono_tz::{GapInfo, Tz};

/// The instant that a wall-clock time stands for in `zone`. It never goes back when the wall time
/// goes forward. `None` only at the far ends of what chrono can count.
pub(super) fn instant(wall: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(at) => Some(at.to_utc()),
        LocalResult::Ambiguous(first, _) => Some(first.to_utc()),
        LocalResult::None => {
            // The clock reads `begin` for no instant: at that moment it is moved forward.
            let (begin, offset) = GapInfo::new(&wall, &zone)?.begin?;
            Some(begin.checked_sub_offset(offset.fix())?.and_utc())
        }
    }
}

/// What the clock on the wall shows in `zone`. At the very ends of what chrono can count, UTC's.
pub(super) fn clock(at: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    let utc = at.naive_utc();
    let offset = zone.offset_from_utc_datetime(&utc).fix();
    utc.checked_add_offset(offset).unwrap_or(utc)
}
