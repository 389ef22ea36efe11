#include "core/query/walk.h"

#include <algorithm>

#include "core/query/query.h"

namespace covet::query {
namespace {

class Walker {
 public:
  Said said;

  void take(const Expression& expression) {
    if (const auto* const path = std::get_if<Path>(&expression.node())) {
      if (path->outer == 0) add(path->text);
    } else if (const auto* const window = std::get_if<Window>(&expression.node())) {
      take(*window);
    } else if (std::holds_alternative<Aggregate>(expression.node())) {
      said.aggregate = true;
      ++within_;
      parts_of(expression);
      --within_;
    } else {
      parts_of(expression);
    }
  }
  void take(const Condition& condition) {
    if (const auto* const lookup = std::get_if<Lookup>(&condition.node())) add(lookup->path);
    parts_of(condition);
  }
  void take(const Query& /*within*/) {}

 private:
  void add(const std::string& path) {
    (within_ > 0 ? said.aggregated : said.paths).push_back(path);
  }

  template <class Whole>
  void parts_of(const Whole& whole) {
    each_part(whole, [this](const auto& part) { this->take(part); });
  }

  /// What a window sums up stays row by row.
  void take(const Window& window) {
    said.window = true;
    if (std::holds_alternative<Aggregate>(window.of.node())) {
      parts_of(window.of);
    } else {
      take(window.of);
    }
    for (const Expression& each : window.partition_by)
      take(each);
    for (const Ordering& order : window.order_by)
      take(order.by);
  }

  int within_ = 0;  ///< aggregates
};

/// Looks for a query, or SQL as it is.
class Elsewhere {
 public:
  bool found = false;

  void take(const Expression& expression) {
    found = found || std::holds_alternative<RawSql>(expression.node());
    each_part(expression, [this](const auto& part) { take(part); });
  }
  void take(const Condition& condition) {
    each_part(condition, [this](const auto& part) { take(part); });
  }
  void take(const Query& /*query*/) { found = true; }
};

template <class What>
Said said_of(const What& what) {
  Walker walker;
  walker.take(what);
  return std::move(walker.said);
}

bool any_begins(const Said& said, const std::vector<std::string>& names) {
  const auto begins = [&](const std::string& path) { return begins_with_one(path, names); };
  return std::any_of(said.paths.begin(), said.paths.end(), begins) ||
         std::any_of(said.aggregated.begin(), said.aggregated.end(), begins);
}

}  // namespace

bool looks_elsewhere(const Expression& expression) {
  Elsewhere elsewhere;
  elsewhere.take(expression);
  return elsewhere.found;
}

Said said_by(const Expression& expression) {
  return said_of(expression);
}
Said said_by(const Condition& condition) {
  return said_of(condition);
}

bool has_aggregate(const Expression& expression) {
  return said_by(expression).aggregate;
}
bool has_aggregate(const Condition& condition) {
  return said_by(condition).aggregate;
}
bool has_window(const Expression& expression) {
  return said_by(expression).window;
}

bool begins_with_one(const std::string& path, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return path == name || path.starts_with(name + "__");
  });
}

bool names_one_of(const Condition& condition, const std::vector<std::string>& names) {
  return any_begins(said_by(condition), names);
}
bool names_one_of(const Expression& expression, const std::vector<std::string>& names) {
  return any_begins(said_by(expression), names);
}

}  // namespace covet::query
