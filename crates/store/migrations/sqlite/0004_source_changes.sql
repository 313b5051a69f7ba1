-- A page of ours is looked at again for some days: corrections and removals are told to the newsroom.
ALTER TABLE page ADD COLUMN etag TEXT;
ALTER TABLE page ADD COLUMN last_modified TEXT;
ALTER TABLE page ADD COLUMN looks BIGINT NOT NULL DEFAULT 0;
ALTER TABLE page ADD COLUMN look_at BIGINT;
CREATE INDEX page_look ON page (look_at) WHERE look_at IS NOT NULL;
-- The last change that was found at an article's source, and when an editor saw it.
CREATE TABLE source_change (
    code BIGINT PRIMARY KEY REFERENCES article(code) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    found_at BIGINT NOT NULL,
    before_text TEXT NOT NULL,
    after_text TEXT NOT NULL,
    seen_at BIGINT
);
CREATE INDEX source_change_unseen ON source_change (found_at) WHERE seen_at IS NULL;
CREATE INDEX article_entry ON article (entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX entry_troubled ON entry (source_id, id) WHERE state IN ('failed', 'dropped');
