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

  schema::Schema read();
  /// Enums, domains and tables only: what the spelling of a wanted schema needs.
  schema::Schema read_spelled();

 private:
  Rows query(std::string_view sql);
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
  void read_others();
  void add_relation(const Row& row);
  void add_constraint(const Row& row, schema::Table& table);
  bool add_serial(const Row& row, const schema::Table& table, schema::Column& column);

  Connection& connection_;
  std::string oids_;
  std::vector<std::string> default_schemas_;
  schema::Schema schema_;
  std::vector<std::int64_t> table_oids_;       ///< beside schema_.tables
  std::vector<std::string> serial_sequences_;  ///< quoted; they belong to their columns
};

}  // namespace covet::postgresql
