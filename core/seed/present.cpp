#include "core/seed/present.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/query/compile.h"
#include "core/query/query_set.h"
#include "core/query/receive.h"
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

std::vector<std::vector<Value>> TablesPresent::rows(const std::string& model,
                                                    const std::vector<std::string>& fields,
                                                    std::uint64_t most) {
  const QuerySet asked = QuerySet(model).order_by(fields).values(fields).limit(most);
  const query::Compiled made = query::compile(asked.query(), models_, connection_.dialect());
  std::vector<std::vector<Value>> found;
  for (const Row& row : connection_.fetch_all(made.statement)) {
    std::vector<Value>& values = found.emplace_back();
    for (std::size_t i = 0; i < made.outputs.size(); ++i)
      values.push_back(query::received(made.outputs[i], row[i]));
  }
  return found;
}

std::vector<std::vector<Value>> TablesPresent::targets(const record::Reference& reference) {
  auto found = rows(reference.to->handle, reference.to_fields, most_targets);
  const auto sets = unique_sets(*reference.from);
  std::vector<std::string> own = reference.fields;
  std::ranges::sort(own);
  if (std::ranges::find(sets, own) == sets.end()) return found;
  const auto referring = rows(reference.from->handle, reference.fields, most_referring);
  const std::set<std::vector<Value>> used(referring.begin(), referring.end());
  std::erase_if(found, [&used](const std::vector<Value>& each) { return used.contains(each); });
  return found;
}

}  // namespace covet::seed
