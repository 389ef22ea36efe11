-- Steps in the words of the models, beside DDL and in batches.
-- covet:up
-- covet:query counters.update(x=F("x") * 2)
CREATE TABLE from_steps (id int PRIMARY KEY, n int NOT NULL);
-- covet:query from_steps.create(id=1, n=0).create(id=2, n=0).create(id=3, n=0)
-- covet:batch 2 rows
-- covet:query from_steps.update(n=F("n") + 1)
-- covet:query log.create(step="steps")
-- covet:down
-- covet:query log.filter(step="steps").delete()
DROP TABLE from_steps;
