#include "adapters/mysql/table_renderer.h"

#include <algorithm>

#include <fmt/core.h>

#include "adapters/mysql/ddl_text.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/type_text.h"
#include "core/base/contains.h"
#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet::mysql {

using schema::AddCheck;
using schema::AddForeignKey;
using schema::AddIndex;
using schema::AlterComment;
using schema::AlterTable;
using schema::Check;
using schema::DropCheck;
using schema::DropForeignKey;
using schema::ForeignKey;
using schema::Index;
using schema::IndexKey;
using schema::Named;
using schema::RenameConstraint;
using schema::RenameTable;
using schema::SetPrimaryKey;
using schema::Table;
using schema::Unique;

/// MySQL makes one fulltext index at a time.
void TableRenderer::operator()(const AddIndex& c) {
  const bool fulltext = c.index.method == "fulltext";
  // With another parser alone it takes it for the one that it drops, and does nothing.
  if (fulltext && (adds_fulltext_ || batch_.drops_key(c.index.name))) flush();
  add_key(c, c.index, index_clause(c.index, flavor_));
  adds_fulltext_ = adds_fulltext_ || fulltext;
}

void TableRenderer::operator()(const RenameTable& c) {
  flush();
  follow(c.from, c);
  say(fmt::format("RENAME TABLE {} TO {}", quoted_name(c.from), quoted_name(c.to)));
  // The server renames along what it thinks it named itself.
  const std::string checks = c.from.name + "_chk_";
  for (const Check& check : table().checks) {
    if (!flavor_.checks_follow_tables() || !check.name.starts_with(checks)) continue;
    batch_.add("DROP CHECK " +
               dialect().quote(c.to.name + "_chk_" + check.name.substr(checks.size())));
    batch_.add("ADD " + check_clause(check, flavor_));
  }
  const std::string prefix = c.from.name + "_ibfk_";
  for (const ForeignKey& key : table().foreign_keys) {
    if (!key.name.starts_with(prefix)) continue;
    keep_index_beneath(key, c.from);
    batch_.drop_foreign_key(c.to.name + "_ibfk_" + key.name.substr(prefix.size()));
    batch_.add("ADD " + foreign_key_clause(key, flavor_));
  }
}

void TableRenderer::operator()(const AlterTable& c) {
  const auto engine = [](const schema::Options& options) {
    const auto said = options.find("engine");
    return said == options.end() ? std::string("InnoDB") : said->second;
  };
  const std::string from = engine(c.options_from), to = engine(c.options_to);
  // Another engine refuses a table while it has the keys.
  if (from != to && batch_.drops_foreign_keys()) flush();
  follow(c.table, c);
  if (c.comment_from != c.comment_to) batch_.add("COMMENT=" + quoted_text(c.comment_to));
  for (const auto& [key, value] : c.options_from) {
    if (c.options_to.contains(key) || key == "collation" || is_table_part(key)) continue;
    batch_.add(key == "engine" ? "ENGINE=InnoDB" : reset_option_clause(key));
  }
  const auto had = table_option_clauses(Table{.name = c.table, .options = c.options_from});
  for (const std::string& text :
       table_option_clauses(Table{.name = c.table, .options = c.options_to})) {
    const std::string key = text.substr(0, text.find('='));
    const bool charset = key == "DEFAULT CHARSET" || key == "COLLATE";
    if (!charset && std::find(had.begin(), had.end(), text) == had.end()) batch_.add(text);
  }
  convert(c);
  alter_versioning(c);
  if (from != "Aria" || to == from || c.options_to.contains("page_checksum")) return;
  // The other engine keeps what Aria does of itself, unless it is told when the table is its own.
  flush();
  batch_.add("PAGE_CHECKSUM=DEFAULT");
}

/// Partitions are none of this statement's clauses: see render_group.
void TableRenderer::alter_versioning(const AlterTable& c) {
  const auto alter = [&](const char* option, auto add, auto drop) {
    const auto from = c.options_from.find(option);
    const auto to = c.options_to.find(option);
    const bool had = from != c.options_from.end(), has = to != c.options_to.end();
    if (had && (!has || from->second != to->second)) batch_.add(drop(from->second));
    if (has && (!had || from->second != to->second)) batch_.add(add(to->second));
  };
  const auto add_period = [](const std::string& text) { return "ADD PERIOD FOR " + text; };
  const auto drop_period = [](const std::string& text) {
    return "DROP PERIOD FOR " + std::string(trim(text.substr(0, text.find('('))));
  };
  alter("period", add_period, drop_period);
  alter("system_period", add_period, drop_period);
  const bool comes = c.options_to.contains("system_versioning");
  if (comes == c.options_from.contains("system_versioning")) return;
  // Columns without it are known only while it is there; its own period comes and goes along.
  const bool alone =
      !c.options_from.contains("system_period") && !c.options_to.contains("system_period");
  if (alone && !comes) flush();
  batch_.add(comes ? "ADD SYSTEM VERSIONING" : "DROP SYSTEM VERSIONING");
  if (alone && comes) flush();
}

