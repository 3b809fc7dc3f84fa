-- What members share of what they wrote. Instants are unix milliseconds.

-- A shared reflection's message carries `id`, which is random, and nothing else. Nothing here names its
-- writer in clear: `origin` is a keyed hash of the reflection, under the key of the list of erasures, which
-- is not in the database; who wrote which reflection is in `sealed`.
CREATE TABLE shares (
    id TEXT PRIMARY KEY NOT NULL,
    guild_id BIGINT NOT NULL,
    post_id TEXT NOT NULL,
    signed BIGINT NOT NULL,
    state TEXT NOT NULL, -- held | waiting | sending | shown | removing | down | declined | refused
    origin TEXT UNIQUE, -- NULL: its writer took it back, and `sealed` with it
    key_id TEXT REFERENCES keys (key_id),
    sealed TEXT,
    ready_at BIGINT, -- when something is to be done; while that is done: until when it is left alone
    attempt BIGINT NOT NULL DEFAULT 0,
    tried_at BIGINT, -- when it was first sent
    channel_id BIGINT,
    message_id BIGINT,
    reported BIGINT NOT NULL DEFAULT 0
);

CREATE INDEX shares_ready ON shares (ready_at) WHERE state IN ('waiting', 'sending', 'removing');
CREATE INDEX shares_of_post ON shares (post_id);
CREATE INDEX shares_of_server ON shares (guild_id, state);
CREATE INDEX shares_by_key ON shares (key_id);

-- Whose further shares wait for the moderators: a keyed hash of member and server, and of whether they sign.
CREATE TABLE holds (
    guild_id BIGINT NOT NULL,
    writer TEXT NOT NULL,
    PRIMARY KEY (guild_id, writer)
);

-- How many people reflected on a post.
CREATE INDEX reflections_by_post ON reflections (post_id, user_id);
