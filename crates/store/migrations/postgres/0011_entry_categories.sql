-- The feed's own names for an entry's section and subjects, a line each.
ALTER TABLE entry ADD COLUMN categories TEXT NOT NULL DEFAULT '';
