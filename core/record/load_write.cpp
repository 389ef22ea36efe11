#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "core/base/decimal.h"
#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "core/query/compile.h"
#include "core/query/fragment.h"
#include "core/query/query_set.h"
#include "core/record/insert_row.h"
#include "core/record/load.h"
#include "core/record/store.h"
#include "core/record/witness.h"

namespace covet::record {
namespace {

using model::Field;
using model::Model;
using query::Fragment;

// So many changes wait to be told, as a bulk writer has the connection to itself.
constexpr std::size_t most_changes = 2'000;

const query::Spelling& spelling_of(const Connection& connection) {
  const query::Spelling* const spelling = connection.dialect().spelling();
  if (spelling != nullptr) return *spelling;
  throw Error(Errc::unsupported, "this engine has no queries", "load into another one");
}

/// What an engine needs to hear before rows that refer to later ones, and after them.
class Loading {
 public:
  explicit Loading(Connection& connection) : connection_(connection) {
    const std::string begin(spelling_of(connection).pattern("LoadBegin"));
    if (!begin.empty()) connection_.execute(begin);
  }
  ~Loading() {
    try {
      end();
    } catch (const std::exception&) {
      // A session that has gone took its settings along.
    }
  }
  Loading(const Loading&) = delete;
  Loading& operator=(const Loading&) = delete;

  void end() {
    if (std::exchange(ended_, true)) return;
    const std::string end(spelling_of(connection_).pattern("LoadEnd"));
    if (!end.empty()) connection_.execute(end);
  }

 private:
  Connection& connection_;
  bool ended_ = false;
};

/// SQLite would round a longer one, and say nothing.
void require_exact(const std::string& name, const Value& value, const query::QueryFacts& facts) {
  const auto* const decimal = std::get_if<Decimal>(&value);
  if (decimal == nullptr || facts.decimal_digits == 0) return;
  const auto parts = parts_of(decimal->text);
  if (!parts || parts->digits.size() <= facts.decimal_digits) return;
  throw Error(Errc::usage,
              fmt::format("`{}` can't be {}: this engine keeps {} digits of a decimal number", name,
                          decimal->text, facts.decimal_digits),
              "round it, or make it a Char here");
}

std::string column_of(const Dialect& dialect, const Model& model, const std::string& field) {
  return dialect.quote(model.find(field)->column());
}

}  // namespace

/// Rows with the same fields go together: to the engine's bulk writer, or in INSERTs that update.
class Load::Writer {
 public:
  Writer(Connection& connection, const model::ModelSet& models, const Model& model, Taken taken,
         Observer* observer)
      : connection_(connection), models_(models), model_(model), taken_(taken) {
    if (observer == nullptr) return;
    observer->writes(model, model.table_name(),
                     taken == Taken::update ? Action::update : Action::create);
    if (observer->wants_rows(model.handle)) told_ = observer;
  }

  void add(const validate::Row& row, const Names& given) {
    const query::Spelling& spelling = spelling_of(connection_);
    for (const auto& [name, value] : row)
      require_exact(name, value, spelling.facts());
    if (taken_ == Taken::update) return upsert(row, given);
    if (told_ != nullptr && !note(row)) return;
    const bool same =
        bulk_ && std::ranges::equal(row, fields_, {}, &validate::Row::value_type::first,
                                    [](const Field* field) { return field->name; });
    if (!same) begin(row);
    auto field = fields_.begin();
    auto stored = values_.begin();
    for (const auto& [name, value] : row) {
      *stored++ = query::stored_value(**field++, value, spelling);
    }
    bulk_->add(values_);
  }

  void finish() {
    close();
    send();
    tell();
  }

 private:
  void begin(const validate::Row& row) {
    finish();
    fields_.clear();
    std::vector<std::string> columns;
    for (const auto& [name, value] : row) {
      fields_.push_back(model_.find(name));
      columns.push_back(fields_.back()->column());
    }
    values_.assign(fields_.size(), Null{});
    bulk_ = connection_.bulk({model_.db_schema, model_.table_name(), columns});
  }

  /// False: the row is written already, as only so its key is known.
  bool note(const validate::Row& row) {
    if (changes_.size() >= most_changes) finish();
    const std::vector<std::string> key = model_.key_fields();
    const bool known = std::ranges::all_of(key, [&](auto& name) { return row.contains(name); });
    if (!known) close();
    RowChange change{.after = known ? row : insert_row(models_, connection_, model_, row)};
    for (const std::string& name : key)
      change.key[name] = change.after.at(name);
    changes_.push_back(std::move(change));
    return known;
  }

