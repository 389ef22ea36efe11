-- covet:up
UPDATE counters SET x = x + 1;
CREATE TRIGGER counted AFTER UPDATE ON counters BEGIN INSERT INTO log VALUES ('seen ' || NEW.x); END;
UPDATE counters SET x = x + 1 WHERE id <= 3;
INSERT INTO log SELECT 'end ' || sum(x) FROM counters;
-- covet:down
DROP TRIGGER counted;
