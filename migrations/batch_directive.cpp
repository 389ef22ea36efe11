#include "migrations/batch_directive.h"

#include <charconv>
#include <vector>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/config/config.h"

namespace covet::migrations {
namespace {

constexpr std::string_view every_row = "1 = 1";
constexpr std::string_view usage = "write `-- covet:batch users by id, 5000 rows, pause 20ms`";

/// "users by id", "by id", "users": the last two only before a step.
void parse_names(std::string_view names, Batch& batch) {
  names = trim(names);
  constexpr std::string_view by = "by ";
  if (names.starts_with(by)) {
    batch.key = trim(names.substr(by.size()));
    return;
  }
  const std::size_t middle = names.rfind(" by ");
  batch.table = trim(names.substr(0, middle));
  if (middle != std::string_view::npos) batch.key = trim(names.substr(middle + 4));
}

Error wrong(std::string message) {
  return {Errc::parse, std::move(message), std::string(usage)};
}

std::int64_t parse_rows(std::string_view text) {
  constexpr std::string_view unit = " rows";
  if (!text.ends_with(unit)) throw wrong("the second part of `batch` is how many rows at once");
  text.remove_suffix(unit.size());
  std::int64_t rows = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), rows);
  if (bad != std::errc() || end != text.data() + text.size() || rows < 1) {
    throw wrong("`" + std::string(text) + "` is no number of rows");
  }
  return rows;
}

}  // namespace

Batch parse_batch(std::string_view text, bool before_step) {
  // A quoted name may hold a comma: the last two parts hold none.
  std::vector<std::string> parts = split(text, ',');
  Batch batch;
  constexpr std::string_view pause = "pause ";
  if (const std::string_view last = trim(parts.back()); last.starts_with(pause)) {
    batch.pause = config::parse_duration(trim(last.substr(pause.size())));
    parts.pop_back();
  }
  if (parts.size() < (before_step ? 1U : 2U)) {
    throw wrong("`batch` wants a table, its key and how many rows at once");
  }
  batch.rows = parse_rows(trim(parts.back()));
  parts.pop_back();
  parse_names(join(parts, ","), batch);
  if (before_step) return batch;
  if (batch.key.empty()) throw wrong("`batch` wants the key by which it goes on");
  if (batch.table.empty()) throw wrong("`batch` wants a table and its key");
  return batch;
}

std::optional<std::string> with_batch(std::string_view statement, std::string_view condition,
                                      const LexicalRules& rules) {
  constexpr std::string_view mark = "{batch}";
  std::string text;
  bool found = false;
  for (std::size_t position = 0; position < statement.size();) {
    if (statement.substr(position, mark.size()) == mark) {
      text += condition;
      position += mark.size();
      found = true;
      continue;
    }
    const Token token = next_token(statement, position, rules);
    text += token.text;
    position = token.offset + token.text.size();
  }
  if (!found) return std::nullopt;
  return text;
}

std::string unbatched(const std::string& sql, const LexicalRules& rules) {
  return with_batch(sql, every_row, rules).value_or(sql);
}

std::string unbatched(const SqlStatement& statement, const LexicalRules& rules) {
  const std::string sql = statement.text.str();
  return statement.batch ? unbatched(sql, rules) : sql;
}

}  // namespace covet::migrations
