#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/db/sql_lexer.h"
#include "migrations/directive.h"
#include "migrations/migration.h"

/// The parts of parse_migration().
namespace covet::migrations {

/// Reads one file and collects its faults.
class MigrationParser {
 public:
  MigrationParser(const std::filesystem::path& file, std::string text, const LexicalRules& rules)
      : rules_(rules) {
    migration_.file = file;
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    migration_.text = std::move(text);
  }
  Migration parse();

 private:
  std::string_view text() const { return migration_.text; }
  bool check_bytes();
  void read_name();
  void scan();
  void read_sections();
  void read_section(const Directive& mark, std::size_t end);
  void read_options(const Directive& mark, Section& section);
  void read_irreversible(const Directive& mark, const Section& section);
  void read_directive_of_file(const Directive& directive);
  void read_replaces(const Directive& directive);
  void read_statements(Section& section, std::size_t begin, std::size_t end);
  /// SQL and steps, in the order in which they stand.
  struct Place {
    std::size_t offset = 0;
    std::string_view text;
    bool query = false;
  };
  std::vector<Place> places_in(std::size_t begin, std::size_t end);
  void read_query(SqlStatement& statement);
  void read_batch(const Directive& directive, bool before_step, SqlStatement& statement);
  void read_directives_before(const Place& place, SqlStatement& statement, int& step);
  void check_transaction_control(const SqlStatement& statement, std::size_t offset,
                                 const Section& section);
  Diagnostic& fault(std::string code, std::size_t offset, std::size_t length, std::string message,
                    std::string help = {});
  Diagnostic& fault(std::string code, const Directive& at, std::string message,
                    std::string help = {});
  [[noreturn]] void fail();

  const LexicalRules& rules_;
  Migration migration_;
  std::vector<Directive> directives_;
  std::size_t next_directive_ = 0;  ///< the first that no statement has taken yet
  std::optional<Token> first_code_;
  std::vector<Diagnostic> faults_;
};

}  // namespace covet::migrations
