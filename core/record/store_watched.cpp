#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/db/transaction.h"
#include "core/model/find_model.h"
#include "core/query/compile.h"
#include "core/query/walk.h"
#include "core/record/insert_row.h"
#include "core/record/store.h"
#include "core/record/witness.h"

// What a Store does for its observer: rows from elsewhere, and writes whose rows are told.
namespace covet::record {
namespace {

using query::Query;
using query::QuerySet;

constexpr std::size_t rows_of_a_batch = 500;
constexpr int most_attempts = 3;

/// Rows that are there already.
class KeptRows final : public Cursor {
 public:
  explicit KeptRows(std::shared_ptr<const Rows> rows) : rows_(std::move(rows)) {}
  const std::vector<std::string>& names() const override {
    return rows_->empty() ? none_ : rows_->front().names();
  }
  const Row* next() override { return at_ < rows_->size() ? &(*rows_)[at_++] : nullptr; }

 private:
  std::shared_ptr<const Rows> rows_;
  std::vector<std::string> none_;
  std::size_t at_ = 0;
};

std::vector<std::string> key_of(const model::Model& model) {
  std::vector<std::string> key = model.key_fields();
  if (!key.empty()) return key;
  throw Error(
      Errc::unsupported,
      fmt::format("`{}` has no primary key by which its changes could be told", model.handle),
      "give the model one, or leave it out of the audit log");
}

void require_key_stays(const Query& query, const std::vector<std::string>& key) {
  for (const query::Named& each : query.assignments) {
    if (std::find(key.begin(), key.end(), each.name) == key.end()) continue;
    throw Error(Errc::unsupported,
                fmt::format("an update of `{}`, which is part of the key of `{}`, can't be told "
                            "row by row",
                            each.name, query.model),
                "create the row with its new key and remove the old one");
  }
}

/// A lock on them, where nothing of theirs is made of several rows.
bool may_lock(const Query& query) {
  return query.annotations.empty() && !query.limit && query.joins.empty() && query.with.empty();
}

/// The keys of the rows that `query` would write.
Query keys_of(const Query& query, const std::vector<std::string>& key) {
  Query chosen = query;
  chosen.purpose = Query::Purpose::rows;
  chosen.assignments.clear();
  chosen.values = true;
  chosen.fields = key;
  chosen.only.clear();
  chosen.defer.clear();
  chosen.select_related.clear();
  chosen.prefetch_related.clear();
  if (may_lock(query)) chosen.lock.emplace();
  return chosen;
}

template <class Item>
std::vector<Item> part_of(const std::vector<Item>& all, std::size_t from, std::size_t most) {
  const std::size_t to = from + std::min(most, all.size() - from);
  return {all.begin() + static_cast<std::ptrdiff_t>(from),
          all.begin() + static_cast<std::ptrdiff_t>(to)};
}

validate::Row only(const std::vector<std::string>& names, const validate::Row& row) {
  validate::Row chosen;
  for (const std::string& name : names) {
    if (const auto found = row.find(name); found != row.end()) chosen.insert(*found);
  }
  return chosen;
}

}  // namespace

std::string_view name_of(Action action) {
  switch (action) {
    case Action::create:
      return "create";
    case Action::update:
      return "update";
    case Action::remove:
      return "remove";
  }
  return {};
}

void Store::announce_read(const Query& query) {
  if (observer_ == nullptr) return;
  if (const model::Model* const model = models_.find(query.model)) observer_->reads(*model);
}

bool Store::announce(const model::Model& model, Action action) {
  if (observer_ == nullptr) return false;
  observer_->writes(model, model.table_name(), action);
  return observer_->wants_rows(model.handle);
}

bool Store::announce_junction(const model::Model& owner, std::string_view table,
                              std::string_view subject, Action action) {
  if (observer_ == nullptr) return false;
  observer_->writes(owner, table, action);
  return observer_->wants_rows(subject);
}

std::unique_ptr<Cursor> Store::open(const Query& query, const Statement& statement) {
  announce_read(query);
  if (observer_ != nullptr) {
    if (auto kept = observer_->rows(query, statement, connection_))
      return std::make_unique<KeptRows>(std::move(kept));
  }
  return connection_.stream(statement);
}

std::optional<Row> Store::first_row(const Query& query, const Statement& statement) {
  announce_read(query);
  const auto kept = observer_ == nullptr ? nullptr : observer_->rows(query, statement, connection_);
  if (kept == nullptr) return connection_.fetch_one(statement);
  if (kept->empty()) return std::nullopt;
  return kept->front();
}

void Store::tell_changes(std::string_view subject, const std::vector<RowChange>& changes) {
  if (!changes.empty()) observer_->changed(connection_, subject, changes);
}

void Store::witnessed(const model::Model& model, std::vector<std::vector<Value>> keys,
                      const std::function<void()>& work) {
  Transaction transaction(connection_);
  Witness witness(Store(models_, connection_, hooks_, clock_), model, key_of(model));
  witness.look(std::move(keys));
  work();
  tell_changes(model.handle, witness.changes());
  transaction.commit();
}

std::uint64_t Store::write_witnessed(const QuerySet& query, const model::Model& model) {
  const std::vector<std::string> key = key_of(model);
  require_key_stays(query.query(), key);
  Transaction transaction(connection_);
  Store reader(models_, connection_, hooks_, clock_);
  std::map<std::string, std::vector<Value>> found;  // once each, however often a join gives them
  for (std::vector<Value>& each : reader.values(QuerySet(keys_of(query.query(), key)))) {
    std::string text = Witness::text_of(each);
    found.emplace(std::move(text), std::move(each));
  }
  std::vector<std::vector<Value>> keys;
  for (auto& [text, each] : found)
    keys.push_back(std::move(each));
  // What looks at other rows too must not see some of them changed already.
  const bool locked = may_lock(query.query());
  const bool alone =
      locked && std::none_of(query.query().assignments.begin(), query.query().assignments.end(),
                             [](const query::Named& each) {
                               return query::looks_elsewhere(each.expression);
                             });
  const std::size_t batch = alone ? rows_of_a_batch : std::max<std::size_t>(keys.size(), 1);
  std::uint64_t written = 0;
  for (std::size_t from = 0; from < keys.size(); from += batch) {
    const std::vector<std::vector<Value>> part = part_of(keys, from, batch);
    // The rows that were read, no others: what fits meanwhile would be written and not told.
    Query narrowed = query.query();
    if (locked) narrowed.filters.clear();
    narrowed.filters.push_back(one_of(key, part));
    narrowed.order.clear();
    narrowed.limit.reset();
    narrowed.offset = 0;
    witnessed(model, part,
              [&] { written += connection_.execute(compiled(QuerySet(narrowed)).statement); });
  }
  transaction.commit();
  return written;
}

void Store::create_told(const model::Model& model, std::vector<validate::Row> rows) {
  const std::vector<std::string> key = model.key_fields();
  std::vector<RowChange> changes;
  for (validate::Row& row : rows)
    changes.push_back({Action::create, only(key, row), {}, std::move(row)});
  tell_changes(model.handle, changes);
}

std::uint64_t Store::upsert_witnessed(const model::Model& model,
                                      const std::vector<validate::Row>& rows,
                                      const std::vector<std::string>& unique,
                                      const std::vector<std::string>& update) {
  std::vector<std::vector<Value>> keys;
  for (const validate::Row& row : rows) {
    std::vector<Value>& key = keys.emplace_back();
    for (const std::string& field : unique) {
      const auto found = row.find(field);
      key.push_back(found == row.end() ? Value(Null{}) : found->second);
      if (!is_null(key.back())) continue;
      throw Error(Errc::unsupported,
                  fmt::format("a row of `{}` without `{}` can't be told from others, as the audit "
                              "log wants",
                              model.handle, field),
                  "give each row a value of it, or create these rows");
    }
  }
  for (int attempt = 1;; ++attempt) {
    try {
      Transaction transaction(connection_);
      Witness witness(Store(models_, connection_, hooks_, clock_), model, unique);
      witness.look(keys);
      const std::uint64_t written = upsert_seen(model, rows, keys, unique, witness, update);
      tell_changes(model.handle, witness.changes());
      transaction.commit();
      return written;
    } catch (const Error& error) {
      // Somebody else was quicker with such a row: now it is seen.
      if (error.code() != Errc::unique_violation || attempt == most_attempts) throw;
    }
  }
}

std::uint64_t Store::upsert_seen(const model::Model& model, const std::vector<validate::Row>& rows,
                                 const std::vector<std::vector<Value>>& keys,
                                 const std::vector<std::string>& unique, const Witness& witness,
                                 const std::vector<std::string>& update) {
  std::uint64_t written = 0;
  std::set<std::string> made;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const validate::Row& row = rows[i];
    if (!witness.saw(keys[i]) && made.insert(Witness::text_of(keys[i])).second) {
      try {
        Transaction savepoint(connection_);
        insert_row(models_, connection_, model, row);
        savepoint.commit();
        ++written;
        continue;
      } catch (const Error& error) {
        // To the engine it may be the same as one that was seen: "A" and "a".
        const QuerySet there = QuerySet(model.handle).filter(witness.is(keys[i])).values(unique);
        if (error.code() != Errc::unique_violation) throw;
        const auto found = Store(models_, connection_, hooks_, clock_).values(there);
        if (found.empty() || !witness.saw(found.front())) throw;
      }
    }
    std::vector<query::Named> assignments;
    for (const std::string& name : update) {
      const auto value = row.find(name);
      assignments.push_back(
          {name, query::Expression(value == row.end() ? Value(Null{}) : value->second)});
    }
    if (assignments.empty()) continue;
    const QuerySet one = QuerySet(model.handle).filter(witness.is(keys[i]));
    written += connection_.execute(compiled(one.update(std::move(assignments))).statement);
  }
  return written;
}

}  // namespace covet::record
