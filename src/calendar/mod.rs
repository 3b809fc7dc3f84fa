//! When it is said: cron and zone to instants, and phrases such as "mondays 9:00". Pure.
