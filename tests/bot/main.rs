//! Sunflower as its people use it: the real app against the sandbox, on a real SQLite file, with a clock
//! that is moved. One folder member a subject; what members read is held whole, as snapshots.

mod affirming;
mod elsewhere;
mod finding_help;
mod garden;
mod log;
mod looking;
mod practising;
mod reading;
mod reflecting;
mod taking_back;
