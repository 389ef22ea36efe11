#include "adapters/mysql/render.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <variant>

#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/flavor.h"
#include "adapters/mysql/render_objects.h"
#include "adapters/mysql/table_renderer.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

using schema::AddIndex;
using schema::AddUnique;
using schema::AlterColumn;
using schema::AlterTable;
using schema::Change;
using schema::CreateObject;
using schema::CreateTable;
using schema::DropIndex;
using schema::DropObject;
using schema::DropTable;
using schema::DropUnique;
using schema::Index;
using schema::RenameTable;
using schema::RenameValue;
using schema::Rendered;
using schema::ReplaceObject;
using schema::Schema;
using schema::Table;
using schema::Unique;

/// The keys that a group drops and adds again with nothing but their visibility changed.
std::set<std::string> keys_that_only_show_or_hide(std::span<const Change> group) {
  std::map<std::string, std::variant<Unique, Index>> dropped;
  std::set<std::string> names;
  const auto compare = [&](auto key) {
    const auto old = dropped.find(key.name);
    if (old == dropped.end()) return;
    auto* same = std::get_if<decltype(key)>(&old->second);
    if (same == nullptr) return;
    same->options.erase("invisible");
    key.options.erase("invisible");
    if (*same == key) names.insert(key.name);
  };
  for (const Change& change : group) {
    if (const auto* index = std::get_if<DropIndex>(&change))
      dropped.insert({index->index.name, index->index});
    if (const auto* unique = std::get_if<DropUnique>(&change))
      dropped.insert({unique->unique.name, unique->unique});
  }
  for (const Change& change : group) {
    if (const auto* index = std::get_if<AddIndex>(&change)) compare(index->index);
    if (const auto* unique = std::get_if<AddUnique>(&change)) compare(unique->unique);
  }
  return names;
}

/// On the way back the rows change over before the column does, too.
std::vector<Change> values_first(std::span<const Change> group, const Schema& before) {
  std::vector<Change> sorted(group.begin(), group.end());
  std::stable_partition(sorted.begin(), sorted.end(), [&](const Change& change) {
    const auto* rename = std::get_if<RenameValue>(&change);
    if (rename == nullptr) return false;
    const Table* table = before.find_table(rename->table);
    return table != nullptr && table->find_column(rename->column) != nullptr;
  });
  return sorted;
}

/// A column that is no longer computed keeps what it computed from the others as they were, and one
/// that is computed from now on does so from what they become.
void put_generated_around(std::vector<Change>& group) {
  const auto rank = [](const Change& change) {
    const auto& alter = std::get<AlterColumn>(change);
    return alter.to.generated ? 2 : alter.from.generated ? 0 : 1;
  };
  std::vector<Change> alters;
  std::ranges::copy_if(group, std::back_inserter(alters), [](const Change& change) {
    return std::holds_alternative<AlterColumn>(change);
  });
  std::ranges::stable_sort(alters, {}, rank);
  auto next = alters.begin();
  for (Change& change : group) {
    if (std::holds_alternative<AlterColumn>(change)) change = *next++;
  }
}

/// What `to` has behind the partitions of `from`, up to the parenthesis that closes them; "" where
/// more than that differs. The way back is none: it would drop rows that came since.
std::string further_partitions(const std::string& from, const std::string& to) {
  const bool of_values = from.starts_with("RANGE") || from.starts_with("LIST");
  if (!of_values || !from.ends_with(')') || from.find("PARTITION ") == std::string::npos) return {};
  const std::string kept = from.substr(0, from.size() - 1);
  if (!to.starts_with(kept + ",")) return {};
  return std::string(trim(std::string_view(to).substr(kept.size() + 1)));
}

/// The statements around a group: a partitioned table takes changes of its columns and keys only
/// while these leave its partitions alone, and a versioned one only when told what becomes of its
/// history.
class Surroundings {
 public:
  Surroundings(std::span<const Change> group, const Schema& before, const Schema& after,
               const ServerInfo& server) {
    for (const Change& change : group) {
      if (const auto* alter = std::get_if<AlterTable>(&change))
        partition(*alter, group.size() == 1);
    }
    const auto name = table_of(group.front());
    const bool rebuilds = name && !std::holds_alternative<DropTable>(group.front()) &&
                          !std::holds_alternative<RenameTable>(group.front());
    if (!rebuilds) return;
    const auto either = [&](auto is) {
      const Table* old = before.find_table(*name);
      const Table* now = after.find_table(*name);
      return (old != nullptr && is(*old)) || (now != nullptr && is(*now));
    };
    if (either(holds_invalid_date))
      put_between(allow_invalid_dates(server), end_of_invalid_dates(server));
    const auto versioned = [](const Table& table) {
      return table.options.contains("system_versioning");
    };
    const bool creates = std::holds_alternative<CreateTable>(group.front());
    if (either(versioned) && !creates) {
      put_between("SET SESSION system_versioning_alter_history = KEEP",
                  "SET SESSION system_versioning_alter_history = ERROR");
    }
  }

  void put_around(std::vector<std::string>& statements) {
    statements.insert(statements.begin(), first_.begin(), first_.end());
    statements.insert(statements.end(), last_.begin(), last_.end());
  }

 private:
  void partition(const AlterTable& change, bool alone) {
    const auto text = [](const schema::Options& options) {
      const auto found = options.find("partition_by");
      return found == options.end() ? std::string() : found->second;
    };
    const std::string from = text(change.options_from), to = text(change.options_to);
    const std::string head = "ALTER TABLE " + quoted_name(change.table);
    if (from == to) return;
    if (const std::string more = further_partitions(from, to); !more.empty()) {
      last_.push_back(head + " ADD PARTITION (" + more);
      return;
    }
    if (!from.empty() && (to.empty() || !alone)) first_.push_back(head + " REMOVE PARTITIONING");
    if (!to.empty()) last_.push_back(head + "\nPARTITION BY " + to);
  }

  void put_between(std::string first, std::string last) {
    first_.insert(first_.begin(), std::move(first));
    last_.push_back(std::move(last));
  }

  std::vector<std::string> first_, last_;
};

bool is_of_object(const Change& change) {
  return std::holds_alternative<CreateObject>(change) ||
         std::holds_alternative<DropObject>(change) ||
         std::holds_alternative<ReplaceObject>(change) ||
         std::holds_alternative<schema::AlterRights>(change);
}

}  // namespace

Rendered render_group(std::span<const Change> group, const Schema& before, const Schema& after,
                      const ServerInfo& server) {
  if (is_of_object(group.front())) return render_object(group.front(), before, server);
  TableRenderer renderer(before, flavor_of(server), keys_that_only_show_or_hide(group));
  std::vector<Change> sorted = values_first(group, before);
  put_generated_around(sorted);
  for (const Change& change : sorted)
    renderer.run(change);
  Rendered rendered = renderer.finish();
  Surroundings(group, before, after, server).put_around(rendered.statements);
  return rendered;
}

}  // namespace covet::mysql
