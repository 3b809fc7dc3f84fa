-- What moderators set for their server. A server may have settings before it has a zone.

CREATE TABLE settings (
    guild_id BIGINT PRIMARY KEY NOT NULL,
    notices_channel_id BIGINT, -- where notices are told; NULL: nowhere but in /schedule list
    retention_days BIGINT, -- how long reflections are kept here; NULL: the default
    greeted_at BIGINT -- when the bot said hello here, or found that it may not
);

-- Articles that are not drawn or offered in a server.
CREATE TABLE switched_off (
    guild_id BIGINT NOT NULL,
    article TEXT NOT NULL,
    PRIMARY KEY (guild_id, article)
);

-- What is to end in a server that has a retention of its own.
CREATE INDEX reflections_by_server ON reflections (guild_id, written_at);
