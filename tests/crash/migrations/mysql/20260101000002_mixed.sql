-- Every ALTER commits what was done before it.
-- covet:up
UPDATE counters SET x = x + 1;
ALTER TABLE counters ADD COLUMN note varchar(10) NOT NULL DEFAULT 'none';
INSERT INTO log SELECT CONCAT('mixed ', x) FROM counters WHERE id <= 2;
CREATE INDEX counters_x_idx ON counters (x);
UPDATE counters SET x = x * 2 + 1;
ALTER TABLE counters MODIFY COLUMN word varchar(40) NULL COMMENT 'longer';
INSERT INTO log SELECT CONCAT('sum ', SUM(x)) FROM counters;
-- covet:down
UPDATE counters SET x = x + 100;
DROP INDEX counters_x_idx ON counters;
INSERT INTO log SELECT CONCAT('undo mixed ', SUM(x)) FROM counters;
ALTER TABLE counters DROP COLUMN note;
UPDATE counters SET x = x + 100;
ALTER TABLE counters MODIFY COLUMN word varchar(20) NULL;
INSERT INTO log VALUES ('undone mixed');
