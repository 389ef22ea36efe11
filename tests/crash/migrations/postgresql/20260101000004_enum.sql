-- A value of an enum and its use, which want a COMMIT between them.
-- covet:up
CREATE TYPE mood AS ENUM ('sad');
ALTER TABLE counters ADD COLUMN mood mood NOT NULL DEFAULT 'sad';
ALTER TYPE mood ADD VALUE 'happy';
UPDATE counters SET mood = 'happy', x = x + 1 WHERE id % 2 = 0;
INSERT INTO log VALUES ('enum');
-- covet:down
UPDATE counters SET x = x + 100 WHERE mood = 'happy';
ALTER TABLE counters DROP COLUMN mood;
DROP TYPE mood;
