#pragma once

#include "adapters/mysql/flavor.h"
#include "schema/backend.h"

namespace covet::mysql {

/// DDL for one vendor and version. Consecutive changes of one table become one ALTER TABLE, which
/// the server carries out as a whole; what can't stand in one statement is cut.
class MysqlDdl final : public schema::Ddl {
 public:
  explicit MysqlDdl(ServerInfo server);

  const Dialect& dialect() const override;
  const ServerInfo& server() const override { return server_; }
  std::span<const std::string_view> engine_keys() const override;
  schema::LoweredField lower(const model::Field& field,
                             const schema::FieldContext& context) const override;
  model::Field raise(const schema::Column& column, const schema::Table& table,
                     const schema::Schema& schema,
                     std::vector<std::string>& consumed) const override;
  void complete(schema::Table& table, std::vector<std::string>& notes) const override;
  std::span<const std::string_view> table_options() const override;
  std::span<const std::string_view> column_options() const override;
  /// A view, trigger, routine or event has an owner, its definer; nothing has grants.
  std::optional<model::Grants> usual_grants(std::string_view kind) const override;
  schema::Rendered render(std::span<const schema::Change> group, const schema::Schema& before,
                          const schema::Schema& after) const override;
  bool group_by_table() const override { return true; }

 private:
  ServerInfo server_;
  Flavor flavor_;
};

std::unique_ptr<schema::Ddl> make_ddl(const ServerInfo& server);

}  // namespace covet::mysql
