-- covet:up
UPDATE counters SET x = x + 1;
INSERT INTO log SELECT CONCAT('end ', SUM(x)) FROM counters;
-- covet:down
DELETE FROM log WHERE step LIKE 'end %';
