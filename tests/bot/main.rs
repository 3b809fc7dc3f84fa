//! Sunflower as its people use it: the real app against the sandbox, on a real SQLite file, with a clock
//! that is moved. One folder member a subject; what members read is held whole, as snapshots.

#[path = "../support/config.rs"]
mod config;
#[path = "../support/secrets.rs"]
mod secrets;
#[path = "../support/stage.rs"]
mod stage;

#[path = "../support/schema.rs"]
mod schema;

mod a_thousand;
mod a_year_later;
mod affirming;
mod autocomplete;
mod bad_input;
mod being_late;
mod checking;
mod clocks;
mod consent_text;
mod counting;
mod creating_in_kinds;
mod doors;
mod drafts;
mod editing;
mod elsewhere;
mod erasing_servers;
mod every_channel;
mod every_option;
mod exporting;
mod faltering;
mod finding_help;
mod following_replies;
mod forgetting_makers;
mod garden;
mod gateway;
mod hers;
mod hostile;
mod insights;
mod joining;
mod keeping_messages;
mod last_copies;
mod library_off;
mod log;
mod logged;
mod looking;
mod many;
mod mending;
mod mending_doubts;
mod missed_replies;
mod moderating;
mod names;
mod not_moderators;
mod notices_told;
mod operating;
mod own_install;
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
mod replying;
mod reporting;
mod restoring;
mod schedule_refusals;
mod scheduling;
mod searching;
mod sent;
mod servers;
mod setting_up;
mod settings;
mod sharing;
mod showing;
mod six_writers;
mod skipping;
mod starting;
mod tags;
mod taking_back;
mod told_alone;
mod tour;
mod traces;
mod two_moderators;
mod typing_schedules;
mod unreadable;
mod unreadable_post;
mod untraceable;
mod weekly;
mod whatever_the_fault;
