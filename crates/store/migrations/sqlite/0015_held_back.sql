-- Why the article of an entry waits for an editor though its source publishes.
ALTER TABLE entry ADD COLUMN held TEXT NOT NULL DEFAULT '';
-- Whether its kept page is to be read again, as an editor asked.
ALTER TABLE entry ADD COLUMN reread BIGINT NOT NULL DEFAULT 0;
CREATE INDEX entry_reread ON entry (id) WHERE reread = 1;
