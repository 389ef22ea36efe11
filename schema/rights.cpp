#include "schema/rights.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/base/strings.h"
#include "schema/lower_relations.h"

namespace covet::schema {
namespace {

using model::Grant;
using model::Grants;
using model::Rights;

/// A role that holds nothing needs no word, nor does an owner who holds all.
void tidy(Rights& rights) {
  if (!rights.grants) return;
  std::erase_if(*rights.grants, [&](const auto& entry) {
    const auto& [role, grants] = entry;
    return role == rights.owner ? grants == std::vector{Grant{.privilege = "all"}} : grants.empty();
  });
}

template <class Test>
void erase_columns(Grants& grants, Test goes) {
  for (auto& [role, list] : grants) {
    std::erase_if(list, [&](Grant& grant) {
      return !grant.columns.empty() && (std::erase_if(grant.columns, goes), grant.columns.empty());
    });
  }
}

bool grants_other_columns(const Grants& grants, const Table& table) {
  for (const auto& [role, list] : grants) {
    for (const Grant& grant : list) {
      for (const std::string& column : grant.columns) {
        if (table.find_column(column) == nullptr) return true;
      }
    }
  }
  return false;
}

void fill(const Rights& from, Rights& to) {
  if (to.owner.empty()) to.owner = from.owner;
  if (!to.grants) to.grants = from.grants;
  tidy(to);
}

void fill(const Table& from, Table& to, bool columns_may_return) {
  const bool unsaid = !to.rights.grants && from.rights.grants;
  if (unsaid && columns_may_return && grants_other_columns(*from.rights.grants, to)) {
    if (to.rights.owner.empty()) to.rights.owner = from.rights.owner;
    return;
  }
  fill(from.rights, to.rights);
  if (!unsaid) return;
  erase_columns(*to.rights.grants,
                [&](const std::string& column) { return to.find_column(column) == nullptr; });
  tidy(to.rights);
}

std::string text_of(const std::vector<Grant>* grants) {
  if (grants == nullptr || grants->empty()) return "none";
  std::vector<std::string> texts;
  for (const Grant& grant : *grants)
    texts.push_back(model::print_grant(grant));
  return join(texts, ", ");
}

const std::vector<Grant>* grants_of(const std::optional<Grants>& grants, const std::string& role) {
  if (!grants) return nullptr;
  const auto found = grants->find(role);
  return found == grants->end() ? nullptr : &found->second;
}

}  // namespace

model::Rights rights_of(const model::Model& model) {
  Rights rights = model.rights;
  if (!rights.grants) return rights;
  for (auto& [role, list] : *rights.grants) {
    for (Grant& grant : list)
      grant.columns = columns_of(model, grant.columns);
  }
  return rights;
}

bool settle_rights(const std::string& kind, Rights& rights, const Ddl& ddl) {
  if (rights.empty()) return true;
  if (!ddl.usual_grants("table")) {
    const bool only_owned = ddl.usual_grants(kind).has_value() && !rights.grants;
    if (!ddl.usual_grants(kind)) rights.owner.clear();
    rights.grants.reset();
    return only_owned;
  }
  if (!ddl.usual_grants(kind)) {
    throw Error(Errc::model, fmt::format("covet knows no owner and no grants of a {}", kind),
                "take `owner` and `grants` out, and say them in a migration");
  }
  if (!rights.grants) return true;
  ddl.settle_grants(kind, *rights.grants);
  Grants everything{{rights.owner, {{.privilege = "all"}}}};
  ddl.settle_grants(kind, everything);
  const auto own = rights.grants->find(rights.owner);
  if (own != rights.grants->end() && own->second == everything.begin()->second)
    rights.grants->erase(own);
  return true;
}

bool says_rights(const Schema& schema) {
  const auto says = [](const auto& thing) { return !thing.rights.empty(); };
  return std::ranges::any_of(schema.tables, says) || std::ranges::any_of(schema.enums, says) ||
         std::ranges::any_of(schema.objects, says);
}

void forget_rights(Schema& schema) {
  const auto forget = [](auto& thing) { thing.rights = {}; };
  std::ranges::for_each(schema.tables, forget);
  std::ranges::for_each(schema.enums, forget);
  std::ranges::for_each(schema.objects, forget);
}

void leave_unsaid(const Schema& from, Schema& to, bool columns_may_return) {
  for (Table& table : to.tables) {
    if (const Table* old = from.find_table(table.name)) fill(*old, table, columns_may_return);
  }
  for (EnumType& type : to.enums) {
    if (const EnumType* old = from.find_enum(type.name)) fill(old->rights, type.rights);
  }
  for (Object& object : to.objects) {
    const auto old = std::ranges::find_if(
        from.objects, [&](const Object& other) { return other.is_same_thing(object); });
    if (old != from.objects.end()) fill(old->rights, object.rights);
  }
}

void rename_granted(Rights& rights, const std::string& from, const std::string& to) {
  if (!rights.grants) return;
  for (auto& [role, list] : *rights.grants) {
    for (Grant& grant : list) {
      std::ranges::replace(grant.columns, from, to);
      std::ranges::sort(grant.columns);
    }
  }
}

void forget_granted(Rights& rights, const std::string& column) {
  if (!rights.grants) return;
  erase_columns(*rights.grants, [&](const std::string& name) { return name == column; });
  tidy(rights);
}

std::string rights_difference(const Rights& from, const Rights& to) {
  std::vector<std::string> parts;
  if (from.owner != to.owner) {
    parts.push_back("owner " + (from.owner.empty() ? "none" : from.owner) + " → " +
                    (to.owner.empty() ? "none" : to.owner));
  }
  Grants roles = from.grants.value_or(Grants{});
  if (to.grants) roles.insert(to.grants->begin(), to.grants->end());
  for (const auto& entry : roles) {
    const std::string& role = entry.first;
    // An owner without a line of their own holds all.
    const auto text = [&](const Rights& rights) {
      const auto* list = grants_of(rights.grants, role);
      return list == nullptr && role == rights.owner ? "all" : text_of(list);
    };
    const std::string before = text(from), now = text(to);
    if (before != now) parts.push_back(role + " " + before + " → " + now);
  }
  return join(parts, ", ");
}

}  // namespace covet::schema
