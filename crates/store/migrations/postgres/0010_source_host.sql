-- Whom a source's address asks: sources of one host are read a few at a time.
ALTER TABLE source ADD COLUMN host TEXT NOT NULL DEFAULT '';
UPDATE source SET host = split_part(split_part(url, '://', 2), '/', 1);
UPDATE source SET host = substr(host, 5) WHERE host LIKE 'www.%';
