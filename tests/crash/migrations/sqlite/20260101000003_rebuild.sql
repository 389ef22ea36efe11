-- A table that others refer to, made anew in SQLite's way.
-- covet:up foreign_keys=off
CREATE TABLE counters_new (id INTEGER PRIMARY KEY, x INTEGER NOT NULL CHECK (x >= 0), word TEXT, note TEXT NOT NULL DEFAULT 'none', late INTEGER NOT NULL DEFAULT 7);
INSERT INTO counters_new (id, x, word, note) SELECT id, x + 1, word, note FROM counters;
DROP TABLE counters;
ALTER TABLE counters_new RENAME TO counters;
CREATE INDEX counters_x_idx ON counters (x);
INSERT INTO log SELECT 'rebuilt ' || sum(x) FROM counters;
-- covet:down foreign_keys=off
DROP INDEX counters_x_idx;
ALTER TABLE counters DROP COLUMN late;
CREATE INDEX counters_x_idx ON counters (x);
