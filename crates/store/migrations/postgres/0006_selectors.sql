-- CSS selectors of the parts of a source's pages, set by an editor: JSON of news::source::Selectors; '' for none.
ALTER TABLE source ADD COLUMN selectors TEXT NOT NULL DEFAULT '';
