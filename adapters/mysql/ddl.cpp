#include "adapters/mysql/ddl.h"

#include <array>

#include "adapters/mysql/complete.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/lower.h"
#include "adapters/mysql/raise.h"
#include "adapters/mysql/render.h"

namespace covet::mysql {

MysqlDdl::MysqlDdl(ServerInfo server) : server_(std::move(server)), flavor_(flavor_of(server_)) {}

const Dialect& MysqlDdl::dialect() const {
  return mysql::dialect();
}

std::span<const std::string_view> MysqlDdl::engine_keys() const {
  static constexpr std::array<std::string_view, 2> mariadb{"mariadb", "mysql"};
  static constexpr std::array<std::string_view, 1> mysql{"mysql"};
  if (flavor_.mariadb()) return mariadb;
  return mysql;
}

schema::LoweredField MysqlDdl::lower(const model::Field& field,
                                     const schema::FieldContext& context) const {
  return lower_field(field, context, flavor_, engine_keys());
}

model::Field MysqlDdl::raise(const schema::Column& column, const schema::Table&,
                             const schema::Schema&, std::vector<std::string>&) const {
  return raise_column(column, flavor_);
}

void MysqlDdl::complete(schema::Table& table, std::vector<std::string>& notes) const {
  complete_table(table, flavor_, default_collation(server_), notes);
}

std::span<const std::string_view> MysqlDdl::table_options() const {
  static constexpr std::array<std::string_view, 18> names{
      "avg_row_length", "charset",          "checksum",
      "collation",      "connection",       "delay_key_write",
      "encrypted",      "encryption",       "encryption_key_id",
      "engine",         "key_block_size",   "max_rows",
      "min_rows",       "page_compressed",  "page_compression_level",
      "row_format",     "stats_persistent", "transactional"};
  return names;
}

schema::Rendered MysqlDdl::render(std::span<const schema::Change> group,
                                  const schema::Schema& before, const schema::Schema&) const {
  return render_group(group, before, flavor_);
}

std::unique_ptr<schema::Ddl> make_ddl(const ServerInfo& server) {
  ServerInfo named = server;
  if (named.engine.empty()) named.engine = "mysql";
  return std::make_unique<MysqlDdl>(std::move(named));
}

}  // namespace covet::mysql
