-- Pictures that the newsroom keeps; their files lie in a folder beside the database, named by hash.
CREATE TABLE picture (
    hash TEXT PRIMARY KEY,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    placeholder BYTEA NOT NULL,
    focus_x BIGINT NOT NULL,
    focus_y BIGINT NOT NULL,
    edition BIGINT NOT NULL,
    has_avif BIGINT NOT NULL,
    avif_attempts BIGINT NOT NULL,
    alt TEXT NOT NULL,
    caption TEXT NOT NULL,
    credit TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX picture_avif ON picture (avif_attempts) WHERE has_avif = 0;
-- The pictures of an article by their addresses in its body, in order.
CREATE TABLE article_picture (
    code BIGINT NOT NULL REFERENCES article(code),
    position BIGINT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (code, position)
);
CREATE INDEX article_picture_address ON article_picture (address);
-- What is at an address: the picture that was fetched from it, or when it is to be fetched.
CREATE TABLE picture_address (
    address TEXT PRIMARY KEY,
    hash TEXT REFERENCES picture(hash),
    attempts BIGINT NOT NULL,
    next_at BIGINT,
    failure TEXT
);
CREATE INDEX picture_address_due ON picture_address (next_at) WHERE next_at IS NOT NULL;
-- The picture that stands for an article on cards. Not a column of it: that would stand behind the text, which lists do not
-- read.
CREATE TABLE lead_picture (
    code BIGINT PRIMARY KEY REFERENCES article(code),
    hash TEXT NOT NULL REFERENCES picture(hash)
);
