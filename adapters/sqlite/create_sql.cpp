#include "adapters/sqlite/create_sql.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/sql_reader.h"
#include "adapters/sqlite/table_options.h"
#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

using schema::Column;
using schema::ForeignKey;
using schema::Table;

/// The columns that a key's parentheses name, and what is said of them by position.
struct KeyColumns {
  std::vector<std::string> names;
  schema::Options options;
  bool autoincrement = false;
};

class TableReader {
 public:
  explicit TableReader(std::string_view sql) : in_(sql) {}

  Table read() {
    header();
    in_.expect_symbol("(");
    do {
      item();
    } while (in_.accept_symbol(",") || at_table_constraint());
    in_.expect_symbol(")");
    options();
    finish();
    return std::move(table_);
  }

 private:
  void header() {
    in_.expect_word("CREATE");
    if (!in_.accept_word("TEMP")) in_.accept_word("TEMPORARY");
    in_.expect_word("TABLE");
    if (in_.accept_word("IF")) {
      in_.expect_word("NOT");
      in_.expect_word("EXISTS");
    }
    table_.name.name = in_.name();
    if (in_.accept_symbol(".")) table_.name.name = in_.name();
  }

  bool at_table_constraint() const {
    return in_.at_word("CONSTRAINT") || in_.at_word("PRIMARY") || in_.at_word("UNIQUE") ||
           in_.at_word("CHECK") || in_.at_word("FOREIGN");
  }

  bool at_column_constraint() const {
    return at_table_constraint() || in_.at_word("NOT") || in_.at_word("NULL") ||
           in_.at_word("DEFAULT") || in_.at_word("COLLATE") || in_.at_word("REFERENCES") ||
           in_.at_word("AS") || in_.at_word("DEFERRABLE") ||
           (in_.at_word("GENERATED") && in_.at_word("ALWAYS", 1));
  }

  void item() {
    if (at_table_constraint()) {
      table_constraint();
    } else {
      column();
    }
  }

  void column() {
    table_.columns.push_back(Column{.name = in_.name(), .type = type()});
    std::string name;
    while (at_column_constraint()) {
      if (in_.accept_word("CONSTRAINT")) {
        name = in_.name();
        continue;
      }
      column_constraint(std::exchange(name, {}));
    }
  }

  std::string type() {
    const std::size_t begin = in_.position();
    const auto in_type = [&] {
      return !in_.at_end() && !in_.at_symbol(",") && !in_.at_symbol(")") && !in_.at_symbol("(") &&
             !at_column_constraint();
    };
    while (in_type())
      in_.take();
    if (in_.at_symbol("(")) in_.in_parentheses();
    return in_.text_since(begin);
  }

  void column_constraint(const std::string& name) {
    Column& column = table_.columns.back();
    if (in_.accept_word("PRIMARY")) {
      in_.expect_word("KEY");
      column_primary_key(name);
    } else if (in_.accept_word("NOT")) {
      if (in_.accept_word("DEFERRABLE")) return deferrable(false);
      in_.expect_word("NULL");
      column.nullable = false;
      conflict(column.options, "not_null_on_conflict");
    } else if (in_.accept_word("NULL")) {
      schema::Options none;
      conflict(none);
    } else if (in_.accept_word("DEFAULT")) {
      column.default_sql = default_value();
    } else if (in_.accept_word("COLLATE")) {
      column.collation = in_.name();
      if (equals_ignoring_case(column.collation, "BINARY")) column.collation.clear();
    } else if (in_.accept_word("UNIQUE")) {
      add_unique(name, {{column.name}, {}, false});
    } else if (in_.accept_word("CHECK")) {
      add_check(name);
    } else if (in_.accept_word("REFERENCES")) {
      foreign_key(name, {column.name});
    } else if (in_.accept_word("DEFERRABLE")) {
      deferrable(true);
    } else {
      generated(column);
    }
  }

  void column_primary_key(const std::string& name) {
    const std::string column = table_.columns.back().name;
    table_.primary_key = schema::PrimaryKey{name, {column}};
    if (in_.accept_word("DESC")) {
      table_.primary_key->options["order"] = "desc";
    } else {
      in_.accept_word("ASC");
    }
    conflict(table_.primary_key->options);
    if (in_.accept_word("AUTOINCREMENT")) table_.columns.back().identity = schema::Identity{"auto"};
  }

