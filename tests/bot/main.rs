//! Sunflower as its people use it: the real app against the sandbox, on a real SQLite file, with a clock
//! that is moved. One folder member a subject; what members read is held whole, as snapshots.

mod affirming;
mod autocomplete;
mod bad_input;
mod elsewhere;
mod finding_help;
mod garden;
mod log;
mod looking;
mod practising;
mod quiet;
mod reading;
mod reflecting;
mod taking_back;
mod weekly;
