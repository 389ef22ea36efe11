#include "core/seed/present.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/query/compile.h"
#include "core/query/query_set.h"
#include "core/seed/unique_sets.h"

namespace covet::seed {
namespace {

using query::QuerySet;

constexpr std::uint64_t most_targets = 10'000;
// So many rows that refer to a target are looked at, to find those without.
constexpr std::uint64_t most_referring = 1'000'000;

bool is_counted(const model::Field& field) {
  using enum model::FieldType;
  return field.type == integer || field.type == big_integer || field.type == small_integer;
}

}  // namespace

std::uint64_t NothingPresent::taken(const model::Model& /*model*/) {
  return 0;
}

std::vector<std::vector<Value>> NothingPresent::targets(const record::Reference& /*reference*/) {
  return {};
}

std::uint64_t TablesPresent::taken(const model::Model& model) {
  const auto [known, fresh] = taken_.try_emplace(&model);
  if (fresh) known->second = ask_taken(model);
  return known->second;
}

std::uint64_t TablesPresent::ask_taken(const model::Model& model) {
  const auto ask = [this](const QuerySet& asked) {
    return connection_.fetch_value(
        query::compile(asked.query(), models_, connection_.dialect()).statement);
  };
  auto taken = static_cast<std::uint64_t>(as_int(ask(QuerySet(model.handle).count())));
  for (const std::string& name : model.key_fields()) {
    const model::Field& field = *model.find(name);
    if (!is_counted(field)) continue;
    const Value greatest = ask(QuerySet(model.handle).aggregate({{"greatest", query::Max(name)}}));
    if (!is_null(greatest) && as_int(greatest) > 0)
      taken = std::max(taken, static_cast<std::uint64_t>(as_int(greatest)));
  }
  return taken;
}

std::vector<std::vector<Value>> TablesPresent::targets(const record::Reference& reference) {
  record::Store store(models_, connection_, hooks_);
  QuerySet asked(reference.to->handle);
  std::vector<std::string> own = reference.fields;
  std::ranges::sort(own);
  const auto sets = unique_sets(*reference.from);
  const bool shared = std::ranges::find(sets, own) == sets.end();
  const bool single = reference.fields.size() == 1;
  const QuerySet referring = QuerySet(reference.from->handle).values(reference.fields);
  if (!shared && single) {
    const QuerySet used = referring.exclude(
        query::Q(reference.fields.front() + "__isnull", query::Expression(Value(true))));
    asked = asked.exclude(query::Q(reference.to_fields.front() + "__in", used.query()));
  }
  auto found = store.values(
      asked.order_by(reference.to_fields).values(reference.to_fields).limit(most_targets));
  if (shared || single) return found;
  const auto taken = store.values(referring.order_by(reference.fields).limit(most_referring));
  const std::set<std::vector<Value>> used(taken.begin(), taken.end());
  std::erase_if(found, [&used](const std::vector<Value>& each) { return used.contains(each); });
  return found;
}

}  // namespace covet::seed
