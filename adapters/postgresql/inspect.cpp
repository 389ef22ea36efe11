#include "adapters/postgresql/inspect.h"

#include <algorithm>
#include <utility>

#include "adapters/postgresql/catalog_reader.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/namespaces.h"
#include "adapters/postgresql/normalize.h"
#include "core/db/transaction.h"

namespace covet::postgresql {
namespace {

/// Drops what the scope leaves out; what stands on a table goes with it.
void restrict_to(schema::Schema& schema, const schema::Scope& scope) {
  const auto unseen = [&](const schema::TableName& name) {
    const std::string display = name.display();
    return !scope.covers(display) || std::ranges::find(scope.own, display) != scope.own.end();
  };
  std::erase_if(schema.tables, [&](const schema::Table& table) { return unseen(table.name); });
  std::erase_if(schema.enums, [&](const schema::EnumType& type) { return unseen(type.name); });
  const auto unseen_object = [&](const schema::Object& object) {
    return object.table.empty() ? unseen(object.name) : !scope.covers(object.table);
  };
  std::erase_if(schema.objects, unseen_object);
  std::erase_if(schema.unmanaged, unseen_object);
}

class PostgresqlInspector final : public schema::Inspector {
 public:
  schema::Schema inspect(Connection& connection, const schema::Scope& scope) const override {
    // One snapshot, and settings that end with it.
    Transaction transaction(connection, {Isolation::repeatable_read, Access::read_only});
    const Namespaces namespaces = find_namespaces(connection, scope);
    settle_spelling(connection, quote(namespaces.default_schema));
    CatalogReader reader(connection, namespaces.oids, {namespaces.default_schema});
    schema::Schema schema = reader.read(scope.rights);
    transaction.rollback();
    restrict_to(schema, scope);
    sort(schema);
    return schema;
  }

  schema::Schema normalize(Connection& connection, const schema::Schema& wanted,
                           const schema::Schema& live,
                           std::vector<std::string>& unspelled) const override {
    return spell(connection, wanted, live, unspelled);
  }
};

}  // namespace

const schema::Inspector& inspector() {
  static const PostgresqlInspector instance;
  return instance;
}

}  // namespace covet::postgresql
