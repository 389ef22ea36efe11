#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/query/select.h"
#include "core/query/walk.h"

namespace covet::query {
namespace {

std::string_view words_of(Combination::Kind kind) {
  switch (kind) {
    case Combination::Kind::union_:
      return " UNION ";
    case Combination::Kind::union_all:
      return " UNION ALL ";
    case Combination::Kind::intersect:
      return " INTERSECT ";
    case Combination::Kind::except:
      break;
  }
  return " EXCEPT ";
}

/// What the rows must have for those who filter and order them afterwards.
void add_needed(std::vector<std::string>& fields, const Query& query,
                const std::vector<std::string>& windows) {
  const auto add = [&](const std::string& name) {
    if (std::find(fields.begin(), fields.end(), name) == fields.end()) fields.push_back(name);
  };
  for (const std::string& window : windows)
    add(window);
  for (const Ordering& order : query.order) {
    for (const std::string& path : said_by(order.by).paths)
      add(path);
  }
}

/// The annotations that are windows, or made of some.
std::vector<std::string> windows_of(const Query& query) {
  std::vector<std::string> windows;
  for (const Annotation& annotation : query.annotations) {
    if (has_window(annotation.expression) || names_one_of(annotation.expression, windows))
      windows.push_back(annotation.name);
  }
  return windows;
}

/// The query's rows are cut, made one, or put together: what counts or sums them needs them whole.
bool is_whole(const Query& query) {
  return query.limit || query.offset > 0 || query.distinct || !query.combined.empty() ||
         query.group_by ||
         std::any_of(query.filters.begin(), query.filters.end(),
                     [](const Condition& each) { return has_aggregate(each); }) ||
         std::any_of(query.annotations.begin(), query.annotations.end(),
                     [](const Annotation& each) {
                       return has_aggregate(each.expression) || has_window(each.expression);
                     });
}

}  // namespace

Fragment Select::of_rows(const std::string& what, const Query& inner) {
  // Filters on a window's value look at rows that are there already.
  const std::vector<std::string> windows = windows_of(inner);
  Query rows = inner;
  rows.with.clear();
  Query outer;
  const bool wraps = what == "*";
  if (wraps) {
    rows.filters.clear();
    rows.order.clear();
    rows.limit.reset();
    rows.offset = 0;
    rows.lock.reset();
    for (std::size_t i = 0; i < inner.filters.size(); ++i) {
      (names_one_of(inner.filters[i], windows) ? outer : rows).filters.push_back(inner.filters[i]);
    }
    for (Annotation& annotation : rows.annotations)
      annotation.after_filters = std::min(annotation.after_filters, rows.filters.size());
    if (rows.values && !rows.fields.empty()) add_needed(rows.fields, inner, windows);
  }
  Select below(rows, *this, Nesting::beside);
  Fragment sql = below.sql();
  if (wraps) {
    outer.order = inner.order;
    outer.limit = inner.limit;
    outer.offset = inner.offset;
  } else if (inner.purpose == Query::Purpose::aggregate || !query_.aggregates.empty()) {
    outer.purpose = Query::Purpose::aggregate;
    outer.aggregates = query_.aggregates;
  } else {
    outer.purpose = Query::Purpose::count;
  }
  Select above(outer, *this, Nesting::beside);
  above.sources_ = std::make_unique<Sources>(
      environment_, Source{.rows = Fragment("(") + sql + ")", .outputs = below.outputs()}, depth_);
  Fragment whole;
  if (wraps) {
    for (const Condition& filter : outer.filters)
      above.take_filter(filter, {.use = {.filter = 1}, .conjunct = true});
    outer.values = !inner.fields.empty();
    outer.fields = inner.fields;
    whole = above.assemble(above.list(), "");
    outputs_ = above.outputs_;
  } else if (outer.purpose == Query::Purpose::count) {
    whole = Fragment("SELECT COUNT(*) AS ") + environment_.dialect.quote("count") + " FROM " +
            above.sources_->from();
    outputs_ = {{"count", Kind::integer}};
  } else {
    std::vector<Fragment> list;
    for (const Named& named : outer.aggregates)
      above.add_output(list, named.name, above.compile(named.expression, {}));
    whole = above.assemble(list, "");
    outputs_ = above.outputs_;
  }
  return whole;
}

/// True where rows with a window's value must be there before they are filtered or sorted.
bool Select::needs_wrapping() const {
  const std::vector<std::string> windows = windows_of(query_);
  if (windows.empty()) return false;
  const bool filtered =
      std::any_of(query_.filters.begin(), query_.filters.end(),
                  [&](const Condition& filter) { return names_one_of(filter, windows); });
  const bool grouped =
      query_.group_by ||
      std::any_of(query_.annotations.begin(), query_.annotations.end(),
                  [](const Annotation& each) { return has_aggregate(each.expression); });
  return filtered ||
         (grouped && !query_.order.empty() && !environment_.spelling.facts().sorts_grouped_windows);
}

Fragment Select::counted() {
  Query inner = query_;
  inner.purpose = Query::Purpose::rows;
  // Different rows of a model are different keys: no query around it, into which MariaDB would let
  // no outer row.
  const model::Model* const model = environment_.models.find(query_.model);
  Query plain = query_;
  plain.distinct = false;
  const bool by_key = query_.distinct && query_.distinct_on.empty() && !query_.values &&
                      !is_whole(plain) && model != nullptr && model->key_fields().size() == 1;
  if (is_whole(query_) && !by_key) return of_rows("count", inner);
  prepare();
  const Fragment counted =
      by_key ? Fragment("DISTINCT ") + of_path(Path{"pk"}, {}).sql : Fragment("*");
  Fragment sql = Fragment("SELECT COUNT(") + counted + ") AS " +
                 environment_.dialect.quote("count") + " FROM " + sources_->from();
  if (!where_.empty()) sql += Fragment(" WHERE ") + join(where_, " AND ");
  outputs_ = {{"count", Kind::integer}};
  return sql;
}

Fragment Select::aggregated() {
  Query inner = query_;
  inner.purpose = Query::Purpose::rows;
  inner.aggregates.clear();
  if (is_whole(query_)) return of_rows("aggregate", inner);
  prepare();
  if (would_mix()) return aggregated_apart();
  std::vector<Fragment> list;
  for (const Named& named : query_.aggregates) {
    if (!has_aggregate(named.expression)) {
      throw Error(Errc::usage, fmt::format("`{}` is no aggregate", named.name),
                  "aggregates: Count, Sum, Avg, Min, Max");
    }
    add_output(list, named.name, compile(named.expression, {}));
  }
  Fragment sql = Fragment("SELECT ") + join(list, ", ") + " FROM " + sources_->from();
  if (!where_.empty()) sql += Fragment(" WHERE ") + join(where_, " AND ");
  return sql;
}

Fragment Select::combined() {
  const bool more = !query_.filters.empty() || !query_.annotations.empty() || query_.values ||
                    query_.distinct || query_.none || !query_.select_related.empty() ||
                    !query_.only.empty() || !query_.defer.empty() || !query_.joins.empty();
  if (more) {
    throw Error(Errc::usage, "the rows of several queries are put together already",
                "filter, annotate and choose values before union() and its like; only order and "
                "limits come behind");
  }
  const bool nests = environment_.spelling.facts().nests_compounds;
  Fragment sql;
  for (std::size_t i = 0; i < query_.combined.size(); ++i) {
    Query inner = *query_.combined[i].query;
    inner.with.clear();
    const bool cut = inner.limit || inner.offset > 0 || !inner.combined.empty();
    if (!cut) inner.order.clear();
    Select select(inner, *this, Nesting::beside);
    const Fragment rows = select.sql();
    if (i == 0) outputs_ = select.outputs();
    if (select.outputs().size() != outputs_.size()) {
      throw Error(Errc::usage, "queries that are put together have different numbers of columns",
                  "give both the same values(…)");
    }
    if (i > 0) sql += words_of(query_.combined[i].kind);
    if (!cut) {
      sql += rows;
    } else if (nests) {
      sql += Fragment("(") + rows + ")";
    } else {
      sql += Fragment("SELECT * FROM (") + rows + ")";
    }
  }
  if (!query_.order.empty()) {
    std::vector<Fragment> by;
    for (const Ordering& order : query_.order) {
      const auto* const path = std::get_if<Path>(&order.by.node());
      const bool known = path != nullptr &&
                         std::any_of(outputs_.begin(), outputs_.end(), [&](const Output& output) {
                           return output.name == path->text;
                         });
      if (!known) {
        throw Error(Errc::usage, "queries that are put together are ordered by their columns only",
                    "name one that values(…) has");
      }
      by.push_back(Fragment(environment_.dialect.quote(path->text)) +
                   (order.descending ? " DESC" : ""));
    }
    sql += Fragment(" ORDER BY ") + join(by, ", ");
  }
  return sql + limits();
}

}  // namespace covet::query
