//! The environment, read once into Config; the only reader of environment variables.
