#pragma once

#include <string_view>

/// The catalog queries: a handful for the whole database, never one a table. `?` is the database.
/// They don't join: a join makes the server open every table again for each row of the other side.
namespace covet::mysql::catalog_sql {

inline constexpr std::string_view tables =
    "SELECT table_name AS name, table_type AS type, engine AS engine, "
    "table_collation AS collation, create_options AS options, table_comment AS comment, "
    "auto_increment AS next "
    "FROM information_schema.tables WHERE table_schema = ?";

inline constexpr std::string_view mariadb_columns =
    "SELECT table_name AS tab, column_name AS name, column_default AS dflt, "
    "is_nullable AS nullable, data_type AS data_type, collation_name AS collation, "
    "column_type AS type, extra AS extra, generation_expression AS expression, "
    "column_comment AS comment, NULL AS srid "
    "FROM information_schema.columns WHERE table_schema = ? ORDER BY table_name, ordinal_position";

inline constexpr std::string_view mysql_columns =
    "SELECT table_name AS tab, column_name AS name, column_default AS dflt, "
    "is_nullable AS nullable, data_type AS data_type, collation_name AS collation, "
    "column_type AS type, extra AS extra, generation_expression AS expression, "
    "column_comment AS comment, srs_id AS srid "
    "FROM information_schema.columns WHERE table_schema = ? ORDER BY table_name, ordinal_position";

// In the order of the keys within their table, which no column tells.
inline constexpr std::string_view mariadb_keys =
    "SELECT table_name AS tab, index_name AS name, non_unique AS non_unique, "
    "column_name AS col, collation AS direction, sub_part AS length, index_type AS method, "
    "index_comment AS comment, NULL AS expression, IF(ignored = 'YES', 1, 0) AS hidden "
    "FROM information_schema.statistics WHERE table_schema = ?";

inline constexpr std::string_view mysql_keys =
    "SELECT table_name AS tab, index_name AS name, non_unique AS non_unique, "
    "column_name AS col, collation AS direction, sub_part AS length, index_type AS method, "
    "index_comment AS comment, expression AS expression, IF(is_visible = 'NO', 1, 0) AS hidden "
    "FROM information_schema.statistics WHERE table_schema = ? "
    "ORDER BY table_name, index_name, seq_in_index";

inline constexpr std::string_view foreign_key_columns =
    "SELECT table_name AS tab, constraint_name AS name, column_name AS col, "
    "referenced_table_schema AS target_schema, referenced_table_name AS target, "
    "referenced_column_name AS target_col FROM information_schema.key_column_usage "
    "WHERE table_schema = ? AND referenced_table_name IS NOT NULL "
    "ORDER BY table_name, constraint_name, ordinal_position";

inline constexpr std::string_view foreign_key_rules =
    "SELECT table_name AS tab, constraint_name AS name, update_rule AS on_update, "
    "delete_rule AS on_delete FROM information_schema.referential_constraints "
    "WHERE constraint_schema = ?";

inline constexpr std::string_view mariadb_checks =
    "SELECT table_name AS tab, constraint_name AS name, check_clause AS expression, "
    "IF(level = 'Column', 1, 0) AS of_column, 1 AS enforced "
    "FROM information_schema.check_constraints WHERE constraint_schema = ?";

/// Only here two views are joined: MySQL keeps the table beside the expression, and its views are
/// plain joins of dictionary tables.
inline constexpr std::string_view mysql_checks =
    "SELECT t.table_name AS tab, c.constraint_name AS name, c.check_clause AS expression, "
    "0 AS of_column, IF(t.enforced = 'NO', 0, 1) AS enforced "
    "FROM information_schema.check_constraints c JOIN information_schema.table_constraints t "
    "ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name "
    "AND t.constraint_type = 'CHECK' WHERE c.constraint_schema = ?";

inline constexpr std::string_view partitioned =
    "SELECT DISTINCT table_name AS tab FROM information_schema.partitions "
    "WHERE table_schema = ? AND partition_name IS NOT NULL";

inline constexpr std::string_view sequences =
    "SELECT table_name AS name FROM information_schema.tables "
    "WHERE table_schema = ? AND table_type = 'SEQUENCE'";

inline constexpr std::string_view views =
    "SELECT table_name AS name FROM information_schema.tables "
    "WHERE table_schema = ? AND table_type = 'VIEW'";

inline constexpr std::string_view triggers =
    "SELECT trigger_name AS name, event_object_table AS tab, action_timing AS timing, "
    "event_manipulation AS event FROM information_schema.triggers WHERE trigger_schema = ? "
    "ORDER BY event_object_table, action_timing, event_manipulation, action_order";

inline constexpr std::string_view routines =
    "SELECT routine_name AS name, routine_type AS type FROM information_schema.routines "
    "WHERE routine_schema = ?";

inline constexpr std::string_view events =
    "SELECT event_name AS name FROM information_schema.events WHERE event_schema = ?";

}  // namespace covet::mysql::catalog_sql
