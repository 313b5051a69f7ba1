-- What kind of piece an article is; of plain news there is no row.
CREATE TABLE article_genre (
    code BIGINT PRIMARY KEY REFERENCES article(code),
    genre TEXT NOT NULL
);
CREATE INDEX article_genre_genre ON article_genre (genre, code);
