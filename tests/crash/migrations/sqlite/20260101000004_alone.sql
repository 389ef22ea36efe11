-- Each by itself; half way the database goes over from the write-ahead log that covet made it with to a journal.
-- covet:up transaction=none
INSERT INTO log VALUES ('alone');
PRAGMA journal_mode = DELETE;
UPDATE counters SET x = x + 1;
CREATE VIEW totals AS SELECT sum(x) AS total FROM counters;
VACUUM;
INSERT INTO log SELECT 'total ' || total FROM totals;
-- covet:down transaction=none
DROP VIEW totals;
