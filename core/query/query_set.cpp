#include "core/query/query_set.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/query/walk.h"

namespace covet::query {
namespace {

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

Ordering ordering(const std::string& name) {
  if (name == "?") return {call("Random", {})};
  if (name.starts_with('-')) return {F(name.substr(1)), true};
  return {F(name)};
}

QuerySet::QuerySet(std::string model) {
  query_.model = std::move(model);
}

QuerySet QuerySet::filter(Condition condition) const {
  QuerySet next = *this;
  if (query_.limit || query_.offset > 0) {
    throw Error(Errc::usage, "a query can't be filtered once it is cut to a number of rows",
                "put filter() before the limit");
  }
  next.query_.filters.push_back(std::move(condition));
  return next;
}

QuerySet QuerySet::exclude(Condition condition) const {
  return filter(!std::move(condition));
}

QuerySet QuerySet::order_by(const std::vector<std::string>& names) const {
  std::vector<Ordering> order;
  order.reserve(names.size());
  for (const std::string& name : names)
    order.push_back(ordering(name));
  return order_by(std::move(order));
}

QuerySet QuerySet::order_by(std::vector<Ordering> order) const {
  QuerySet next = *this;
  next.query_.order = std::move(order);
  return next;
}

QuerySet QuerySet::reverse() const {
  if (query_.order.empty()) {
    throw Error(Errc::usage, "a query without an order can't be reversed",
                "say order_by(…) before it");
  }
  QuerySet next = *this;
  for (Ordering& each : next.query_.order) {
    each.descending = !each.descending;
    if (each.nulls != Nulls::usual)
      each.nulls = each.nulls == Nulls::first ? Nulls::last : Nulls::first;
  }
  return next;
}

QuerySet QuerySet::distinct(std::vector<std::string> on) const {
  QuerySet next = *this;
  next.query_.distinct = true;
  next.query_.distinct_on = std::move(on);
  return next;
}

QuerySet QuerySet::limit(std::uint64_t rows) const {
  QuerySet next = *this;
  next.query_.limit = std::min(rows, query_.limit.value_or(rows));
  return next;
}

QuerySet QuerySet::offset(std::uint64_t rows) const {
  QuerySet next = *this;
  next.query_.offset += rows;
  return next;
}

QuerySet QuerySet::slice(std::uint64_t from, std::optional<std::uint64_t> to) const {
  if (to && *to < from) return none();
  QuerySet next = offset(from);
  if (next.query_.limit) *next.query_.limit -= std::min(from, *next.query_.limit);
  return to ? next.limit(*to - from) : next;
}

QuerySet QuerySet::none() const {
  QuerySet next = *this;
  next.query_.none = true;
  return next;
}

QuerySet QuerySet::annotate(std::vector<Named> named) const {
  QuerySet next = *this;
  Query& query = next.query_;
  for (Named& each : named) {
    if (query.values && !query.fields.empty()) {
      if (!query.group_by && has_aggregate(each.expression)) query.group_by = query.fields;
      query.fields.push_back(each.name);
    }
    query.annotations.push_back({std::move(each), query.filters.size()});
  }
  return next;
}

QuerySet QuerySet::values(std::vector<std::string> fields) const {
  QuerySet next = *this;
  next.query_.values = true;
  next.query_.fields = std::move(fields);
  return next;
}

QuerySet QuerySet::only(std::vector<std::string> fields) const {
  QuerySet next = *this;
  next.query_.only = std::move(fields);
  return next;
}

QuerySet QuerySet::defer(std::vector<std::string> fields) const {
  QuerySet next = *this;
  append(next.query_.defer, fields);
  return next;
}

QuerySet QuerySet::select_related(std::vector<std::string> paths) const {
  QuerySet next = *this;
  append(next.query_.select_related, paths);
  return next;
}

QuerySet QuerySet::prefetch_related(std::vector<std::string> paths) const {
  QuerySet next = *this;
  append(next.query_.prefetch_related, paths);
  return next;
}

QuerySet QuerySet::for_update(RowLock lock) const {
  QuerySet next = *this;
  next.query_.lock = lock;
  return next;
}

QuerySet QuerySet::combine(Combination::Kind kind, const QuerySet& other) const {
  // Engines differ in which of two kinds binds tighter.
  const bool other_kind = !query_.combined.empty() && query_.combined.back().kind != kind;
  const bool first = query_.combined.empty() || query_.limit || query_.offset > 0 || other_kind;
  QuerySet next = *this;
  if (first) {
    next.query_ = {};
    next.query_.model = query_.model;
    next.query_.with = query_.with;
    next.query_.combined.push_back({kind, std::make_shared<const Query>(query_)});
  }
  next.query_.combined.push_back({kind, std::make_shared<const Query>(other.query_)});
  return next;
}

QuerySet QuerySet::with(std::string name, const QuerySet& other) const {
  QuerySet next = *this;
  next.query_.with.push_back({std::move(name), std::make_shared<const Query>(other.query_)});
  return next;
}

QuerySet QuerySet::join(ExplicitJoin join) const {
  QuerySet next = *this;
  next.query_.joins.push_back(std::move(join));
  return next;
}

QuerySet QuerySet::count() const {
  QuerySet next = *this;
  next.query_.purpose = Query::Purpose::count;
  return next;
}

QuerySet QuerySet::exists() const {
  QuerySet next = *this;
  next.query_.purpose = Query::Purpose::exists;
  return next;
}

QuerySet QuerySet::aggregate(std::vector<Named> named) const {
  QuerySet next = *this;
  next.query_.purpose = Query::Purpose::aggregate;
  next.query_.aggregates = std::move(named);
  return next;
}

QuerySet QuerySet::update(std::vector<Named> assignments) const {
  QuerySet next = *this;
  next.query_.purpose = Query::Purpose::update;
  next.query_.assignments = std::move(assignments);
  return next;
}

QuerySet QuerySet::remove() const {
  QuerySet next = *this;
  next.query_.purpose = Query::Purpose::remove;
  return next;
}

}  // namespace covet::query
