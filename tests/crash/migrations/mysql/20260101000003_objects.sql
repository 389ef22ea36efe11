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
-- covet:down
DROP PROCEDURE bump;
DROP VIEW totals;
