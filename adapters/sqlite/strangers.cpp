#include "adapters/sqlite/strangers.h"

#include <memory>
#include <optional>
#include <vector>

#include <fmt/core.h>
#include <sqlite3.h>

#include "adapters/sqlite/sql_reader.h"
#include "core/base/hints.h"
#include "core/base/strings.h"

namespace covet::sqlite {
namespace {

bool is_definition(std::string_view sql) {
  SqlReader in(sql);
  if (in.accept_word("ALTER")) return in.at_word("TABLE");
  if (!in.accept_word("CREATE")) return false;
  in.accept_word("UNIQUE");
  return in.at_word("TABLE") || in.at_word("INDEX");
}

/// "x" of "error in index i after rename: no such function: x".
std::optional<std::string> name_behind(const std::string& message, std::string_view words) {
  const std::size_t at = message.find(words);
  if (at == std::string::npos) return std::nullopt;
  return message.substr(at + words.size());
}

bool is_near(sqlite3* db, const std::string& name, const char* known) {
  std::vector<std::string> names;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(db, known, -1, &statement, nullptr) != SQLITE_OK) return true;
  while (sqlite3_step(statement) == SQLITE_ROW)
    names.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
  sqlite3_finalize(statement);
  // SQLite lists a collation that it has only read of.
  std::erase(names, to_lower(name));
  return nearest(to_lower(name), names).has_value();
}

struct Collation {
  sqlite3* db;
  std::string name;
  std::string* used;
};

/// A comparison can't fail: the statement that it is for is stopped.
int compare(void* collation, int, const void*, int, const void*) {
  const auto* self = static_cast<const Collation*>(collation);
  *self->used = self->name;
  sqlite3_interrupt(self->db);
  return 0;
}

bool register_collation(sqlite3* db, const std::string& name, std::string& used) {
  auto collation = std::make_unique<Collation>(Collation{db, name, &used});
  const int code =
      sqlite3_create_collation_v2(db, name.c_str(), SQLITE_UTF8, collation.get(), compare,
                                  [](void* gone) { delete static_cast<Collation*>(gone); });
  if (code != SQLITE_OK) return false;
  collation.release();
  return true;
}

void refuse(sqlite3_context* context, int, sqlite3_value**) {
  const auto* name = static_cast<const std::string*>(sqlite3_user_data(context));
  const std::string why =
      fmt::format("the function {} belongs to the program that this database is for", *name);
  sqlite3_result_error(context, why.c_str(), -1);
}

bool register_function(sqlite3* db, const std::string& name) {
  auto own = std::make_unique<std::string>(name);
  const int code = sqlite3_create_function_v2(
      db, name.c_str(), -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, own.get(), refuse, nullptr, nullptr,
      [](void* gone) { delete static_cast<std::string*>(gone); });
  // Where it fails it has taken the name away.
  own.release();
  return code == SQLITE_OK;
}

}  // namespace

bool stand_in(sqlite3* db, const Error& error, std::string_view sql, std::string& used) {
  if (!is_definition(sql)) return false;
  if (const auto name = name_behind(error.message(), "no such collation sequence: ")) {
    return !is_near(db, *name, "SELECT lower(name) FROM pragma_collation_list") &&
           register_collation(db, *name, used);
  }
  if (const auto name = name_behind(error.message(), "no such function: ")) {
    return !is_near(db, *name, "SELECT DISTINCT lower(name) FROM pragma_function_list") &&
           register_function(db, *name);
  }
  return false;
}

Error unknown_order(const std::string& collation) {
  return {Errc::statement,
          fmt::format("rows would have to be put in the order of the collation {}, which the "
                      "program that this database is for brings along",
                      collation),
          "let that program make this change, or drop the indexes in that order first"};
}

}  // namespace covet::sqlite
