-- A trigger that writes for the rows that come behind it.
-- covet:up
CREATE VIEW totals AS SELECT SUM(x) AS total FROM counters;
CREATE TRIGGER counted AFTER UPDATE ON counters FOR EACH ROW INSERT INTO log VALUES (CONCAT('seen ', NEW.x));
UPDATE counters SET x = x + 1;
DELIMITER //
CREATE PROCEDURE bump()
BEGIN
  UPDATE counters SET x = x + 10;
  INSERT INTO log VALUES ('bumped');
END //
DELIMITER ;
DROP TRIGGER counted;
UPDATE counters SET x = x + 1;
CREATE FUNCTION twice(n int) RETURNS int DETERMINISTIC RETURN n * 2;
UPDATE counters SET x = twice(x);
DROP FUNCTION twice;
CREATE OR REPLACE VIEW totals AS SELECT SUM(x) AS total, COUNT(*) AS n FROM counters;
ALTER TABLE counters RENAME INDEX counters_x_idx TO counters_xs_idx, COMMENT = 'counted';
ALTER TABLE counters ALTER COLUMN note SET DEFAULT 'some';
INSERT INTO log SELECT CONCAT('objects ', SUM(x)) FROM counters;
-- covet:down
DROP PROCEDURE bump;
UPDATE counters SET x = x + 100;
DROP VIEW totals;
ALTER TABLE counters RENAME INDEX counters_xs_idx TO counters_x_idx;
ALTER TABLE counters ALTER COLUMN note SET DEFAULT 'none', COMMENT = '';