  std::string default_value() {
    if (in_.at_symbol("(")) return in_.in_parentheses();
    const std::size_t begin = in_.position();
    if (!in_.accept_symbol("-")) in_.accept_symbol("+");
    const Token token = in_.take();
    // X'00', where the prefix is a word of its own.
    if (is_word(token, "X") && in_.peek().kind == TokenKind::string) in_.take();
    return in_.text_since(begin);
  }

  void generated(Column& column) {
    if (in_.accept_word("GENERATED")) in_.expect_word("ALWAYS");
    in_.expect_word("AS");
    column.generated = schema::Generated{in_.in_parentheses(), false};
    if (in_.accept_word("STORED")) {
      column.generated->stored = true;
    } else {
      in_.accept_word("VIRTUAL");
    }
  }

  void table_constraint() {
    std::string name;
    while (in_.accept_word("CONSTRAINT"))
      name = in_.name();
    if (in_.accept_word("PRIMARY")) {
      in_.expect_word("KEY");
      table_primary_key(name);
    } else if (in_.accept_word("UNIQUE")) {
      add_unique(name, key_columns());
    } else if (in_.accept_word("CHECK")) {
      add_check(name);
      conflict(table_.checks.back().options);
    } else if (in_.accept_word("FOREIGN")) {
      in_.expect_word("KEY");
      std::vector<std::string> columns = names();
      in_.expect_word("REFERENCES");
      foreign_key(name, std::move(columns));
    }
  }

  void table_primary_key(const std::string& name) {
    KeyColumns key = key_columns();
    table_.primary_key = schema::PrimaryKey{.name = name, .columns = std::move(key.names)};
    // Here, unlike in a column's definition, DESC does not keep an INTEGER from being the rowid.
    if (!has_rowid_alias(table_)) table_.primary_key->options = std::move(key.options);
    conflict(table_.primary_key->options);
    if (key.autoincrement) autoincrement_ = table_.primary_key->columns.front();
  }

  KeyColumns key_columns() {
    KeyColumns key;
    std::vector<std::string> orders, collations;
    in_.expect_symbol("(");
    do {
      key.names.push_back(in_.name());
      const bool collated = in_.accept_word("COLLATE");
      collations.push_back(collated ? in_.name() : std::string());
      orders.emplace_back(in_.accept_word("DESC") ? "desc" : "asc");
      if (orders.back() == "asc") in_.accept_word("ASC");
    } while (in_.accept_symbol(","));
    if (std::ranges::count(orders, "desc") > 0) key.options["order"] = join(orders, ", ");
    const std::string listed = join(collations, ", ");
    if (listed.find_first_not_of(", ") != std::string::npos) key.options["collations"] = listed;
    key.autoincrement = in_.accept_word("AUTOINCREMENT");
    in_.expect_symbol(")");
    return key;
  }

  std::vector<std::string> names() {
    std::vector<std::string> result;
    in_.expect_symbol("(");
    do {
      result.push_back(in_.name());
    } while (in_.accept_symbol(","));
    in_.expect_symbol(")");
    return result;
  }

  void add_unique(const std::string& name, KeyColumns key) {
    table_.uniques.push_back(schema::Unique{
        .name = name, .columns = std::move(key.names), .options = std::move(key.options)});
    conflict(table_.uniques.back().options);
  }

  void add_check(const std::string& name) {
    table_.checks.push_back(schema::Check{.name = name, .sql = in_.in_parentheses()});
  }

  void foreign_key(const std::string& name, std::vector<std::string> columns) {
    ForeignKey key{.name = name, .columns = std::move(columns), .target = {}, .target_columns = {}};
    key.target.name = in_.name();
    if (in_.at_symbol("(")) key.target_columns = names();
    for (;;) {
      if (in_.accept_word("ON")) {
        const Token event = in_.take();
        const model::RefAction action = ref_action();
        if (is_word(event, "DELETE")) key.on_delete = action;
        if (is_word(event, "UPDATE")) key.on_update = action;
      } else if (in_.accept_word("MATCH")) {
        key.match = to_upper(in_.name());
        // Any word will do, and none does anything.
        if (key.match != "FULL" && key.match != "PARTIAL") key.match.clear();
      } else {
        break;
      }
    }
    table_.foreign_keys.push_back(std::move(key));
    if (in_.at_word("NOT") && in_.at_word("DEFERRABLE", 1)) {
      in_.take();
      in_.take();
      deferrable(false);
    } else if (in_.accept_word("DEFERRABLE")) {
      deferrable(true);
    }
  }

