-- What members wrote, and that they agreed to its being kept. Instants are unix milliseconds.

-- A row is there only while the member agrees: withdrawing deletes it.
CREATE TABLE consents (
    user_id BIGINT NOT NULL,
    guild_id BIGINT NOT NULL,
    version TEXT NOT NULL,
    agreed_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, guild_id)
);

-- Known text sealed under each key that ever sealed, so that a wrong or missing key is noticed.
CREATE TABLE keys (
    key_id TEXT NOT NULL PRIMARY KEY,
    sealed_check TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

-- The words and their question are in `sealed`; nothing else here says what was written.
-- No reflection is there without its writer's consent, whatever runs at the same time.
CREATE TABLE reflections (
    id TEXT NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL,
    guild_id BIGINT NOT NULL,
    post_id TEXT,
    key_id TEXT NOT NULL REFERENCES keys (key_id),
    sealed TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    FOREIGN KEY (user_id, guild_id) REFERENCES consents (user_id, guild_id) ON DELETE CASCADE
);

-- A member's own, newest first, in one server and in all.
CREATE INDEX reflections_by_member_and_server ON reflections (user_id, guild_id, written_at, id);
CREATE INDEX reflections_by_member ON reflections (user_id, written_at, id);
-- What is to end.
CREATE INDEX reflections_by_age ON reflections (written_at);
-- Whether a key is in use.
CREATE INDEX reflections_by_key ON reflections (key_id);
