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

Batch parse_batch(std::string_view text) {
  // A quoted name may hold a comma: the last two parts hold none.
  std::vector<std::string> parts = split(text, ',');
  Batch batch;
  constexpr std::string_view pause = "pause ";
  if (const std::string_view last = trim(parts.back()); last.starts_with(pause)) {
    batch.pause = config::parse_duration(trim(last.substr(pause.size())));
    parts.pop_back();
  }
  if (parts.size() < 2) throw wrong("`batch` wants a table, its key and how many rows at once");
  batch.rows = parse_rows(trim(parts.back()));
  parts.pop_back();
  const std::string names = join(parts, ",");
  const std::size_t by = names.rfind(" by ");
  if (by == std::string::npos) throw wrong("`batch` wants the key by which it goes on");
  batch.table = trim(std::string_view(names).substr(0, by));
  batch.key = trim(std::string_view(names).substr(by + 4));
  if (batch.table.empty() || batch.key.empty()) throw wrong("`batch` wants a table and its key");
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

std::string unbatched(const SqlStatement& statement, const LexicalRules& rules) {
  if (!statement.batch) return statement.text;
  return with_batch(statement.text, every_row, rules).value_or(statement.text);
}

}  // namespace covet::migrations
