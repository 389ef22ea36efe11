-- Half way the database goes over from the write-ahead log that covet made it with to a journal.
-- covet:up transaction=none
UPDATE counters SET x = x + 1;
PRAGMA journal_mode = DELETE;
INSERT INTO log VALUES ('journal');
-- covet:down transaction=none
PRAGMA journal_mode = WAL;
