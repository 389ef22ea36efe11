#include "core/query/keyset.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/model/find_model.h"
#include "core/query/place_text.h"
#include "core/query/sources.h"

namespace covet::query {
namespace {

constexpr std::string_view column_prefix = "page_key_";
constexpr std::size_t mark_digits = 8;

const std::string* path_of(const Ordering& order) {
  const auto* const path = std::get_if<Path>(&order.by.node());
  return path == nullptr || path->outer > 0 ? nullptr : &path->text;
}

[[noreturn]] void refuse(const std::string& message, const std::string& help) {
  throw Error(Errc::usage, message, help);
}

/// One step of a total order.
struct Step {
  Ordering order;
  bool nullable = true;
  std::vector<std::string> choices{};  ///< of an enum, as they sort
};

std::vector<std::string> texts_of(const std::vector<model::Choice>& choices) {
  std::vector<std::string> texts;
  for (const model::Choice& each : choices)
    texts.push_back(each.value);
  return texts;
}

/// Of the enum that `path` leads to.
std::vector<std::string> choices_of(const model::ModelSet& models, const model::Model& model,
                                    std::string_view path) {
  if (path.empty()) return {};
  const model::Model* at = &model;
  for (const std::string& name : path_names(path)) {
    const model::Field* const field = at->find(name);
    if (field != nullptr && field->type == model::FieldType::enum_)
      return texts_of(model::choices_of(models, *field));
    const auto relation = find_relation(models, *at, name);
    if (!relation) return {};
    at = relation->to;
  }
  return {};
}

bool never_null(const model::Model& model, const std::string& name) {
  const std::vector<std::string> key = model.key_fields();
  const model::Field* const field = model.find(name);
  return std::find(key.begin(), key.end(), name) != key.end() ||
         (field != nullptr && !field->nullable);
}

std::vector<Step> total_order(const Query& query, const model::ModelSet& models) {
  const model::Model& model = model::find_model(models, query.model);
  std::vector<std::string> unique = query.group_by.value_or(model.key_fields());
  std::vector<Step> steps;
  const auto add = [&](const Ordering& order, const std::string& name) {
    std::erase(unique, name);
    steps.push_back({order, !never_null(model, name), choices_of(models, model, name)});
  };
  for (const Ordering& order : query.order) {
    const std::string* const path = path_of(order);
    if (path != nullptr && *path == "pk") {
      for (const std::string& field : model.key_fields())
        add({F(field), order.descending, order.nulls}, field);
    } else {
      const auto* const call = std::get_if<Call>(&order.by.node());
      if (call != nullptr && call->function == "Random")
        refuse("a random order has no pages", "sort by a field");
      add(order, path == nullptr ? "" : *path);
    }
  }
  if (unique.empty() && !query.group_by && model.key_fields().empty())
    refuse(fmt::format("`{}` has no key that could tell its rows apart", model.handle),
           "give the model a primary key");
  const bool descends = !steps.empty() && steps.back().order.descending;
  for (const std::string& name : std::vector<std::string>(unique))
    add({F(name), descends}, name);
  return steps;
}

class Behind {
 public:
  Behind(const std::vector<Step>& steps, const std::vector<Value>& place, const QueryFacts& facts)
      : steps_(steps), place_(place), facts_(facts) {}

  /// The rows that come after the place: in the first step where they differ from it they are
  /// beyond it.
  Condition condition() const {
    std::vector<Condition> ways;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      std::vector<Condition> way;
      for (std::size_t j = 0; j < i; ++j)
        way.push_back(equal(j));
      const std::vector<Condition> ends = beyond(i);
      if (ends.empty()) continue;
      way.push_back(any(ends));
      ways.push_back(all(std::move(way)));
    }
    if (ways.empty()) return compare(Expression(1), "exact", Expression(0));
    Condition behind = any(ways);
    // Said by itself, this is what an index can begin at.
    const Step& first = steps_.front();
    if (steps_.size() > 1 && !first.nullable && first.choices.empty() && !is_null(place_.front()))
      return all({compare(first.order.by, first.order.descending ? "lte" : "gte", value(0)),
                  std::move(behind)});
    return behind;
  }

