-- The whole text of an entry that its feed gives, until the entry is done; and of a page whether that stood in for it.
ALTER TABLE entry ADD COLUMN content TEXT NOT NULL DEFAULT '';
ALTER TABLE page ADD COLUMN from_feed BIGINT NOT NULL DEFAULT 0;