  model::RefAction ref_action() {
    std::string words = to_upper(in_.take().text);
    if (words == "SET" || words == "NO") words += " " + to_upper(in_.take().text);
    return model::parse_ref_action(words).value_or(model::RefAction::no_action);
  }

  /// Behind [NOT] DEFERRABLE of the last foreign key.
  void deferrable(bool is_deferrable) {
    bool initially_deferred = false;
    if (in_.accept_word("INITIALLY")) initially_deferred = is_word(in_.take(), "DEFERRED");
    if (table_.foreign_keys.empty() || !is_deferrable) return;
    table_.foreign_keys.back().deferrable =
        initially_deferred ? model::Deferrable::initially_deferred : model::Deferrable::deferrable;
  }

  void conflict(schema::Options& options, const std::string& option = "on_conflict") {
    if (!in_.at_word("ON") || !in_.at_word("CONFLICT", 1)) return;
    in_.take();
    in_.take();
    const std::string action = to_lower(in_.take().text);
    if (action != "abort") options[option] = action;  // as usual
  }

  void options() {
    while (!in_.at_end()) {
      if (in_.accept_word("STRICT")) {
        table_.options["strict"] = "true";
      } else if (in_.accept_word("WITHOUT")) {
        in_.expect_word("ROWID");
        table_.options["without_rowid"] = "true";
      } else if (!in_.accept_symbol(",") && !in_.accept_symbol(";")) {
        in_.expect_word("STRICT");
      }
    }
  }

  std::string column_name(const std::string& name) const {
    for (const Column& column : table_.columns) {
      if (equals_ignoring_case(column.name, name)) return column.name;
    }
    return name;
  }

  void finish() {
    const auto spell = [&](std::vector<std::string>& columns) {
      for (std::string& name : columns)
        name = column_name(name);
    };
    for (auto& unique : table_.uniques)
      spell(unique.columns);
    for (auto& key : table_.foreign_keys)
      spell(key.columns);
    if (table_.primary_key) {
      spell(table_.primary_key->columns);
      key_nullability();
    }
    drop_repeated_uniques();
    forget_repeated_names(table_.uniques);
    forget_repeated_names(table_.checks);
    forget_repeated_names(table_.foreign_keys);
  }

  /// STRICT and WITHOUT ROWID tables declare their keys NOT NULL by themselves, a rowid's alias
  /// aside.
  void key_nullability() {
    const bool implied = has_option(table_.options, "without_rowid") ||
                         (has_option(table_.options, "strict") && !has_rowid_alias(table_));
    std::vector<std::string> undeclared;
    for (Column& column : table_.columns) {
      if (column.name == column_name(autoincrement_)) column.identity = schema::Identity{"auto"};
      const auto& key = table_.primary_key->columns;
      if (std::find(key.begin(), key.end(), column.name) == key.end()) continue;
      if (column.nullable && !implied) undeclared.push_back(column.name);
      column.nullable = false;
    }
    set_nullable_key(table_, undeclared);
  }

  /// A name tells nothing here, and may stand twice; in models it can't.
  template <class Constraint>
  static void forget_repeated_names(std::vector<Constraint>& constraints) {
    std::set<std::string> names;
    for (Constraint& constraint : constraints) {
      if (!names.insert(constraint.name).second) constraint.name.clear();
    }
  }

  void drop_repeated_uniques() {
    std::vector<schema::Unique> kept;
    for (auto& unique : table_.uniques) {
      const bool repeated = unique.name.empty() &&
                            std::any_of(kept.begin(), kept.end(), [&](const schema::Unique& other) {
                              return schema::same_content(other, unique);
                            });
      if (!repeated) kept.push_back(std::move(unique));
    }
    table_.uniques = std::move(kept);
  }

  SqlReader in_;
  Table table_;
  std::string autoincrement_;
};

}  // namespace

Table parse_create_table(std::string_view sql) {
  return TableReader(sql).read();
}

}  // namespace covet::sqlite
