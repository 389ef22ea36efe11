#pragma once

#include <string>
#include <vector>

#include "core/db/connection.h"
#include "schema/schema.h"

namespace covet::postgresql {

/// Reads all that stands in some namespaces into one Schema, unfiltered and unsorted. The
/// connection's search_path must hold the default one alone (or behind pg_temp), so that names in
/// it print unqualified.
class CatalogReader {
 public:
  /// `namespace_oids`: {2200}; names in `default_schemas` get an empty TableName::schema.
  CatalogReader(Connection& connection, const std::vector<std::int64_t>& namespace_oids,
                std::vector<std::string> default_schemas);

  /// `rights`: owners and grants too.
  schema::Schema read(bool rights);
  /// What the spelling of a wanted schema needs: all that lies in a namespace.
  schema::Schema read_spelled();

 private:
  /// `kept` stands for {kept}, see kept_sql.
  Rows query(std::string_view sql, const std::string& kept = "NULL::text");
  schema::TableName name(const std::string& schema, const std::string& name) const;
  schema::Table* table(std::int64_t oid);
  void forget(schema::Object object);

  void read_relations();
  void read_columns();
  void read_constraints();
  void read_indexes();
  void read_enums();
  void read_domains();
  void read_sequences();
  void read_extensions();
  void read_schemas();
  void read_types();
  void read_views();
  void read_routines();
  void read_attached();
  void read_unmanaged();
  void read_rights();
  /// Of a query with the columns that catalog_objects_sql.h tells.
  void add_objects(std::string_view text, const std::string& kept = "NULL::text");
  void add_relation(const Row& row);
  void read_table_options(const Row& row, schema::Table& table) const;
  void add_constraint(const Row& row, schema::Table& table);
  void add_foreign_key(const Row& row, schema::Table& table) const;
  void add_exclusion(const Row& row, const schema::Table& table);
  schema::Index& start_index(const Row& row, schema::Table& table) const;
  bool add_serial(const Row& row, const schema::Table& table, schema::Column& column);

  Connection& connection_;
  std::string oids_;
  std::string homes_;  ///< default_schemas_ as an array
  std::vector<std::string> default_schemas_;
  schema::Schema schema_;
  std::vector<std::int64_t> table_oids_;       ///< beside schema_.tables
  std::vector<std::string> serial_sequences_;  ///< quoted; they belong to their columns
};

}  // namespace covet::postgresql
