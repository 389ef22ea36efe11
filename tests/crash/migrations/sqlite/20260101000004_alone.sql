-- Each by itself.
-- covet:up transaction=none
INSERT INTO log VALUES ('alone');
UPDATE counters SET x = x + 1;
CREATE VIEW totals AS SELECT sum(x) AS total FROM counters;
VACUUM;
INSERT INTO log SELECT 'total ' || total FROM totals;
-- covet:down transaction=none
UPDATE counters SET x = x + 100;
DROP VIEW totals;
INSERT INTO log VALUES ('undo alone');
