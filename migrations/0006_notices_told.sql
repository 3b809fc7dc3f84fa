-- Notices told in a server's notices channel: once for one fault, and edited when it is mended.

ALTER TABLE notices ADD COLUMN told_state TEXT NOT NULL DEFAULT 'due'; -- due | telling | told | mended | refused
ALTER TABLE notices ADD COLUMN tell_at BIGINT; -- not to be told or edited before this; NULL: nothing to do
ALTER TABLE notices ADD COLUMN told_channel_id BIGINT;
ALTER TABLE notices ADD COLUMN told_message_id BIGINT; -- NULL while told: nobody knows whether it arrived
ALTER TABLE notices ADD COLUMN telling_since BIGINT; -- the first attempt that Discord may have performed
ALTER TABLE notices ADD COLUMN tell_attempts BIGINT NOT NULL DEFAULT 0;

UPDATE notices SET tell_at = opened_at WHERE closed_at IS NULL;

CREATE INDEX notices_to_tell ON notices (tell_at) WHERE tell_at IS NOT NULL;
