-- How a schedule's posts look, where they go, whom they ping and what follows them.

ALTER TABLE schedules ADD COLUMN kind TEXT NOT NULL DEFAULT 'text'; -- text | announcement | forum | thread: what its channel is
ALTER TABLE schedules ADD COLUMN what TEXT NOT NULL DEFAULT 'week'; -- week | affirmations | practice | prompt
ALTER TABLE schedules ADD COLUMN mention_id BIGINT; -- the role that a post pings
ALTER TABLE schedules ADD COLUMN thread BIGINT NOT NULL DEFAULT 0; -- whether a post gets a thread to talk in
ALTER TABLE schedules ADD COLUMN quiet BIGINT NOT NULL DEFAULT 0; -- whether a post notifies nobody
ALTER TABLE schedules ADD COLUMN tags TEXT NOT NULL DEFAULT ''; -- a forum's tags, by id, separated by commas
ALTER TABLE schedules ADD COLUMN resting_until BIGINT; -- paused to this instant: after_at is no earlier
ALTER TABLE schedules ADD COLUMN revision BIGINT NOT NULL DEFAULT 0; -- grows with every change, so that nobody overwrites what they did not see

-- Frozen with the post, as its body is.
ALTER TABLE posts ADD COLUMN kind TEXT NOT NULL DEFAULT 'text';
ALTER TABLE posts ADD COLUMN what TEXT NOT NULL DEFAULT 'week';
ALTER TABLE posts ADD COLUMN title TEXT; -- what a forum's post or a discussion thread is called
ALTER TABLE posts ADD COLUMN follow TEXT NOT NULL DEFAULT ''; -- the steps to take once it is sent: publish, thread
