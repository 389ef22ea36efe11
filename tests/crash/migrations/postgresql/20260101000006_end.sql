-- covet:up
UPDATE counters SET x = x + 1;
ALTER TABLE log ADD COLUMN at integer NOT NULL DEFAULT 0;
INSERT INTO log SELECT 'end', sum(x) FROM counters;
-- covet:down
ALTER TABLE log DROP COLUMN at;
