-- A schedule's posts that wait or are on their way, found without reading its whole history.

CREATE INDEX posts_open ON posts (schedule_id, due_at) WHERE state = 'due' OR state = 'sending';
