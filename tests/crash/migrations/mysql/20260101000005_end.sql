-- covet:up
UPDATE counters SET x = x + 1;
INSERT INTO log SELECT CONCAT('end ', SUM(x)) FROM counters;
-- covet:down
UPDATE counters SET x = x + 100;
INSERT INTO log VALUES ('undo end');
