-- Rows that show a statement run twice or left out: a log without a key, and a number that each step counts on.
-- covet:up
CREATE TABLE log (step TEXT NOT NULL);
CREATE TABLE counters (id INTEGER PRIMARY KEY, x INTEGER NOT NULL, word TEXT);
INSERT INTO counters WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT i, 0, hex(zeroblob(20)) FROM n;
INSERT INTO log VALUES ('start');
-- covet:down
DROP TABLE log;
DROP TABLE counters;
