#include "adapters/postgresql/ddl.h"

#include <array>
#include <utility>

#include <fmt/core.h>

#include "adapters/postgresql/column_settings.h"
#include "adapters/postgresql/complete.h"
#include "adapters/postgresql/ddl_column.h"
#include "adapters/postgresql/ddl_index.h"
#include "adapters/postgresql/ddl_keys.h"
#include "adapters/postgresql/ddl_rights.h"
#include "adapters/postgresql/ddl_table.h"
#include "adapters/postgresql/ddl_type.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/expression_text.h"
#include "adapters/postgresql/rights.h"
#include "adapters/postgresql/types.h"
#include "core/base/overloaded.h"

namespace covet::postgresql {
namespace {

constexpr std::array<std::string_view, 14> options{
    "unlogged",         "inherits",      "local",        "with",
    "partition_by",     "partition_of",  "bound",        "of",
    "tablespace",       "access_method", "row_security", "force_row_security",
    "replica_identity", "cluster_on"};

/// What is made for no server in particular must run on any that is in use.
constexpr int usual_major = 17;

class PostgresqlDdl final : public schema::Ddl {
 public:
  explicit PostgresqlDdl(const ServerInfo& server)
      : server_(server),
        major_(server.version_number > 0 ? server.version_number / 10000 : usual_major) {}

  const Dialect& dialect() const override { return postgresql::dialect(); }
  const ServerInfo& server() const override { return server_; }
  std::span<const std::string_view> engine_keys() const override { return postgresql::engine_keys; }
  schema::LoweredField lower(const model::Field& field,
                             const schema::FieldContext& context) const override {
    return postgresql::lower(field, context, major_);
  }
  model::Field raise(const schema::Column& column, const schema::Table& table,
                     const schema::Schema& schema, std::vector<std::string>&) const override {
    return postgresql::raise(column, table, schema);
  }
  void complete(schema::Table& table, std::vector<std::string>& notes) const override {
    postgresql::complete(table, major_, notes);
  }
  std::span<const std::string_view> table_options() const override { return options; }
  std::span<const std::string_view> column_options() const override { return column_setting_words; }
  std::optional<model::Grants> usual_grants(std::string_view kind) const override {
    return postgresql::usual_grants(kind);
  }
  void settle_grants(std::string_view kind, model::Grants& grants) const override {
    postgresql::settle_grants(kind, major_, grants);
  }
  schema::Rendered render(std::span<const schema::Change> group, const schema::Schema& before,
                          const schema::Schema& after) const override;
  bool group_by_table() const override { return false; }

 private:
  ServerInfo server_;
  int major_;
};

bool is_exclusion(const schema::Object& object) {
  return object.kind == "exclusion constraint";
}

void render_change(const schema::Change& change, Render& out) {
  std::visit(
      overloaded{
          [&](const schema::CreateTable& c) { create_table(c.table, out); },
          [&](const schema::DropTable& c) { drop_table(c.table, out); },
          [&](const schema::RenameTable& c) { rename_table(c, out); },
          [&](const schema::AlterTable& c) { alter_table(c, out); },
          [&](const schema::AddColumn& c) { add_column(c, out); },
          [&](const schema::DropColumn& c) { drop_column(c, out); },
          [&](const schema::AlterColumn& c) { alter_column(c, out); },
          [&](const schema::RenameColumn& c) { rename_column(c, out); },
          [&](const schema::SetPrimaryKey& c) { set_primary_key(c, out); },
          [&](const schema::AddUnique& c) { add_unique(c.table, c.unique, out); },
          [&](const schema::DropUnique& c) { drop_unique(c.table, c.unique, out); },
          [&](const schema::AddCheck& c) { add_check(c.table, c.check, out); },
          [&](const schema::DropCheck& c) { drop_check(c.table, c.check, out); },
          [&](const schema::AddForeignKey& c) { add_foreign_key(c.table, c.key, out); },
          [&](const schema::DropForeignKey& c) { drop_foreign_key(c.table, c.key, out); },
          [&](const schema::AddIndex& c) { add_index(c.table, c.index, out); },
          [&](const schema::DropIndex& c) { drop_index(c.table, c.index, out); },
          [&](const schema::AlterComment& c) { alter_comment(c, out); },
          [&](const schema::RenameValue& c) { rename_value(c, out); },
          [&](const schema::RenameConstraint& c) { rename_constraint(c, out); },
          [&](const schema::CreateEnum& c) { create_enum(c.type, out); },
          [&](const schema::DropEnum& c) { out.say("DROP TYPE " + quote(c.type.name)); },
          [&](const schema::AlterEnum& c) { alter_enum(c, out); },
          [&](const schema::CreateObject& c) {
            is_exclusion(c.object) ? add_exclusion(c.object, out) : create_object(c.object, out);
          },
          [&](const schema::DropObject& c) {
            is_exclusion(c.object) ? drop_exclusion(c.object, out) : drop_object(c.object, out);
          },
          [&](const schema::ReplaceObject& c) { replace_object(c, out); },
          [&](const schema::AlterRights& c) { alter_rights(c, out); },
      },
      change);
}

schema::Rendered PostgresqlDdl::render(std::span<const schema::Change> group,
                                       const schema::Schema& before,
                                       const schema::Schema& after) const {
  Render render{.before = before, .after = after, .major = major_};
  for (const schema::Change& change : group)
    render_change(change, render);
  for (std::string& statement : render.out.statements)
    statement = keep_array_casts(statement);
  return std::move(render.out);
}

}  // namespace

std::unique_ptr<schema::Ddl> make_ddl(const ServerInfo& server) {
  return std::make_unique<PostgresqlDdl>(server);
}

}  // namespace covet::postgresql
