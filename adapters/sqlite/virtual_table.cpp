#include "adapters/sqlite/virtual_table.h"

#include "adapters/sqlite/sql_reader.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

/// "content='posts'" of a full-text table: an empty one keeps no rows.
void read_option(SqlReader& in, const std::string& option, VirtualTable& table) {
  std::string value;
  while (!in.at_end() && !in.at_symbol(",") && !in.at_symbol(")"))
    value += unquote(in.take());
  if (!equals_ignoring_case(option, "content")) return;
  table.holds_rows = false;
  table.reads_a_table = !value.empty();
}

void read_argument(SqlReader& in, bool full_text, VirtualTable& table) {
  in.accept_symbol("+");  // an r-tree's column beside the coordinates
  const std::string name = in.name();
  if (in.accept_symbol("=")) return read_option(in, name, table);
  in.up_to_comma();
  const bool old_option = full_text && equals_ignoring_case(name, "tokenize");
  if (!old_option) table.columns.push_back(name);
}

}  // namespace

std::optional<VirtualTable> read_virtual_table(const schema::Object& object) {
  if (object.kind != "virtual table") return std::nullopt;
  VirtualTable table{.name = object.name.name, .sql = object.sql, .columns = {}};
  try {
    SqlReader in(object.sql);
    for (const char* word : {"CREATE", "VIRTUAL", "TABLE"})
      in.expect_word(word);
    in.name();
    in.expect_word("USING");
    const std::string module = to_lower(in.name());
    const bool full_text = module == "fts3" || module == "fts4" || module == "fts5";
    table.has_rowid = full_text;
    if (!full_text && module != "rtree" && module != "rtree_i32") return std::nullopt;
    in.expect_symbol("(");
    do {
      read_argument(in, full_text, table);
    } while (in.accept_symbol(","));
  } catch (const Error&) {
    return std::nullopt;
  }
  return table;
}

}  // namespace covet::sqlite
