-- What was reported one after another in a live coverage, under its article. What is withdrawn stays, for it can be taken back.
CREATE TABLE live_post (
    code INTEGER NOT NULL REFERENCES article(code),
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    edited_at INTEGER,
    headline TEXT NOT NULL,
    body_html TEXT NOT NULL,
    person_id INTEGER REFERENCES person(id),
    is_key INTEGER NOT NULL,
    is_withdrawn INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (code, number)
);
-- When a live coverage was over; of one that runs there is no row.
CREATE TABLE live_end (
    code INTEGER PRIMARY KEY REFERENCES article(code),
    ended_at INTEGER NOT NULL
);
