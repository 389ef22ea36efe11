#include "core/record/store.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/model/find_model.h"
#include "core/query/receive.h"
#include "core/query/relations.h"

namespace covet::record {
namespace {

using query::Compiled;
using query::Output;
using query::Query;
using query::QuerySet;

std::vector<Value> received(const Compiled& compiled, const Row& row) {
  std::vector<Value> values;
  values.reserve(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    values.push_back(row[i]);
    query::receive(compiled.outputs[i], values.back());
  }
  return values;
}

void require_rows(const Query& query, Query::Purpose purpose, std::string_view call) {
  if (query.purpose == purpose) return;
  throw Error(Errc::usage, fmt::format("{} got a query that does something else", call),
              "give it the query without count(), aggregate(), update() or delete()");
}

/// Turns the flat rows of select_related into records within records.
class Nesting {
 public:
  Nesting(const model::ModelSet& models, const model::Model& model, const Compiled& compiled,
          const std::vector<std::string>& related)
      : models_(models),
        related_(related),
        root_{&model, std::make_shared<std::vector<std::string>>(), {}, {}} {
    for (std::size_t i = 0; i < compiled.outputs.size(); ++i)
      place(root_, "", compiled.outputs[i].name, i);
  }

  Record build(std::vector<Value>& values) const { return *build(root_, values, true); }

 private:
  struct Node {
    const model::Model* model;
    std::shared_ptr<std::vector<std::string>> names;
    std::vector<std::size_t> places;
    std::map<std::string, Node> parts;
  };

  void place(Node& node, const std::string& path, const std::string& name, std::size_t index) {
    const std::size_t end = name.find("__");
    if (end != std::string::npos) {
      const std::string step = name.substr(0, end);
      const std::string walked = path + step;
      const bool asked =
          std::any_of(related_.begin(), related_.end(), [&](const std::string& each) {
            return each == walked || each.starts_with(walked + "__");
          });
      if (const auto relation =
              asked ? query::find_relation(models_, *node.model, step) : std::nullopt) {
        auto [part, fresh] = node.parts.try_emplace(step);
        if (fresh)
          part->second = {relation->to, std::make_shared<std::vector<std::string>>(), {}, {}};
        return place(part->second, walked + "__", name.substr(end + 2), index);
      }
    }
    node.names->push_back(name);
    node.places.push_back(index);
  }

  std::optional<Record> build(const Node& node, std::vector<Value>& values, bool required) const {
    std::vector<Value> own;
    own.reserve(node.places.size());
    for (const std::size_t place : node.places)
      own.push_back(std::move(values[place]));
    // Nobody there: a left join found nothing.
    const bool nobody =
        std::all_of(own.begin(), own.end(), [](const Value& v) { return is_null(v); });
    if (nobody && !required) return std::nullopt;
    Record record(*node.model, node.names, std::move(own));
    for (const auto& [name, part] : node.parts) {
      std::vector<Record> related;
      if (auto other = build(part, values, false)) related.push_back(std::move(*other));
      record.relate(name, std::move(related));
    }
    return record;
  }

  const model::ModelSet& models_;
  const std::vector<std::string>& related_;
  Node root_;
};

}  // namespace

Compiled Store::compiled(const QuerySet& query) const {
  return query::compile(query.query(), models_, connection_.dialect());
}

void Store::each(const QuerySet& query, const std::function<void(Record)>& take) {
  require_rows(query.query(), Query::Purpose::rows, "each()");
  const model::Model& model = model::find_model(models_, query.query().model);
  const Compiled made = compiled(query);
  const auto cursor = connection_.stream(made.statement);
  if (query.query().select_related.empty()) {
    auto names = std::make_shared<std::vector<std::string>>();
    for (const Output& output : made.outputs)
      names->push_back(output.name);
    while (const Row* const row = cursor->next())
      take(Record(model, names, received(made, *row)));
    return;
  }
  const Nesting nesting(models_, model, made, query.query().select_related);
  while (const Row* const row = cursor->next()) {
    std::vector<Value> values = received(made, *row);
    take(nesting.build(values));
  }
}

std::vector<Record> Store::read(const QuerySet& query) {
  std::vector<Record> records;
  each(query, [&](Record record) { records.push_back(std::move(record)); });
  return records;
}

std::vector<Record> Store::all(const QuerySet& query) {
  std::vector<Record> records = read(query);
  prefetch(records, query.query().prefetch_related);
  return records;
}

Record Store::get(const QuerySet& query) {
  std::vector<Record> found = all(query.limit(2));
  if (found.size() == 1) return std::move(found.front());
  const std::string& model = query.query().model;
  if (found.empty())
    throw Error(Errc::not_found, fmt::format("there is no such `{}`", model), "look what there is");
  throw Error(Errc::usage, fmt::format("there are several such `{}`, and one was asked for", model),
              "filter by a unique field, or ask for first()");
}

std::optional<Record> Store::first(const QuerySet& query) {
  const Query& asked = query.query();
  const bool ordered =
      !asked.order.empty() || asked.group_by || asked.distinct || !asked.combined.empty();
  std::vector<Record> found =
      all((ordered ? query : query.order_by(std::vector<std::string>{"pk"})).limit(1));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<Record> Store::in_bulk(std::string_view model, const std::vector<Value>& keys) {
  return all(QuerySet(std::string(model)).filter(query::Q("pk__in", keys)));
}

std::vector<std::vector<Value>> Store::values(const QuerySet& query) {
  const Compiled made = compiled(query);
  std::vector<std::vector<Value>> rows;
  const auto cursor = connection_.stream(made.statement);
  while (const Row* const row = cursor->next())
    rows.push_back(received(made, *row));
  return rows;
}

std::uint64_t Store::count(const QuerySet& query) {
  const Compiled made = compiled(query.count());
  return static_cast<std::uint64_t>(as_int(connection_.fetch_value(made.statement)));
}

bool Store::exists(const QuerySet& query) {
  return connection_.fetch_one(compiled(query.exists()).statement).has_value();
}

validate::Row Store::aggregate(const QuerySet& query) {
  require_rows(query.query(), Query::Purpose::aggregate, "aggregate()");
  const Compiled made = compiled(query);
  validate::Row values;
  const auto row = connection_.fetch_one(made.statement);
  for (std::size_t i = 0; row && i < made.outputs.size(); ++i)
    values[made.outputs[i].name] = query::received(made.outputs[i], (*row)[i]);
  return values;
}

std::uint64_t Store::write(const QuerySet& query) {
  const Query::Purpose purpose = query.query().purpose;
  if (purpose != Query::Purpose::update && purpose != Query::Purpose::remove)
    throw Error(Errc::usage, "write() got a query that writes nothing",
                "end it with update(…) or remove()");
  return connection_.execute(compiled(query).statement);
}

QuerySet Store::by_key(const Record& record) const {
  QuerySet query(record.model().handle);
  const std::vector<std::string> names = record.model().key_fields();
  const std::vector<Value> key = record.key();
  for (std::size_t i = 0; i < names.size(); ++i)
    query = query.filter(query::Q(names[i], query::Expression(key[i])));
  return query;
}

void Store::refresh(Record& record) {
  std::optional<Record> fresh = first(by_key(record));
  if (!fresh) {
    throw Error(Errc::not_found, fmt::format("this `{}` is gone", record.model().handle),
                "somebody removed it");
  }
  record = std::move(*fresh);
}

}  // namespace covet::record
