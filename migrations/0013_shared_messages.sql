-- Which share a message is that was deleted in Discord.

CREATE INDEX shares_by_message ON shares (message_id) WHERE message_id IS NOT NULL;
