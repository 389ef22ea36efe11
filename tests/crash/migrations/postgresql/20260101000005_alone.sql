-- Every statement its own.
-- covet:up transaction=none
INSERT INTO log VALUES ('alone');
DROP VIEW totals;
ALTER TABLE counters ALTER COLUMN x TYPE bigint USING x + 1;
UPDATE counters SET x = x + 1;
CREATE FUNCTION twice(n bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 2 * n';
UPDATE counters SET x = twice(x);
-- covet:down transaction=none
DROP FUNCTION twice;
UPDATE counters SET x = x + 100;
ALTER TABLE counters ALTER COLUMN x TYPE integer;
CREATE VIEW totals AS SELECT sum(x) AS total FROM counters;
INSERT INTO log SELECT 'undo alone ' || total FROM totals;
