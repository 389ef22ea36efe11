-- Rows that show a statement run twice or left out: a log without a key, and a number that each step counts on.
-- covet:up
CREATE TABLE log (step varchar(50) NOT NULL);
CREATE TABLE counters (id int PRIMARY KEY, x int NOT NULL, word varchar(20));
INSERT INTO counters VALUES (1, 0, 'one'), (2, 0, 'two'), (3, 0, 'three'), (4, 0, NULL);
INSERT INTO log VALUES ('start');
-- covet:down
DROP TABLE log;
DROP TABLE counters;
