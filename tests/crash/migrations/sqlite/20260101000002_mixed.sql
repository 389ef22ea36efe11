-- covet:up
UPDATE counters SET x = x + 1;
ALTER TABLE counters ADD COLUMN note TEXT NOT NULL DEFAULT 'none';
INSERT INTO log SELECT 'mixed ' || x FROM counters WHERE id <= 2;
CREATE INDEX counters_x_idx ON counters (x);
UPDATE counters SET x = x * 2 + 1;
CREATE TABLE parts (id INTEGER PRIMARY KEY, counter_id INTEGER NOT NULL REFERENCES counters (id));
INSERT INTO parts SELECT id, id FROM counters WHERE id <= 20;
-- covet:down
UPDATE counters SET x = x + 100;
DROP TABLE parts;
DROP INDEX counters_x_idx;
ALTER TABLE counters DROP COLUMN note;
INSERT INTO log SELECT 'undo mixed ' || sum(x) FROM counters;
