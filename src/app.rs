//! Wires the parts and joins every task it starts.
