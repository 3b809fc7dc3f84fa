-- Servers, schedules, the week's articles, posts and notices. Portable: SQLite and PostgreSQL run it unchanged.
-- Instants are unix milliseconds; flags and integers are BIGINT; ids of ours are TEXT.

CREATE TABLE meta (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

CREATE TABLE guilds (
    guild_id BIGINT PRIMARY KEY NOT NULL,
    zone TEXT NOT NULL
);

CREATE TABLE schedules (
    id TEXT PRIMARY KEY NOT NULL,
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    rule TEXT NOT NULL,
    zone TEXT NOT NULL,
    topics TEXT NOT NULL, -- sorted, separated by commas; empty: all topics
    state TEXT NOT NULL, -- active | paused | blocked
    reason TEXT, -- why it is blocked
    detail TEXT, -- the permissions that are missing, by Discord's names
    after_at BIGINT NOT NULL, -- times up to this one are done with
    next_due_at BIGINT, -- the first one later; NULL if there is none, or it is not active
    catch_up_ms BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

-- What planning costs follows what is due, never how many schedules there are.
CREATE INDEX schedules_due ON schedules (next_due_at) WHERE state = 'active';
CREATE INDEX schedules_of_guild ON schedules (guild_id, created_at);

-- The article of an ISO week, stored by whoever asks first.
CREATE TABLE weeks (
    guild_id BIGINT NOT NULL,
    topics TEXT NOT NULL,
    iso_year BIGINT NOT NULL,
    iso_week BIGINT NOT NULL,
    article TEXT NOT NULL,
    PRIMARY KEY (guild_id, topics, iso_year, iso_week)
);

-- No reference to schedules: a deleted schedule keeps its posts.
CREATE TABLE posts (
    id TEXT PRIMARY KEY NOT NULL, -- from the schedule's id and due_at
    schedule_id TEXT NOT NULL,
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL, -- the end of the catch-up window
    state TEXT NOT NULL, -- due | sending | sent | skipped | missed | failed | unsure
    reason TEXT,
    detail TEXT,
    article TEXT, -- this and the next two are frozen when the post is planned
    prompt TEXT,
    body TEXT,
    attempt BIGINT NOT NULL,
    first_attempt_at BIGINT,
    uncertain_at BIGINT, -- the earliest attempt that Discord may have performed without our knowing
    ready_at BIGINT NOT NULL, -- while due: not to be claimed before this
    lease_until BIGINT, -- while sending: not to be recovered before this
    message_id BIGINT,
    sent_at BIGINT,
    removed_at BIGINT,
    UNIQUE (schedule_id, due_at)
);

CREATE INDEX posts_ready ON posts (ready_at) WHERE state = 'due';
CREATE INDEX posts_leased ON posts (lease_until) WHERE state = 'sending';
CREATE INDEX posts_of_guild ON posts (guild_id, due_at);

CREATE TABLE notices (
    id TEXT PRIMARY KEY NOT NULL,
    fault TEXT NOT NULL, -- one notice for one fault, while it is open
    kind TEXT NOT NULL,
    detail TEXT,
    guild_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    schedule_id TEXT NOT NULL,
    post_id TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT
);

CREATE UNIQUE INDEX notices_one_for_one_fault ON notices (fault) WHERE closed_at IS NULL;
CREATE INDEX notices_of_guild ON notices (guild_id, opened_at) WHERE closed_at IS NULL;
