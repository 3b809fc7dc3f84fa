-- Reflections that are replies to a post: which message each is, so that its edits and its end are followed.

CREATE TABLE replies (
    message_id BIGINT NOT NULL PRIMARY KEY,
    reflection_id TEXT NOT NULL UNIQUE REFERENCES reflections (id) ON DELETE CASCADE,
    channel_id BIGINT NOT NULL,
    parent_id BIGINT, -- the channel that its thread is in, if it is in one
    edited_at BIGINT, -- of which edit the kept words are; NULL: as it was first written
    marked_at BIGINT -- when its writer was shown that it is kept; NULL: not yet
);

-- What goes with a channel, or with a thread.
CREATE INDEX replies_by_channel ON replies (channel_id);
CREATE INDEX replies_by_parent ON replies (parent_id) WHERE parent_id IS NOT NULL;
-- Whom it remains to be shown to.
CREATE INDEX replies_unmarked ON replies (message_id) WHERE marked_at IS NULL;

-- Whether anybody agreed in a server.
CREATE INDEX consents_by_guild ON consents (guild_id);

-- Which post a reply answers, and which posts are recent.
CREATE INDEX posts_by_message ON posts (message_id) WHERE message_id IS NOT NULL;
