-- How many versions of a story readers have is told on every card: counted in this index alone, no row is read.
CREATE INDEX article_story_published ON article (story) WHERE state = 'published';
