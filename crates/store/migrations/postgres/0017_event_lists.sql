-- Which lists of readers an article came into, left, or stands in otherwise: pages kept in memory that show them are made anew.
ALTER TABLE event ADD COLUMN lists TEXT NOT NULL DEFAULT '';
