-- The address that an entry's page states for itself, on its own host: other addresses of it bring in nothing more.
ALTER TABLE page ADD COLUMN canonical TEXT NOT NULL DEFAULT '';
CREATE INDEX page_canonical ON page (canonical) WHERE canonical <> '';
