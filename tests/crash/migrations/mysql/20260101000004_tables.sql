-- Tables come, get another name, and go.
-- covet:up
CREATE TABLE parts (id int PRIMARY KEY, counter_id int NOT NULL, INDEX (counter_id));
INSERT INTO parts SELECT id, id FROM counters;
ALTER TABLE parts ADD CONSTRAINT parts_counter FOREIGN KEY (counter_id) REFERENCES counters (id);
CREATE TABLE passing (n int);
INSERT INTO passing SELECT x FROM counters;
INSERT INTO log SELECT CONCAT('passing ', n) FROM passing;
RENAME TABLE passing TO passed;
INSERT INTO log VALUES ('renamed');
-- covet:allow drop_table passed because it only passes through
DROP TABLE passed;
-- covet:allow drop_column counters.note because nobody reads it
ALTER TABLE counters DROP COLUMN note, ADD COLUMN late bigint NOT NULL DEFAULT 7, ADD UNIQUE KEY word_key (word);
UPDATE counters SET x = x + 1, late = late + x;
-- covet:down
DROP TABLE parts;
UPDATE counters SET x = x + 100;
ALTER TABLE counters DROP KEY word_key, DROP COLUMN late, ADD COLUMN note varchar(10) NOT NULL DEFAULT 'some';
INSERT INTO log SELECT CONCAT('undo tables ', SUM(x)) FROM counters;
