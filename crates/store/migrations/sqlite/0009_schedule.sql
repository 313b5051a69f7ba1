-- When a source is read, where an editor set that: as news::source::Schedule writes it; '' for as often as it has news.
ALTER TABLE source ADD COLUMN schedule TEXT NOT NULL DEFAULT '';
