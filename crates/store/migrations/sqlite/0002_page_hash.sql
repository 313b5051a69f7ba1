-- SHA-256 of a kept page in hexadecimal digits: what was read can be proved. Older pages have none.
ALTER TABLE page ADD COLUMN sha256 TEXT;
