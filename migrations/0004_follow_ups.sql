-- What is done after a post is sent: each step by itself, once, repeatable without harm.

CREATE TABLE follow_ups (
    post_id TEXT NOT NULL,
    step TEXT NOT NULL, -- publish | thread
    state TEXT NOT NULL, -- due | done | failed
    attempt BIGINT NOT NULL,
    ready_at BIGINT NOT NULL, -- while due: not to be taken before this; whoever takes it puts it off
    reason TEXT, -- why it failed
    detail TEXT,
    done_at BIGINT, -- when it was done or failed
    PRIMARY KEY (post_id, step)
);

CREATE INDEX follow_ups_ready ON follow_ups (ready_at) WHERE state = 'due';
