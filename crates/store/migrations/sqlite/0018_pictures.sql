-- Pictures that the newsroom keeps; their files lie in a folder beside the database, named by hash.
CREATE TABLE picture (
    hash TEXT PRIMARY KEY,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    placeholder BLOB NOT NULL,
    focus_x INTEGER NOT NULL,
    focus_y INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    has_avif INTEGER NOT NULL,
    avif_attempts INTEGER NOT NULL,
    alt TEXT NOT NULL,
    caption TEXT NOT NULL,
    credit TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX picture_avif ON picture (avif_attempts) WHERE has_avif = 0;
-- The pictures of an article by their addresses in its body, in order.
CREATE TABLE article_picture (
    code INTEGER NOT NULL REFERENCES article(code),
    position INTEGER NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (code, position)
);
CREATE INDEX article_picture_address ON article_picture (address);
-- What is at an address: the picture that was fetched from it, or when it is to be fetched.
CREATE TABLE picture_address (
    address TEXT PRIMARY KEY,
    hash TEXT REFERENCES picture(hash),
    attempts INTEGER NOT NULL,
    next_at INTEGER,
    failure TEXT
);
CREATE INDEX picture_address_due ON picture_address (next_at) WHERE next_at IS NOT NULL;
-- The picture that stands for an article on cards. Not a column of it: that would stand behind the text, which lists do not
-- read.
CREATE TABLE lead_picture (
    code INTEGER PRIMARY KEY REFERENCES article(code),
    hash TEXT NOT NULL REFERENCES picture(hash)
);