void TableRenderer::operator()(const SetPrimaryKey& c) {
  follow(c.table, c);
  if (c.from) batch_.add("DROP PRIMARY KEY");
  if (c.to) batch_.add("ADD " + primary_key_clause(*c.to, flavor_));
}

void TableRenderer::operator()(const AddCheck& c) {
  follow(c.table, c);
  if (is_column_check(c.check, table(), flavor_)) {
    batch_.modify(c.check.name);
  } else {
    batch_.add("ADD " + check_clause(c.check, flavor_));
  }
}

void TableRenderer::operator()(const DropCheck& c) {
  follow(c.table, c);
  const std::string name = dialect().quote(c.check.name);
  if (is_column_check(c.check, table(), flavor_)) {
    // It may be one of the table, too, that happens to bear a column's name.
    batch_.add("DROP CONSTRAINT IF EXISTS " + name);
    batch_.modify(c.check.name);
  } else {
    batch_.add((flavor_.mariadb() ? "DROP CONSTRAINT " : "DROP CHECK ") + name);
  }
}

/// A reference of a table to itself finds no key that the same statement makes.
bool TableRenderer::needs_what_comes(const AddForeignKey& c) const {
  if (c.key.target != c.table || batch_.empty()) return false;
  const Table* const old = before_.find_table(c.table);
  return old == nullptr || !old->primary_key || !table().primary_key ||
         old->primary_key->columns != table().primary_key->columns ||
         std::ranges::any_of(c.key.target_columns, [&](const std::string& name) {
           return old->find_column(name) == nullptr;
         });
}

void TableRenderer::operator()(const AddForeignKey& c) {
  if (batch_.drops_foreign_key(c.key.name) || needs_what_comes(c)) flush();
  clause(c, "ADD " + foreign_key_clause(c.key, flavor_));
}

/// An index that the server made for a foreign key by itself would give way to another, of the next
/// key's name, unless it is made anew by name. Whether it did, only its name tells.
void TableRenderer::keep_index_beneath(const ForeignKey& key, const schema::TableName& before) {
  const Table* old = before_.find_table(before);
  const auto by_itself = [&](const Index& index) {
    return !flavor_.own_indexes_show() || index.name == key.columns.front() ||
           (old != nullptr && std::ranges::any_of(old->foreign_keys, [&](const auto& other) {
              return other.name == index.name && other.columns == key.columns;
            }));
  };
  for (const Index& index : table().indexes) {
    if (index.name == key.name || index.unique || !by_itself(index)) continue;
    if (old == nullptr || !contains(old->indexes, index)) continue;
    const bool beneath = std::ranges::equal(index.keys, key.columns,
                                            [](const IndexKey& part, const std::string& column) {
                                              return part == IndexKey{.column = column};
                                            });
    if (!beneath || !made_by_name_.emplace(table().name, index.name).second) continue;
    batch_.remake_key(index.name, index_clause(index, flavor_));
  }
}

void TableRenderer::operator()(const DropForeignKey& c) {
  follow(c.table, c);
  keep_index_beneath(c.key, c.table);
  batch_.drop_foreign_key(c.key.name);
}

void TableRenderer::operator()(const RenameConstraint& c) {
  follow(c.table, c);
  switch (c.what) {
    case Named::primary_key:
      return;  // always PRIMARY
    case Named::unique:
    case Named::index:
      batch_.add(
          fmt::format("RENAME INDEX {} TO {}", dialect().quote(c.from), dialect().quote(c.to)));
      return;
    case Named::check: {
      const auto& checks = table().checks;
      const auto check = std::find_if(checks.begin(), checks.end(),
                                      [&](const Check& item) { return item.name == c.to; });
      batch_.add((flavor_.mariadb() ? "DROP CONSTRAINT " : "DROP CHECK ") +
                 dialect().quote(c.from));
      batch_.add("ADD " + check_clause(*check, flavor_));
      return;
    }
    case Named::foreign_key: {
      const auto& keys = table().foreign_keys;
      const auto key = std::find_if(keys.begin(), keys.end(),
                                    [&](const ForeignKey& item) { return item.name == c.to; });
      keep_index_beneath(*key, c.table);
      batch_.drop_foreign_key(c.from);
      batch_.add("ADD " + foreign_key_clause(*key, flavor_));
    }
  }
}

/// No statement changes a comment alone.
void TableRenderer::operator()(const AlterComment& c) {
  follow(c.table, c);
  const auto again = [&](std::string clause) {
    batch_.drop_key(c.name);
    batch_.add("ADD " + std::move(clause));
  };
  if (c.what == Named::primary_key) {
    batch_.add("DROP PRIMARY KEY");
    batch_.add("ADD " + primary_key_clause(*table().primary_key, flavor_));
  } else if (c.what == Named::index) {
    again(index_clause(*std::ranges::find(table().indexes, c.name, &Index::name), flavor_));
  } else if (c.what == Named::unique) {
    again(unique_clause(*std::ranges::find(table().uniques, c.name, &Unique::name), flavor_));
  }
}

}  // namespace covet::mysql
