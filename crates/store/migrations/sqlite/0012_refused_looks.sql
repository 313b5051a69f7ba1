-- How often in a row a page could not be looked at again.
ALTER TABLE page ADD COLUMN refused BIGINT NOT NULL DEFAULT 0;
