-- Cut into segments: an index build that no transaction may hold stands between rows and structure.
-- covet:up
INSERT INTO log VALUES ('before the index');
CREATE INDEX CONCURRENTLY counters_word_idx ON counters (word);
UPDATE counters SET x = x + 1;
ALTER TABLE counters ADD COLUMN late integer NOT NULL DEFAULT 7;
DROP INDEX CONCURRENTLY counters_x_idx;
REINDEX INDEX CONCURRENTLY counters_word_idx;
INSERT INTO log SELECT 'after the index ' || max(x) FROM counters;
-- covet:down
INSERT INTO log VALUES ('undo before the index');
DROP INDEX CONCURRENTLY counters_word_idx;
UPDATE counters SET x = x + 100;
ALTER TABLE counters DROP COLUMN late;
CREATE INDEX CONCURRENTLY counters_x_idx ON counters (x);
INSERT INTO log SELECT 'undo after the index ' || sum(x) FROM counters;
