#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/db/transaction.h"
#include "core/query/fragment.h"
#include "core/query/one_of.h"
#include "core/query/receive.h"
#include "core/query/relations.h"
#include "core/query/sources.h"
#include "core/record/store.h"

namespace covet::record {
namespace {

using query::Fragment;
using query::QuerySet;
using query::Relation;

// As many as PostgreSQL and SQLite take in one statement, with room.
constexpr std::size_t most_keys = 10'000;

/// Field of `model` whose column it is.
const model::Field& field_of(const model::Model& model, const std::string& column) {
  for (const model::Field& field : model.fields) {
    if (field.type != model::FieldType::many_to_many && field.column() == column) return field;
  }
  throw Error(Errc::internal, fmt::format("`{}` has no column {}", model.handle, column));
}

std::string comparable(const Value& value) {
  return to_text(value);
}

Relation relation_of(const model::ModelSet& models, const model::Model& model,
                     std::string_view name) {
  if (auto relation = query::find_relation(models, model, name)) return std::move(*relation);
  throw Error(
      Errc::usage, fmt::format("`{}` leads nowhere by `{}`", model.handle, name),
      "relations: " + [&] {
        std::string names;
        for (const std::string& each : query::relation_names(models, model))
          names += (names.empty() ? "" : ", ") + each;
        return names;
      }());
}

/// The junction of a ManyToMany, for writing its rows.
struct Junction {
  std::string table;
  std::string mine;
  std::string theirs;
  Value key;
  std::string name;     ///< its table's
  std::string subject;  ///< "entry.authors", for who hears of changes
  std::string mine_name;
  std::string theirs_name;
};

std::vector<RowChange> changes_of(const Junction& junction, Action action,
                                  const std::vector<Value>& keys) {
  std::vector<RowChange> changes;
  for (const Value& key : keys) {
    validate::Row row{{junction.mine_name, junction.key}, {junction.theirs_name, key}};
    changes.push_back({.action = action, .key = row});
    (action == Action::create ? changes.back().after : changes.back().before) = std::move(row);
  }
  return changes;
}

Junction junction_of(const model::ModelSet& models, const Dialect& dialect, const Record& owner,
                     std::string_view field) {
  const Relation relation = relation_of(models, owner.model(), field);
  if (!relation.through) {
    throw Error(Errc::usage,
                fmt::format("`{}` is no ManyToMany of `{}`", field, owner.model().handle),
                "set the ForeignKey of the other record instead");
  }
  Junction junction;
  junction.name = relation.through->table;
  junction.table = query::quoted_table(dialect, relation.through->schema, junction.name);
  junction.mine_name = relation.columns.front().to;
  junction.mine = dialect.quote(junction.mine_name);
  junction.theirs_name = relation.through->columns.front().from;
  junction.theirs = dialect.quote(junction.theirs_name);
  // The field's own name, from whichever side its rows are written.
  const model::Model& says = relation.back ? *relation.to : owner.model();
  junction.subject =
      says.handle + "." + (relation.field == nullptr ? std::string(field) : relation.field->name);
  junction.key = owner[field_of(owner.model(), relation.columns.front().from).name];
  return junction;
}

/// As many at once as every engine takes parameters.
std::vector<std::vector<Value>> in_parts(const std::vector<Value>& keys) {
  std::vector<std::vector<Value>> parts;
  for (std::size_t from = 0; from < keys.size(); from += most_keys) {
    const auto first = keys.begin() + static_cast<std::ptrdiff_t>(from);
    const auto last =
        keys.begin() + static_cast<std::ptrdiff_t>(std::min(from + most_keys, keys.size()));
    parts.emplace_back(first, last);
  }
  return parts;
}

/// For who waits for a row: the places that it goes to, by the text of a key.
using Waiting = std::unordered_map<std::string, std::vector<std::vector<Record>*>>;

/// Copies it to all but the last.
void hand_out(Record record, const std::vector<std::vector<Record>*>& places) {
  for (std::size_t i = 0; i + 1 < places.size(); ++i)
    places[i]->push_back(record);
  if (!places.empty()) places.back()->push_back(std::move(record));
}

}  // namespace

void Store::prefetch(std::span<Record> records, const std::vector<std::string>& paths) {
  std::vector<Record*> all;
  for (Record& record : records)
    all.push_back(&record);
  std::vector<std::string> done;
  for (const std::string& path : paths) {
    // "comments__author" is "comments", then "author" of those.
    std::vector<Record*> from = all;
    std::string walked;
    for (const std::string& name : query::path_names(path)) {
      walked += (walked.empty() ? "" : "__") + name;
      if (std::find(done.begin(), done.end(), walked) == done.end()) {
        prefetch_one(from, name);
        done.push_back(walked);
      }
      std::vector<Record*> next;
      for (Record* const record : from) {
        for (Record& related : record->mutable_related(name))
          next.push_back(&related);
      }
      from = std::move(next);
    }
  }
}

void Store::prefetch_one(const std::vector<Record*>& records, const std::string& name) {
  if (records.empty()) return;
  const model::Model& model = records.front()->model();
  const Relation relation = relation_of(models_, model, name);
  if (relation.columns.size() != 1) {
    throw Error(
        Errc::unsupported,
        fmt::format("`{}` has a key of several columns, which prefetch_related can't follow", name),
        "filter the other model by its fields");
  }
  const std::string mine = field_of(model, relation.columns.front().from).name;
  Waiting waiting;
  std::vector<Value> keys;
  for (Record* const record : records) {
    record->relate(name, {});
    const Value& key = (*record)[mine];
    if (is_null(key)) continue;
    std::vector<std::vector<Record>*>& same = waiting[comparable(key)];
    if (same.empty()) keys.push_back(key);
    same.push_back(&record->mutable_related(name));
  }
  if (keys.empty()) return;
  const QuerySet others(relation.to->handle);
  if (!relation.through) {
    const std::string theirs = field_of(*relation.to, relation.columns.front().to).name;
    each(others.filter(query::Q(theirs + "__in", keys)), [&](Record other) {
      const auto& places = waiting[comparable(other[theirs])];
      hand_out(std::move(other), places);
    });
    return;
  }
  // The junction's own column tells whose each row is.
  const Dialect& dialect = connection_.dialect();
  const auto& through = *relation.through;
  const std::string table = query::quoted_table(dialect, through.schema, through.table);
  const std::string theirs = field_of(*relation.to, through.columns.front().to).name;
  const std::string own = dialect.quote(relation.columns.front().to);
  const Fragment pairs = Fragment("SELECT ") + own + ", " +
                         dialect.quote(through.columns.front().from) + " FROM " + table +
                         " WHERE " + query::one_of(own, keys, dialect);
  const auto typed = [&](const model::Field& field, const Value& value) {
    const model::Field& plain = query::plain_field(models_, field);
    return query::received({field.name, query::kind_of(plain.type), &plain}, value);
  };
  Waiting owners;
  std::vector<Value> wanted;
  for (const Row& row : connection_.fetch_all(pairs.statement(dialect))) {
    const Value other = typed(*relation.to->find(theirs), row[std::size_t{1}]);
    std::vector<std::vector<Record>*>& places = owners[comparable(other)];
    if (places.empty()) wanted.push_back(other);
    const auto& of = waiting[comparable(typed(*model.find(mine), row[std::size_t{0}]))];
    places.insert(places.end(), of.begin(), of.end());
  }
  if (wanted.empty()) return;
  each(others.filter(query::Q(theirs + "__in", wanted)), [&](Record other) {
    const auto& places = owners[comparable(other[theirs])];
    hand_out(std::move(other), places);
  });
}

void Store::add(const Record& owner, std::string_view field, const std::vector<Value>& keys) {
  const Dialect& dialect = connection_.dialect();
  const Junction junction = junction_of(models_, dialect, owner, field);
  const bool told =
      announce_junction(owner.model(), junction.name, junction.subject, Action::create);
  Transaction transaction(connection_);
  std::set<std::string> present;
  for (const std::vector<Value>& part : in_parts(keys)) {
    const Fragment there = Fragment("SELECT ") + junction.theirs + " FROM " + junction.table +
                           " WHERE " + junction.mine + " = " + Fragment::of_value(junction.key) +
                           " AND " + query::one_of(junction.theirs, part, dialect);
    for (const Row& row : connection_.fetch_all(there.statement(dialect)))
      present.insert(comparable(row[std::size_t{0}]));
    std::vector<Fragment> rows;
    std::vector<Value> made;
    for (const Value& key : part) {
      if (!present.insert(comparable(key)).second) continue;
      made.push_back(key);
      rows.push_back(Fragment("(") + Fragment::of_value(junction.key) + ", " +
                     Fragment::of_value(key) + ")");
    }
    if (rows.empty()) continue;
    const Fragment insert = Fragment("INSERT INTO ") + junction.table + " (" + junction.mine +
                            ", " + junction.theirs + ") VALUES " + query::join(rows, ", ");
    connection_.execute(insert.statement(dialect));
    if (told) tell_changes(junction.subject, changes_of(junction, Action::create, made));
  }
  transaction.commit();
}

void Store::remove(const Record& owner, std::string_view field, const std::vector<Value>& keys) {
  const Dialect& dialect = connection_.dialect();
  const Junction junction = junction_of(models_, dialect, owner, field);
  const bool told =
      announce_junction(owner.model(), junction.name, junction.subject, Action::remove);
  Transaction transaction(connection_);
  for (const std::vector<Value>& part : in_parts(keys)) {
    const Fragment rows = Fragment(" FROM ") + junction.table + " WHERE " + junction.mine + " = " +
                          Fragment::of_value(junction.key) + " AND " +
                          query::one_of(junction.theirs, part, dialect);
    std::vector<Value> present;
    if (told) {
      const std::string_view lock = dialect.spelling()->facts().row_locks ? " FOR UPDATE" : "";
      const Fragment there = Fragment("SELECT ") + junction.theirs + rows + lock;
      for (const Row& row : connection_.fetch_all(there.statement(dialect)))
        present.push_back(row[std::size_t{0}]);
    }
    connection_.execute((Fragment("DELETE") + rows).statement(dialect));
    if (told) tell_changes(junction.subject, changes_of(junction, Action::remove, present));
  }
  transaction.commit();
}

void Store::set(const Record& owner, std::string_view field, const std::vector<Value>& keys) {
  const Dialect& dialect = connection_.dialect();
  const Junction junction = junction_of(models_, dialect, owner, field);
  Transaction transaction(connection_);
  std::set<std::string> wanted;
  for (const Value& key : keys)
    wanted.insert(comparable(key));
  const Fragment there = Fragment("SELECT ") + junction.theirs + " FROM " + junction.table +
                         " WHERE " + junction.mine + " = " + Fragment::of_value(junction.key);
  std::vector<Value> unwanted;
  for (const Row& row : connection_.fetch_all(there.statement(dialect))) {
    if (!wanted.contains(comparable(row[std::size_t{0}]))) unwanted.push_back(row[std::size_t{0}]);
  }
  remove(owner, field, unwanted);
  add(owner, field, keys);
  transaction.commit();
}

void Store::clear(const Record& owner, std::string_view field) {
  set(owner, field, {});
}

}  // namespace covet::record
