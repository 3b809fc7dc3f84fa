-- Servers that the bot is in no longer, and since when it knows. What is stored of one is deleted some
-- time after, unless it comes back.

CREATE TABLE gone_servers (
    guild_id BIGINT PRIMARY KEY NOT NULL,
    gone_at BIGINT NOT NULL
);

-- The sweep goes server by server.
DROP INDEX reflections_by_age;
