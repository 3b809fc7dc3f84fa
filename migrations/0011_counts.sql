-- What moderators may know of a week that has closed, counted once. Instants are unix milliseconds.

CREATE TABLE week_counts (
    guild_id BIGINT NOT NULL,
    iso_year BIGINT NOT NULL,
    iso_week BIGINT NOT NULL,
    ended_at BIGINT NOT NULL, -- where the next one begins, in whatever zone the server is by then
    posts BIGINT NOT NULL, -- that went out
    people BIGINT, -- who wrote a reflection; NULL: fewer than five, or none
    PRIMARY KEY (guild_id, iso_year, iso_week)
);

CREATE INDEX week_counts_by_end ON week_counts (guild_id, ended_at);
