#include "adapters/sqlite/object_sql.h"

#include <algorithm>
#include <iterator>

#include <fmt/core.h>

#include "adapters/sqlite/dialect.h"
#include "adapters/sqlite/sql_reader.h"
#include "adapters/sqlite/virtual_table.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

using schema::Object;
using schema::Rendered;

std::string quote(const std::string& name) {
  return dialect().quote(name);
}

std::string drop_statement(const Object& object) {
  if (!object.drop_sql.empty()) return object.drop_sql;
  const std::string kind = object.kind == "virtual table" ? "TABLE" : to_upper(object.kind);
  return fmt::format("DROP {} {}", kind, quote(object.name.name));
}

std::vector<std::string> shared_columns(const VirtualTable& from, const VirtualTable& to) {
  std::vector<std::string> columns;
  for (const std::string& column : to.columns) {
    const bool there = std::ranges::any_of(
        from.columns, [&](const std::string& old) { return equals_ignoring_case(old, column); });
    if (there) columns.push_back(quote(column));
  }
  return columns;
}

void carry_rows(const VirtualTable& to, const std::vector<std::string>& columns, Rendered& out) {
  const std::string list = join(columns, ", ");
  const std::string name = quote(to.name);
  const std::string interim = quote("covet_new_" + to.name);
  out.statements.push_back(fmt::format("CREATE TABLE {} AS SELECT {}{} FROM {}", interim,
                                       to.has_rowid ? "rowid AS covet_rowid, " : "", list, name));
  out.statements.push_back("DROP TABLE " + name);
  out.statements.push_back(to.sql);
  out.statements.push_back(fmt::format("INSERT INTO {} ({}{}) SELECT {}{} FROM {}", name,
                                       to.has_rowid ? "rowid, " : "", list,
                                       to.has_rowid ? "covet_rowid, " : "", list, interim));
  out.statements.push_back("DROP TABLE " + interim);
}

}  // namespace

std::string stored_statement(const std::string& sql) {
  SqlReader in(sql);
  if (!in.accept_word("CREATE")) return sql;
  if (!in.accept_word("TEMP")) in.accept_word("TEMPORARY");
  std::string head = "CREATE ";
  if (in.accept_word("VIRTUAL")) {
    if (!in.accept_word("TABLE")) return sql;
    head += "VIRTUAL TABLE ";
  } else if (in.accept_word("VIEW")) {
    head += "VIEW ";
  } else if (in.accept_word("TRIGGER")) {
    head += "TRIGGER ";
  } else {
    return sql;
  }
  if (in.at_word("IF") && in.at_word("NOT", 1) && in.at_word("EXISTS", 2)) {
    for (int i = 0; i < 3; ++i)
      in.take();
  }
  if (in.at_symbol(".", 1)) {
    in.take();
    in.take();
  }
  return in.at_end() ? sql : head + sql.substr(in.peek().offset);
}

void create_object(const Object& object, Rendered& out) {
  out.statements.push_back(object.sql);
  std::ranges::copy(object.then, std::back_inserter(out.statements));
  std::ranges::copy(object.keep, std::back_inserter(out.statements));
}

void drop_object(const Object& object, Rendered& out) {
  out.statements.push_back(drop_statement(object));
}

void replace_object(const Object& from, const Object& to, Rendered& out) {
  if (from.sql == to.sql) return;
  const auto before = read_virtual_table(from);
  const auto after = read_virtual_table(to);
  std::vector<std::string> columns;
  if (before && after && before->holds_rows && after->holds_rows)
    columns = shared_columns(*before, *after);
  if (!columns.empty()) {
    carry_rows(*after, columns, out);
  } else {
    drop_object(from, out);
    out.statements.push_back(to.sql);
    if (after && after->reads_a_table) {
      out.statements.push_back(
          fmt::format("INSERT INTO {0} ({0}) VALUES ('rebuild')", quote(to.name.name)));
    } else {
      out.notes.push_back(
          fmt::format("the virtual table {} is made anew, and is empty then", to.name.display()));
    }
  }
  std::ranges::copy(to.then, std::back_inserter(out.statements));
}

}  // namespace covet::sqlite
