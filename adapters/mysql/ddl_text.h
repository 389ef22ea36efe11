#pragma once

#include <string>
#include <vector>

#include "adapters/mysql/flavor.h"
#include "schema/schema.h"

/// The pieces of CREATE TABLE and ALTER TABLE. Pure.
namespace covet::mysql {

/// With its database in front where the name has one.
std::string quoted_name(const schema::TableName& name);
/// "`a`, `b`"
std::string quoted_list(const std::vector<std::string>& names);

/// "`age` int(11) NOT NULL DEFAULT 0 COMMENT '…'". With the check that belongs to the column.
std::string column_definition(const schema::Column& column, const schema::Table& table,
                              const Flavor& flavor);
/// True if the column's default gives another value each time and in each place: uuid(), rand().
bool has_random_default(const schema::Column& column);

/// A default as it can stand behind DEFAULT: expressions in parentheses where they need them.
std::string default_clause(const std::string& sql, const Flavor& flavor);
/// True for a check that is written behind the column of its name, not among the table's (where its
/// option "of_table" keeps it).
bool is_column_check(const schema::Check& check, const schema::Table& table, const Flavor& flavor);

/// What follows ADD or stands in CREATE TABLE: "UNIQUE KEY `n` (`a`)", "CONSTRAINT `n` CHECK (…)".
std::string primary_key_clause(const schema::PrimaryKey& key, const Flavor& flavor);
std::string unique_clause(const schema::Unique& unique, const Flavor& flavor);
std::string index_clause(const schema::Index& index, const Flavor& flavor);
/// "`a`(10), `b` DESC, (lower(`c`))"
std::string key_parts(const std::vector<schema::IndexKey>& keys);
std::string check_clause(const schema::Check& check, const Flavor& flavor);
std::string foreign_key_clause(const schema::ForeignKey& key, const Flavor& flavor);

std::string create_table(const schema::Table& table, const Flavor& flavor);
/// True if one of its defaults is a date that no calendar has: every statement that makes or alters
/// the table wants the mode that takes it.
bool holds_invalid_date(const schema::Table& table);
/// "COLLATE=x", "ROW_FORMAT=COMPRESSED": one entry each; an engine and a character set always. Not
/// what follows the options: versioning and partitions.
std::vector<std::string> table_option_clauses(const schema::Table& table);
/// True for what is no option to the server: "partition_by", "system_versioning", its periods.
bool is_table_part(const std::string& option);
/// Takes out what Aria's tables say of themselves without having been told.
void forget_usual_of_aria(schema::Options& options);
/// What puts an option back to what is usual.
std::string reset_option_clause(const std::string& option);

}  // namespace covet::mysql
