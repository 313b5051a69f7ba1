-- A hub that tells of a source's news (WebSub): what we asked it for, and until when it agreed.
CREATE TABLE subscription (
    source_id BIGINT PRIMARY KEY REFERENCES source(id) ON DELETE CASCADE,
    hub TEXT NOT NULL,
    topic TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    asked_at BIGINT NOT NULL,
    agreed_until BIGINT
);
