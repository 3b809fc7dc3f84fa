-- What waits for moderators, by when they may see it.
CREATE INDEX shares_held ON shares (ready_at) WHERE state = 'held';
