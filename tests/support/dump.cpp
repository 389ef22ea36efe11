#include "tests/support/dump.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "core/base/strings.h"
#include "migrations/sql_split.h"
#include "tests/support/process.h"

namespace covet::tests {
namespace {

std::string run(const std::vector<std::string>& argv, Environment environment) {
  environment["PATH"] = std::getenv("PATH");
  environment["LC_ALL"] = "C.UTF-8";
  ProcessResult result = Process(argv, "/", environment, "").finish();
  if (result.exit_code != 0) throw std::runtime_error(argv.front() + ": " + result.err);
  return std::move(result.out);
}

std::string of_postgresql(const Url& url, bool rights) {
  std::vector<std::string> command{"pg_dump",   "--schema-only",          "-h", url.host,
                                   "-p",        std::to_string(url.port), "-U", url.user,
                                   url.database};
  if (!rights) command.insert(command.begin() + 1, {"--no-owner", "--no-privileges"});
  return run(command, {{"PGPASSWORD", url.password}});
}

/// MySQL puts another character set before the literals of a check whenever it alters the table.
std::string without_introducers(std::string line) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_";
  for (std::size_t at = line.find('_', 1); at != std::string::npos; at = line.find('_', at + 1)) {
    const std::size_t end = line.find_first_not_of(letters, at);
    const bool begins = std::string_view(" (,").find(line[at - 1]) != std::string_view::npos;
    const bool introduces = begins && end != std::string::npos && line[end] == '\'';
    if (introduces && line.substr(at, end - at) != "_binary") line.erase(at, end - at);
  }
  return line;
}

std::string of_mysql(const Url& url) {
  std::string text = run({"mariadb-dump", "--no-defaults", "--no-data", "--routines", "--triggers",
                          "--events", "--skip-comments", "--compact", "-h", url.host, "-P",
                          std::to_string(url.port), "-u", url.user, url.database},
                         {{"MYSQL_PWD", url.password}});
  // Rows are no part of a schema, and neither is the next number.
  constexpr std::string_view counter = " AUTO_INCREMENT=";
  for (std::size_t at = text.find(counter); at != std::string::npos; at = text.find(counter)) {
    const std::size_t end = text.find_first_not_of("0123456789", at + counter.size());
    text.erase(at, end - at);
  }
  std::vector<std::string> lines = split(text, '\n');
  for (std::string& line : lines) {
    if (line.find(" CHECK (") != std::string::npos) line = without_introducers(std::move(line));
  }
  text = join(lines, "\n");
  // It names the database of a sequence that a default takes its number from.
  return replace_all(std::move(text), "`" + url.database + "`.", "");
}

/// Names in quotes or not, ASC said or not, in one spelling.
std::string without_quotes(const std::string& sql, const LexicalRules& rules) {
  std::string text;
  for (const Token& token : lex_code(sql, rules)) {
    if (is_word(token, "ASC")) continue;
    text += (text.empty() ? "" : " ") + to_lower(unquote(token));
  }
  return text;
}

/// Texts are kept as they were written, so a table's is asked of the pragmas.
std::string of_sqlite(const TestDatabase& database) {
  constexpr std::string_view sql = R"(
    SELECT 'column', m.name, i.name, upper(i.type), i."notnull", i.dflt_value, i.pk, i.hidden
      FROM sqlite_schema m, pragma_table_xinfo(m.name) i
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'
    UNION ALL
    SELECT 'index', m.name, CASE l.origin WHEN 'c' THEN l.name ELSE '' END, l."unique", l.origin,
           l.partial, group_concat(coalesce(x.name, '()') || x."desc" || x.coll), ''
      FROM sqlite_schema m, pragma_index_list(m.name) l, pragma_index_xinfo(l.name) x
     WHERE m.type = 'table' AND x.key GROUP BY m.name, l.name
    UNION ALL
    SELECT 'key', m.name, f."table", f."from", f."to", f.on_update, f.on_delete, f."match"
      FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
    UNION ALL
    SELECT 'list', t.name, t.type, t.wr, t.strict, '', '', '' FROM pragma_table_list t
     WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite%'
    UNION ALL
    SELECT 'text', m.type, m.name, m.tbl_name, m.sql, '', '', '' FROM sqlite_schema m
     WHERE m.type IN ('view', 'trigger') OR m.sql LIKE 'CREATE VIRTUAL%'
    UNION ALL
    SELECT 'index', m.name, m.sql, '', '', '', '', '' FROM sqlite_schema m
     WHERE m.type = 'index' AND m.sql IS NOT NULL)";
  const auto connection = database.connect();
  const LexicalRules& rules = database.backend().dialect.lexical_rules();
  std::vector<std::string> lines;
  for (const Row& row : connection->fetch_all(sql)) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += (i == 0 ? "" : "|") + to_text(row[i]);
    // Its predicate and its expressions stand in no pragma.
    if (line.starts_with("index|")) line = without_quotes(line, rules);
    lines.push_back(std::move(line));
  }
  std::ranges::sort(lines);
  return join(lines, "\n");
}

std::string sorted_lines(std::string_view statement) {
  std::vector<std::string> lines;
  for (const std::string& line : split(statement, '\n')) {
    std::string_view text = trim(line);
    if (text.empty() || text.starts_with("--")) continue;
    while (text.ends_with(','))
      text.remove_suffix(1);
    lines.emplace_back(text);
  }
  std::ranges::sort(lines);
  return join(lines, "\n");
}

}  // namespace

std::string dump(const TestDatabase& database, bool rights) {
  // A client that is older than the server refuses to read it; scripts/matrix says so.
  const char* const none = std::getenv("COVET_TEST_NO_DUMP");
  if (none != nullptr && *none != '\0') return {};
  const std::string_view engine = database.backend().engine;
  if (engine == "sqlite") return of_sqlite(database);
  std::string text =
      engine == "postgresql" ? of_postgresql(database.url(), rights) : of_mysql(database.url());
  // pg_dump's own commands for psql.
  std::string sql;
  for (const std::string& line : split(text, '\n')) {
    if (!line.starts_with('\\')) sql += line + "\n";
  }
  std::vector<std::string> statements;
  for (const auto& statement :
       migrations::split_sql(sql, database.backend().dialect.lexical_rules())) {
    std::string one = sorted_lines(statement.text);
    if (!one.starts_with("SET ") && !one.starts_with("/*!")) statements.push_back(std::move(one));
  }
  std::ranges::sort(statements);
  return join(statements, "\n\n") + "\n";
}

}  // namespace covet::tests