 private:
  static Condition any(const std::vector<Condition>& parts) {
    return parts.size() == 1 ? parts.front() : Condition(ConditionNode(AnyOf{parts}));
  }
  static Condition all(std::vector<Condition> parts) {
    return parts.size() == 1 ? parts.front() : Condition(ConditionNode(AllOf{std::move(parts)}));
  }

  Expression value(std::size_t i) const { return place_[i]; }
  Condition is_none(std::size_t i, bool none) const {
    return compare(steps_[i].order.by, "isnull", Expression(Value(none)));
  }
  Condition equal(std::size_t i) const {
    return is_null(place_[i]) ? is_none(i, true) : compare(steps_[i].order.by, "exact", value(i));
  }
  bool nulls_come_first(const Ordering& order) const {
    if (order.nulls != Nulls::usual) return order.nulls == Nulls::first;
    return facts_.nulls_sort_first != order.descending;
  }
  Condition past(std::size_t i) const {
    const Step& step = steps_[i];
    const bool descends = step.order.descending;
    const auto& choices = step.choices;
    const auto at = std::find(choices.begin(), choices.end(), to_text(place_[i]));
    if (!facts_.enums_compare_as_text || at == choices.end())
      return compare(step.order.by, descends ? "lt" : "gt", value(i));
    ValueList list;
    for (auto each = descends ? choices.begin() : at + 1; each != (descends ? at : choices.end());
         ++each)
      list.values.emplace_back(Value(*each));
    return Condition(ConditionNode(Comparison{step.order.by, "in", std::move(list)}));
  }
  std::vector<Condition> beyond(std::size_t i) const {
    const Ordering& order = steps_[i].order;
    const bool nulls_first = nulls_come_first(order);
    if (is_null(place_[i])) {
      if (nulls_first) return {is_none(i, false)};
      return {};
    }
    std::vector<Condition> ends = {past(i)};
    if (steps_[i].nullable && !nulls_first) ends.push_back(is_none(i, true));
    return ends;
  }

  const std::vector<Step>& steps_;
  const std::vector<Value>& place_;
  const QueryFacts& facts_;
};

}  // namespace

std::string PageQuery::place_of(const std::vector<Value>& keys) const {
  return place_text(order_mark, keys);
}

PageQuery page_query(const Query& query, const model::ModelSet& models, const Dialect& dialect,
                     std::uint64_t rows, std::string_view after) {
  if (query.purpose != Query::Purpose::rows)
    refuse("only a query for rows has pages", "leave out count() and its like");
  if (query.limit || query.offset > 0)
    refuse("a query that is cut already has no pages", "leave out limit(), offset() and [:n]");
  if (!query.combined.empty() || query.distinct)
    refuse("rows that are put together or made one have no pages",
           "filter(pk__in=…) takes such a query");
  const std::vector<Step> steps = total_order(query, models);
  Query paged = query;
  paged.order.clear();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    paged.order.push_back(steps[i].order);
    const std::string name = fmt::format("{}{}", column_prefix, i + 1);
    paged.annotations.push_back({{name, steps[i].order.by}, paged.filters.size()});
    if (paged.values && !paged.fields.empty()) paged.fields.push_back(name);
  }
  PageQuery page{.compiled = {}, .key_columns = steps.size()};
  page.order_mark =
      sha256_hex(compile(paged, models, dialect).statement.sql).substr(0, mark_digits);
  if (!after.empty()) {
    const std::vector<Value> place = read_place(after, page.order_mark);
    if (place.size() != steps.size())
      refuse("this place is of another query", "use the one that the page before it gave");
    const Spelling* const spelling = dialect.spelling();
    paged.filters.push_back(Behind(steps, place, spelling->facts()).condition());
  }
  paged.limit = rows;
  page.compiled = compile(paged, models, dialect);
  return page;
}

}  // namespace covet::query
