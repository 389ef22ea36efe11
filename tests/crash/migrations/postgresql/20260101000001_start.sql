-- Rows that show a statement run twice or left out: a log without a key, and a number that each step counts on.
-- covet:up
CREATE TABLE log (step text NOT NULL);
CREATE TABLE counters (id integer PRIMARY KEY, x integer NOT NULL, word text);
INSERT INTO counters SELECT n, 0, 'w' || n FROM generate_series(1, 50) n;
INSERT INTO log VALUES ('start');
-- covet:down
DROP TABLE log;
DROP TABLE counters;
