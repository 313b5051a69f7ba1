-- What was agreed with a source about reprinting: what readers and search engines are told, how much is shown, and
-- how its articles are filed ("their name = our slug", tags; one a line).
ALTER TABLE source ADD COLUMN credit TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN licence TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN extent TEXT NOT NULL DEFAULT 'full';
ALTER TABLE source ADD COLUMN indexing TEXT NOT NULL DEFAULT 'own';
ALTER TABLE source ADD COLUMN section_names TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN tags TEXT NOT NULL DEFAULT '';
-- The wait between the two last readings, so that adapting to a source outlives a restart.
ALTER TABLE source ADD COLUMN wait_ms BIGINT NOT NULL DEFAULT 60000;
-- A removed source is kept for its articles, and so that adding it again brings nothing in twice.
ALTER TABLE source ADD COLUMN removed_at BIGINT;
