-- Rows and structure, one transaction.
-- covet:up
UPDATE counters SET x = x + 1;
ALTER TABLE counters ADD COLUMN note text NOT NULL DEFAULT 'none';
INSERT INTO log SELECT 'mixed ' || x FROM counters WHERE id <= 2;
CREATE INDEX counters_x_idx ON counters (x);
UPDATE counters SET x = x * 2 + 1;
CREATE VIEW totals AS SELECT sum(x) AS total FROM counters;
-- covet:down
INSERT INTO log SELECT 'undo mixed ' || sum(x) FROM counters;
DROP VIEW totals;
DROP INDEX counters_x_idx;
UPDATE counters SET x = x + 100;
ALTER TABLE counters DROP COLUMN note;
