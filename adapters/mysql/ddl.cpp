#include "adapters/mysql/ddl.h"

#include <algorithm>
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

std::optional<model::Grants> MysqlDdl::usual_grants(std::string_view kind) const {
  constexpr std::array<std::string_view, 5> run{"view", "trigger", "function", "procedure",
                                                "event"};
  if (std::ranges::find(run, kind) == run.end()) return std::nullopt;
  return model::Grants{};
}

std::span<const std::string_view> MysqlDdl::table_options() const {
  static constexpr std::array<std::string_view, 37> names{"auto_increment",
                                                          "autoextend_size",
                                                          "avg_row_length",
                                                          "charset",
                                                          "checksum",
                                                          "collation",
                                                          "compression",
                                                          "connection",
                                                          "data_directory",
                                                          "delay_key_write",
                                                          "encrypted",
                                                          "encryption",
                                                          "encryption_key_id",
                                                          "engine",
                                                          "engine_attribute",
                                                          "index_directory",
                                                          "insert_method",
                                                          "key_block_size",
                                                          "max_rows",
                                                          "min_rows",
                                                          "pack_keys",
                                                          "page_checksum",
                                                          "page_compressed",
                                                          "page_compression_level",
                                                          "partition_by",
                                                          "period",
                                                          "row_format",
                                                          "secondary_engine",
                                                          "sequence",
                                                          "stats_auto_recalc",
                                                          "stats_persistent",
                                                          "stats_sample_pages",
                                                          "system_period",
                                                          "system_versioning",
                                                          "tablespace",
                                                          "transactional",
                                                          "union"};
  return names;
}

std::span<const std::string_view> MysqlDdl::column_options() const {
  static constexpr std::array<std::string_view, 3> names{"invisible", "srid", "unversioned"};
  return names;
}

schema::Rendered MysqlDdl::render(std::span<const schema::Change> group,
                                  const schema::Schema& before, const schema::Schema& after) const {
  return render_group(group, before, after, server_);
}

std::unique_ptr<schema::Ddl> make_ddl(const ServerInfo& server) {
  ServerInfo named = server;
  if (named.engine.empty()) named.engine = "mysql";
  return std::make_unique<MysqlDdl>(std::move(named));
}

}  // namespace covet::mysql
