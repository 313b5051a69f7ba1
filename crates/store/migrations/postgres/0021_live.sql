-- What was reported one after another in a live coverage, under its article. What is withdrawn stays, for it can be taken back.
CREATE TABLE live_post (
    code BIGINT NOT NULL REFERENCES article(code),
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    edited_at BIGINT,
    headline TEXT NOT NULL,
    body_html TEXT NOT NULL,
    person_id BIGINT REFERENCES person(id),
    is_key BIGINT NOT NULL,
    is_withdrawn BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (code, number)
);
-- When a live coverage was over; of one that runs there is no row.
CREATE TABLE live_end (
    code BIGINT PRIMARY KEY REFERENCES article(code),
    ended_at BIGINT NOT NULL
);
