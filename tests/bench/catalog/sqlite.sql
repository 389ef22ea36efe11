-- What any introspection must ask at least, a query for each kind of object.
SELECT type, name, tbl_name, sql FROM sqlite_schema;

SELECT t.name, c.cid, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden
FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c
WHERE t.type = 'table';

SELECT t.name, i.name, i."unique", i.origin, i.partial, k.seqno, k.name, k.desc, k.coll
FROM sqlite_schema t JOIN pragma_index_list(t.name) i JOIN pragma_index_xinfo(i.name) k
WHERE t.type = 'table' AND k.key;

SELECT t.name, f.*
FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
WHERE t.type = 'table';
