//! Sunflower as its people use it: the real app against the sandbox, on a real SQLite file, with a clock
//! that is moved. One folder member a subject; what members read is held whole, as snapshots.

#[path = "../support/stage.rs"]
mod stage;

mod a_year_later;
mod affirming;
mod autocomplete;
mod bad_input;
mod being_late;
mod checking;
mod creating_in_kinds;
mod editing;
mod elsewhere;
mod every_channel;
mod every_option;
mod faltering;
mod finding_help;
mod garden;
mod joining;
mod keeping_messages;
mod library_off;
mod log;
mod looking;
mod many;
mod moderating;
mod names;
mod not_moderators;
mod notices_told;
mod operating;
mod pausing_until;
mod phone;
mod posting;
mod posting_now;
mod practising;
mod prompting;
mod quiet;
mod reading;
mod reflecting;
mod reflecting_any_time;
mod refused;
mod removing;
mod repertoire;
mod schedule_refusals;
mod scheduling;
mod setting_up;
mod settings;
mod showing;
mod skipping;
mod starting;
mod tags;
mod taking_back;
mod tour;
mod two_moderators;
mod typing_schedules;
mod unreadable;
mod weekly;