  void close() {
    if (bulk_) bulk_->finish();
    bulk_.reset();
  }

  void tell() {
    if (!changes_.empty()) told_->changed(connection_, model_.handle, changes_);
    changes_.clear();
  }

  void upsert(const validate::Row& row, const Names& given) {
    std::vector<std::string> names;
    std::vector<Value> values;
    for (const auto& [name, value] : row) {
      names.push_back(name);
      values.push_back(value);
    }
    const bool full = (insert_.rows.size() + 1) * names.size() >
                      spelling_of(connection_).facts().parameters_at_once;
    if (names != insert_.fields || given != given_ || full) {
      send();
      insert_.fields = std::move(names);
      given_ = given;
    }
    insert_.rows.push_back(std::move(values));
  }

  void send() {
    if (insert_.rows.empty()) return;
    insert_.model = model_.handle;
    insert_.conflict_fields = model_.key_fields();
    insert_.update_fields.clear();
    // What was filled in is for new rows: loading the same again changes nothing.
    for (const std::string& name : given_) {
      if (std::ranges::find(insert_.conflict_fields, name) == insert_.conflict_fields.end())
        insert_.update_fields.push_back(name);
    }
    insert_.conflict = insert_.update_fields.empty() ? query::Insert::Conflict::ignore
                                                     : query::Insert::Conflict::update;
    std::optional<Witness> witness;
    if (told_ != nullptr) {
      witness.emplace(Store(models_, connection_, no_hooks_), model_, insert_.conflict_fields);
      witness->look(keys());
    }
    connection_.execute(query::compile(insert_, models_, connection_.dialect()).statement);
    require_keys();
    if (witness) changes_ = witness->changes();
    tell();
    insert_.rows.clear();
  }

  std::vector<std::vector<Value>> keys() const {
    std::vector<std::vector<Value>> keys(insert_.rows.size());
    for (const std::string& name : insert_.conflict_fields) {
      const auto place = std::ranges::find(insert_.fields, name) - insert_.fields.begin();
      for (std::size_t i = 0; i < keys.size(); ++i)
        keys[i].push_back(insert_.rows[i][static_cast<std::size_t>(place)]);
    }
    return keys;
  }

  /// Where the engine takes any unique key for the one that is meant, a row may have overwritten
  /// another one: then its own key isn't there.
  void require_keys() const {
    const std::vector<std::string>& key = insert_.conflict_fields;
    if (key.size() != 1 || spelling_of(connection_).pattern("ConflictUpdate").empty()) return;
    const auto place = std::ranges::find(insert_.fields, key.front()) - insert_.fields.begin();
    std::map<std::string, Value> keys;
    for (const std::vector<Value>& row : insert_.rows) {
      const Value& value = row[static_cast<std::size_t>(place)];
      keys.emplace(to_text(value), value);
    }
    std::vector<Value> wanted;
    for (const auto& [text, value] : keys)
      wanted.push_back(value);
    const query::QuerySet there =
        query::QuerySet(model_.handle).filter(query::Q(key.front() + "__in", wanted)).count();
    const Value count = connection_.fetch_value(
        query::compile(there.query(), models_, connection_.dialect()).statement);
    if (static_cast<std::size_t>(as_int(count)) == keys.size()) return;
    throw Error(Errc::unique_violation,
                fmt::format("a row of `{}` has a new key, and a value that is unique and taken",
                            model_.handle),
                "nothing was loaded: give it the key of the row that is there");
  }

