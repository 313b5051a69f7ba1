-- One address that two sources give is one article: asked for with each entry that is new.
CREATE INDEX entry_address ON entry (url);
