-- Each by itself; the database goes over to a write-ahead log half way.
-- covet:up transaction=none
INSERT INTO log VALUES ('alone');
PRAGMA journal_mode = WAL;
UPDATE counters SET x = x + 1;
CREATE VIEW totals AS SELECT sum(x) AS total FROM counters;
VACUUM;
INSERT INTO log SELECT 'total ' || total FROM totals;
-- covet:down transaction=none
DROP VIEW totals;
