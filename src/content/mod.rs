//! What is said: the library of articles, practices, affirmations and prompts. Pure.
