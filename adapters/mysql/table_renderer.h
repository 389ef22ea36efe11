#pragma once

#include <algorithm>
#include <set>
#include <string>

#include "adapters/mysql/alter_batch.h"
#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/flavor.h"
#include "core/base/error.h"
#include "schema/backend.h"

namespace covet::mysql {

/// SQL for changes of one table, one after the other, in as few ALTER TABLE as will do.
class TableRenderer {
 public:
  /// `only_visibility`: keys that are dropped and added again with nothing but that changed.
  TableRenderer(const schema::Schema& before, const Flavor& flavor,
                std::set<std::string> only_visibility)
      : before_(before),
        flavor_(flavor),
        only_visibility_(std::move(only_visibility)),
        batch_(flavor) {}

  void run(const schema::Change& change) { std::visit(*this, change); }
  schema::Rendered finish() {
    flush();
    return std::move(out_);
  }

  void operator()(const schema::CreateTable& c) { say(create_table(c.table, flavor_)); }
  void operator()(const schema::DropTable& c) { say("DROP TABLE " + quoted_name(c.table.name)); }
  void operator()(const schema::RenameTable& c);
  void operator()(const schema::AlterTable& c);
  void operator()(const schema::AddColumn& c);
  void add_json(const schema::AddColumn& c);
  void operator()(const schema::DropColumn& c);
  void operator()(const schema::AlterColumn& c);
  void operator()(const schema::RenameColumn& c);
  /// Takes away, or says anew, whatever names the column in an expression.
  void rename_in_expressions(const schema::RenameColumn& c);
  void rename_beside_generated(const schema::RenameColumn& c, bool computes, bool apart,
                               std::vector<std::string> ends);
  void operator()(const schema::SetPrimaryKey& c);
  void operator()(const schema::AddUnique& c) {
    add_key(c, c.unique, unique_clause(c.unique, flavor_));
  }
  void operator()(const schema::DropUnique& c) { drop_key(c, c.unique.name); }
  void operator()(const schema::AddCheck& c);
  void operator()(const schema::DropCheck& c);
  void operator()(const schema::AddForeignKey& c);
  void operator()(const schema::DropForeignKey& c);
  void operator()(const schema::AddIndex& c);
  void operator()(const schema::DropIndex& c) { drop_key(c, c.index.name); }
  void operator()(const schema::RenameConstraint& c);
  void operator()(const schema::AlterComment& c);
  void operator()(const schema::RenameValue& c);
  void operator()(const schema::CreateEnum& c) { unsupported(c); }
  void operator()(const schema::DropEnum& c) { unsupported(c); }
  void operator()(const schema::AlterEnum& c) { unsupported(c); }
  void operator()(const schema::CreateObject& c) { unsupported(c); }
  void operator()(const schema::DropObject& c) { unsupported(c); }
  void operator()(const schema::ReplaceObject& c) { unsupported(c); }
  void operator()(const schema::AlterRights& c) { unsupported(c); }

 private:
  [[noreturn]] static void unsupported(const schema::Change& change) {
    throw Error(Errc::unsupported, "MySQL and MariaDB can't " + describe(change),
                "put it into a migration of your own (covet make --empty)");
  }

  void say(std::string statement) {
    flush();
    out_.statements.push_back(std::move(statement));
  }
  void flush() {
    if (!flavor_.adds_beside_random_defaults()) put_off_random_defaults();
    if (!batch_.empty()) out_.statements.push_back(batch_.statement(table()));
    adds_fulltext_ = false;
  }
  /// Where columns are added beside defaults that give another value each time: says what is
  /// waiting without these, fills in the rows, and leaves the defaults waiting.
  void put_off_random_defaults();
  /// Only this table is kept up to date: copying the whole schema for each group would be slow.
  void follow(const schema::TableName& name, const schema::Change& change) {
    begin(name);
    apply(state_, change);
  }
  void begin(const schema::TableName& name) {
    if (!state_.tables.empty()) return;
    const schema::Table* found = before_.find_table(name);
    if (found == nullptr) {
      throw Error(Errc::internal, "there is no table " + name.display(),
                  "this is a bug in covet; please report it");
    }
    state_.tables.push_back(*found);
  }
  const schema::Table& table() const { return state_.tables.front(); }

  template <class C>
  void clause(const C& change, std::string text) {
    follow(change.table, change);
    batch_.add(std::move(text));
  }

  template <class C>
  void drop_key(const C& change, const std::string& name) {
    if (only_visibility_.contains(name)) return follow(change.table, change);
    follow(change.table, change);
    batch_.drop_key(name);
  }
  /// MariaDB takes dropping and adding the same key for nothing at all.
  template <class C, class Key>
  void add_key(const C& change, const Key& key, std::string definition) {
    if (!only_visibility_.contains(key.name)) return clause(change, "ADD " + std::move(definition));
    const bool hides = key.options.contains("invisible");
    const char* word =
        flavor_.mariadb() ? (hides ? "IGNORED" : "NOT IGNORED") : (hides ? "INVISIBLE" : "VISIBLE");
    clause(change, "ALTER INDEX " + dialect().quote(key.name) + " " + word);
  }

  void recreate(const schema::Column& column);
  /// Takes away, or says anew, whatever names the column in an expression; `ends` are the clauses
  /// behind.
  void take_along(const std::string& column, std::vector<std::string>& ends);
  /// Follows, and says each generated column anew if one of them computes with what goes.
  void modify_generated(const schema::DropColumn& c);
  /// Drops the keys that the column is in and that are not dropped yet; the clauses that add them
  /// again.
  std::vector<std::string> drop_keys_of(const std::string& column);
  /// `before`: the table's name in the schema that the group starts from.
  void keep_index_beneath(const schema::ForeignKey& key, const schema::TableName& before);
  bool needs_what_comes(const schema::AddForeignKey& c) const;
  void convert(const schema::AlterTable& change);
  void alter_versioning(const schema::AlterTable& change);

  const schema::Schema& before_;
  Flavor flavor_;
  std::set<std::string> only_visibility_;
  schema::Schema state_;
  AlterBatch batch_;
  bool adds_fulltext_ = false;
  std::set<std::pair<schema::TableName, std::string>> made_by_name_;  ///< by keep_index_beneath()
  schema::Rendered out_{.statements = {}};
};

}  // namespace covet::mysql
