-- A page that is found at an address that another entry led to is that one's: asked for with each that comes in.
CREATE INDEX page_address ON page (url);