  Connection& connection_;
  const model::ModelSet& models_;
  const Model& model_;
  Taken taken_;
  std::vector<const Field*> fields_;
  std::vector<Value> values_;
  std::unique_ptr<BulkWriter> bulk_;
  Names given_;
  query::Insert insert_{};
  Observer* told_ = nullptr;  ///< who wants to know of each row
  std::vector<RowChange> changes_;
  Hooks no_hooks_{};
};

void Load::write(Connection& connection, const Model& model, const std::vector<Reference>& late,
                 std::uint64_t& rows) const {
  constexpr std::uint64_t between_calls = 1'000;
  Writer writer(connection, models_, model, taken_, observer_);
  each(model, [&](validate::Row& row, const Names& given) {
    for (const Reference& reference : late) {
      const auto put_off = row.find(reference.optional);
      if (reference.from == &model && put_off != row.end()) put_off->second = Null{};
    }
    writer.add(row, given);
    if (++rows % between_calls == 0 && progress_) progress_(model, rows);
  });
  writer.finish();
}

void Load::fill_late(Connection& connection, const Reference& late) const {
  const std::vector<std::string> key = late.from->key_fields();
  const Model& model = *late.from;
  const Hooks no_hooks;
  Store store(models_, connection, no_hooks, clock_);
  store.observed_by(observer_);
  each(model, [&](const validate::Row& row, const Names& /*given*/) {
    const auto value = row.find(late.optional);
    if (value == row.end() || is_null(value->second)) return;
    query::QuerySet one(model.handle);
    for (const std::string& name : key) {
      const auto given = row.find(name);
      if (given == row.end()) {
        throw Error(Errc::usage,
                    fmt::format("a row of `{}` refers to one that comes later by `{}`, and has no "
                                "key to find it by again",
                                model.handle, late.name),
                    "give its rows their `" + name + "`");
      }
      one = one.filter(query::Q(name, query::Expression(given->second)));
    }
    store.write(one.update({{late.optional, query::Expression(value->second)}}));
  });
}

void Load::check_references(Connection& connection,
                            const std::vector<Reference>& references) const {
  const Dialect& dialect = connection.dialect();
  for (const Reference& reference : references) {
    const bool other_side = taken_ == Taken::update && work_.contains(reference.to);
    if (!work_.contains(reference.from) && !other_side) continue;
    std::string on;
    std::string where;
    for (std::size_t i = 0; i < reference.fields.size() && i < reference.to_fields.size(); ++i) {
      const std::string from = "child." + column_of(dialect, *reference.from, reference.fields[i]);
      const std::string to = "parent." + column_of(dialect, *reference.to, reference.to_fields[i]);
      on += (on.empty() ? "" : " AND ") + from + " = " + to;
      where += from + " IS NOT NULL AND ";
    }
    const std::string first = column_of(dialect, *reference.from, reference.fields.front());
    const std::string there = column_of(dialect, *reference.to, reference.to_fields.front());
    const auto orphan = connection.fetch_one({fmt::format(
        "SELECT child.{} FROM {} AS child LEFT JOIN {} AS parent ON {} WHERE {}"
        "parent.{} IS NULL LIMIT 1",
        first,
        query::quoted_table(dialect, reference.from->db_schema, reference.from->table_name()),
        query::quoted_table(dialect, reference.to->db_schema, reference.to->table_name()), on,
        where, there)});
    if (!orphan) continue;
    throw Error(Errc::foreign_key_violation,
                fmt::format("a row of `{}` refers by `{}` to {} of `{}`, which is not there",
                            reference.from->handle, reference.name,
                            to_text((*orphan)[std::size_t{0}]), reference.to->handle),
                "nothing was loaded: load the rows of `" + reference.to->handle + "` as well");
  }
}

void Load::move_keys(Connection& connection, const Model& model) const {
  const Dialect& dialect = connection.dialect();
  const std::string_view pattern = spelling_of(connection).pattern("KeysBeyond");
  if (pattern.empty()) return;
  const std::string table = query::quoted_table(dialect, model.db_schema, model.table_name());
  for (const Field& field : model.fields) {
    if (!field.auto_increment) continue;
    const Fragment moved = query::fill(
        pattern, {Fragment(dialect.literal(table)), Fragment(dialect.literal(field.column())),
                  Fragment(dialect.quote(field.column())), Fragment(table)});
    connection.fetch_all(moved.statement(dialect));
  }
}

void Load::load(Connection& connection) {
  const std::vector<Reference> references = references_of(models_);
  const query::Spelling& spelling = spelling_of(connection);
  const LoadOrder planned = order(spelling, references);
  Transaction transaction(connection);
  Loading loading(connection);
  std::uint64_t rows = 0;
  for (const Model* const model : planned.models)
    write(connection, *model, planned.late, rows);
  for (const Reference& late : planned.late)
    fill_late(connection, late);
  if (spelling.facts().loads_in_any_order) check_references(connection, references);
  for (const Model* const model : planned.models)
    move_keys(connection, *model);
  loading.end();
  transaction.commit();
}

}  // namespace covet::record
