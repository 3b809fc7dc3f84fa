-- Whoever can be told of what is wrong where no channel can; and what moderators decide about a post that
-- may or may not have arrived.

ALTER TABLE schedules ADD COLUMN made_by BIGINT; -- who made it; NULL: that was before it was kept

-- told_state may also be: heard, which is to say that a moderator read it before an answer to a command.
ALTER TABLE notices ADD COLUMN refused_channel_id BIGINT; -- the notices channel that refused it for good
ALTER TABLE notices ADD COLUMN maker_channel_id BIGINT; -- where the schedule's maker was told, alone
ALTER TABLE notices ADD COLUMN maker_message_id BIGINT;

ALTER TABLE posts ADD COLUMN asked_at BIGINT; -- moderators looked, did not find it, and want it sent
