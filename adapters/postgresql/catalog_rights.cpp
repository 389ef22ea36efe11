#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "adapters/postgresql/catalog_reader.h"
#include "adapters/postgresql/catalog_rights_sql.h"
#include "adapters/postgresql/dialect.h"
#include "adapters/postgresql/rights.h"
#include "adapters/postgresql/sequence_sql.h"

namespace covet::postgresql {

using model::Grants;
using model::Rights;
using schema::Object;
using schema::TableName;

namespace {

/// What a thing is known by among others of its class.
using Key = std::tuple<std::string, TableName, std::string>;

struct Found {
  std::string owner;
  bool untouched = true;
  Grants grants{};
  TableName table{};  ///< a sequence's
  std::string column{};
};

std::string class_of(const Object& object) {
  const std::string& kind = object.kind;
  if (!object.table.empty()) return "";
  if (kind == "view" || kind == "materialized view" || kind == "foreign table" ||
      kind == "sequence") {
    return "relation";
  }
  if (kind == "function" || kind == "procedure" || kind == "aggregate") return "routine";
  return kind == "domain" ? "type" : kind;
}

/// An owner who holds all has no line.
Rights settled(const Found& found, std::string_view kind, int major) {
  Rights rights{.owner = found.owner, .grants = found.grants};
  // The owner may grant everything on, whether or not that stands there.
  if (const auto own = rights.grants->find(found.owner); own != rights.grants->end()) {
    for (model::Grant& grant : own->second)
      grant.with_grant_option = false;
  }
  settle_grants(kind, major, *rights.grants);
  if (found.untouched && !rights.grants->contains(found.owner)) return rights;
  std::vector<model::Grant>& own = (*rights.grants)[found.owner];
  // What is granted of columns says nothing of the whole.
  if (found.untouched) own.insert(own.begin(), {.privilege = "all"});
  Grants everything{{found.owner, {{.privilege = "all"}}}};
  settle_grants(kind, major, everything);
  if (own == everything.begin()->second) rights.grants->erase(found.owner);
  return rights;
}

/// Grants of a sequence that is a column's, as its table's.
void add_sequence(const Found& found, schema::Table& table, int major) {
  if (!table.rights.grants) return;
  Rights rights = settled(found, "sequence", major);
  for (auto& [role, grants] : *rights.grants) {
    if (role == found.owner) continue;
    std::vector<model::Grant>& own = (*table.rights.grants)[role];
    for (model::Grant& grant : grants) {
      grant.privilege = std::string(of_sequence) + grant.privilege;
      grant.columns = {found.column};
      own.push_back(std::move(grant));
    }
  }
  settle_grants("table", major, *table.rights.grants);
}

bool has_schema(const schema::Schema& schema, const std::string& name) {
  return std::ranges::any_of(schema.objects, [&](const Object& object) {
    return object.kind == "schema" && object.name.name == name;
  });
}

/// Which is there anyway, and is spoken of for its grants alone.
Object default_schema(const std::string& name) {
  const std::string comment = name == "public" ? "'standard public schema'" : "NULL";
  return {.kind = "schema",
          .name = {"", name},
          .sql = "CREATE SCHEMA IF NOT EXISTS " + dialect().quote(name),
          .table = {},
          .comment = name == "public" ? "standard public schema" : "",
          .drop_sql = "COMMENT ON SCHEMA " + quote(name) + " IS " + comment};
}

}  // namespace

void CatalogReader::read_rights() {
  const int major = connection_.server().version_number / 10000;
  std::map<Key, Found> all;
  for (const Row& row : query(catalog_sql::rights)) {
    const TableName own = row.null("nspname") ? TableName{"", row.text("name")}
                                              : name(row.text("nspname"), row.text("name"));
    Found& found = all[{row.text("class"), own, row.text("signature")}];
    found.owner = row.text("owner");
    found.untouched = found.untouched && row.flag("untouched");
    if (!row.null("table_name")) {
      found.table = name(row.text("table_schema"), row.text("table_name"));
      found.column = row.text("table_column");
    }
    if (row.null("grantee")) continue;
    model::Grant grant{.privilege = row.text("privilege"),
                       .with_grant_option = row.flag("is_grantable")};
    if (!row.null("granted_column")) grant.columns = {row.text("granted_column")};
    found.grants[row.text("grantee")].push_back(std::move(grant));
  }
  const auto take = [&](const Key& key, std::string_view kind, Rights& rights) {
    const auto found = all.find(key);
    if (found == all.end()) return;
    rights = settled(found->second, kind, major);
    // Its table's.
    if (!found->second.column.empty()) rights.owner.clear();
    all.erase(found);
  };
  for (const std::string& home : default_schemas_) {
    const auto found = all.find({"schema", {"", home}, ""});
    if (found == all.end() || has_schema(schema_, home)) continue;
    if (settled(found->second, "schema", major).grants != first_grants_of_public(major))
      schema_.objects.push_back(default_schema(home));
  }
  for (schema::Table& table : schema_.tables)
    take({"relation", table.name, ""}, "table", table.rights);
  for (schema::EnumType& type : schema_.enums)
    take({"type", type.name, ""}, "enum", type.rights);
  for (Object& object : schema_.objects)
    take({class_of(object), object.name, object.signature}, object.kind, object.rights);
  for (const auto& [key, found] : all) {
    if (found.column.empty()) continue;
    schema::Table* const table = schema_.find_table(found.table);
    if (table != nullptr) add_sequence(found, *table, major);
  }
}

}  // namespace covet::postgresql
