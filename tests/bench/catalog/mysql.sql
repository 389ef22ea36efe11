-- What any introspection must ask at least, a query for each kind of object.
SELECT table_name, table_type, engine, table_collation, table_comment
FROM information_schema.tables WHERE table_schema = DATABASE();

SELECT table_name, ordinal_position, column_name, column_type, is_nullable, column_default, extra, collation_name, column_comment
FROM information_schema.columns WHERE table_schema = DATABASE()
ORDER BY table_name, ordinal_position;

SELECT table_name, index_name, non_unique, seq_in_index, column_name, sub_part, collation, index_type
FROM information_schema.statistics WHERE table_schema = DATABASE()
ORDER BY table_name, index_name, seq_in_index;

SELECT k.table_name, k.constraint_name, k.ordinal_position, k.column_name, k.referenced_table_name, k.referenced_column_name,
       r.delete_rule, r.update_rule
FROM information_schema.key_column_usage k
JOIN information_schema.referential_constraints r
  ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
WHERE k.constraint_schema = DATABASE();
