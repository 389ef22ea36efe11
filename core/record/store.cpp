#include "core/record/store.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/model/find_model.h"
#include "core/query/receive.h"

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

}  // namespace

Compiled Store::compiled(const QuerySet& query) const {
  return query::compile(query.query(), models_, connection_.dialect());
}

RecordStream Store::stream(const QuerySet& query) {
  require_rows(query.query(), Query::Purpose::rows, "stream()");
  Receiver receiver(models_, query.query(), {.compiled = compiled(query)});
  announce_read(query.query());
  auto cursor = connection_.stream(receiver.statement());
  return {std::move(receiver), std::move(cursor)};
}

void Store::each(const QuerySet& query, const std::function<void(Record)>& take) {
  RecordStream records = stream(query);
  while (std::optional<Record> record = records.next())
    take(std::move(*record));
}

Page Store::page(const QuerySet& query, std::uint64_t rows, std::string_view after) {
  if (rows == 0) throw Error(Errc::usage, "a page of no rows", "ask for one or more");
  const query::PageQuery asked =
      query::page_query(query.query(), models_, connection_.dialect(), rows + 1, after);
  Receiver receiver(models_, query.query(), asked);
  auto cursor = open(query.query(), receiver.statement());
  Page page;
  std::vector<Value> last;
  while (const Row* const row = cursor->next()) {
    Record record = receiver.record(*row);
    if (page.records.size() == rows) {
      page.next = asked.place_of(last);
      break;
    }
    page.records.push_back(std::move(record));
    last = receiver.keys();
  }
  cursor.reset();
  prefetch(page.records, query.query().prefetch_related);
  return page;
}

std::string Store::explain(const QuerySet& query, bool analyze) {
  const Query::Purpose purpose = query.query().purpose;
  if (analyze && (purpose == Query::Purpose::update || purpose == Query::Purpose::remove)) {
    throw Error(Errc::usage, "an analysis would run a query that writes", "explain it without");
  }
  const auto cursor = connection_.stream(
      query::explaining(compiled(query).statement, connection_.dialect(), analyze));
  std::string text;
  while (const Row* const row = cursor->next()) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < row->size(); ++i) {
      if (row->size() == 1) {
        parts.push_back(to_text((*row)[i]));
      } else if (!is_null((*row)[i])) {
        parts.push_back(cursor->names().at(i) + "=" + to_text((*row)[i]));
      }
    }
    text += join(parts, " ") + "\n";
  }
  return text;
}

std::vector<Record> Store::read(const QuerySet& query) {
  require_rows(query.query(), Query::Purpose::rows, "all()");
  Receiver receiver(models_, query.query(), {.compiled = compiled(query)});
  const auto cursor = open(query.query(), receiver.statement());
  std::vector<Record> records;
  while (const Row* const row = cursor->next())
    records.push_back(receiver.record(*row));
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
  const auto cursor = open(query.query(), made.statement);
  while (const Row* const row = cursor->next())
    rows.push_back(received(made, *row));
  return rows;
}

std::uint64_t Store::count(const QuerySet& query) {
  const QuerySet asked = query.count();
  const auto row = first_row(asked.query(), compiled(asked).statement);
  return row ? static_cast<std::uint64_t>(as_int((*row)[std::size_t{0}])) : 0;
}

bool Store::exists(const QuerySet& query) {
  const QuerySet asked = query.exists();
  return first_row(asked.query(), compiled(asked).statement).has_value();
}

validate::Row Store::aggregate(const QuerySet& query) {
  require_rows(query.query(), Query::Purpose::aggregate, "aggregate()");
  const Compiled made = compiled(query);
  validate::Row values;
  const auto row = first_row(query.query(), made.statement);
  for (std::size_t i = 0; row && i < made.outputs.size(); ++i)
    values[made.outputs[i].name] = query::received(made.outputs[i], (*row)[i]);
  return values;
}

std::uint64_t Store::write(const QuerySet& query) {
  const Query::Purpose purpose = query.query().purpose;
  if (purpose != Query::Purpose::update && purpose != Query::Purpose::remove)
    throw Error(Errc::usage, "write() got a query that writes nothing",
                "end it with update(…) or remove()");
  const Compiled made = compiled(query);
  const model::Model& model = model::find_model(models_, query.query().model);
  const Action action = purpose == Query::Purpose::update ? Action::update : Action::remove;
  if (announce(model, action)) return write_witnessed(query, model);
  return connection_.execute(made.statement);
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
