-- How often readers opened an article, by hours since 1970; older than a week is forgotten.
CREATE TABLE view_count (
    hour BIGINT NOT NULL,
    code BIGINT NOT NULL REFERENCES article(code) ON DELETE CASCADE,
    count BIGINT NOT NULL,
    PRIMARY KEY (hour, code)
);
-- What an editor wants suggested under an article, in this order, or never (place 0).
CREATE TABLE suggestion (
    code BIGINT NOT NULL REFERENCES article(code) ON DELETE CASCADE,
    suggested BIGINT NOT NULL REFERENCES article(code) ON DELETE CASCADE,
    place BIGINT NOT NULL,
    PRIMARY KEY (code, suggested)
);
-- Discussion is told by when comments were written; nothing follows this any more.
DROP INDEX article_discussed;
