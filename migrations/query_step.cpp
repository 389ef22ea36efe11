#include "migrations/query_step.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/base/strings.h"
#include "core/query/operand.h"
#include "core/query/parse.h"
#include "core/query/query_tokens.h"

namespace covet::migrations {
namespace {

using query::QueryToken;
using query::QueryWord;

constexpr std::string_view dashes = "--";
constexpr std::string_view blanks = " \t";
constexpr std::string_view how = "end it with update(…), delete() or create(…)";

/// Whether a line, without its end, goes on from the step above it.
bool goes_on(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  if (!line.starts_with(dashes)) return false;
  line.remove_prefix(dashes.size());
  const std::size_t indent = line.find_first_not_of(" \t\r");
  if (indent == std::string_view::npos || line.substr(indent).starts_with("covet:")) return false;
  return indent >= 2 || line[indent] == '.';
}

bool is_symbol(const QueryWord& word, std::string_view text) {
  return word.kind == QueryToken::symbol && word.text == text;
}

/// A call in the chain, `.update(…)`, by the indices of its words.
struct ChainCall {
  std::size_t dot = 0;
  std::size_t name = 0;
  std::size_t end = 0;  ///< behind the closing bracket
};

std::vector<ChainCall> links_of(const std::vector<QueryWord>& words) {
  std::vector<ChainCall> links;
  int depth = 0;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (is_symbol(words[i], "(") || is_symbol(words[i], "[")) ++depth;
    if (is_symbol(words[i], ")") || is_symbol(words[i], "]")) --depth;
    if (depth == 0 && is_symbol(words[i], ".") && words[i + 1].kind == QueryToken::name) {
      links.push_back({i, i + 1, i + 2});
    } else if (depth == 0 && !links.empty()) {
      links.back().end = i + 1;
    }
  }
  return links;
}

class Reader {
 public:
  explicit Reader(std::string_view comment)
      : text_(query_text(comment)), words_(query::query_words(text_)), links_(links_of(words_)) {
    for (const QueryWord& word : words_) {
      if (word.kind != QueryToken::text) continue;
      if (text_.substr(word.offset, word.size).find('\n') == std::string::npos) continue;
      fault(word, "this text goes on over the end of a line", "write \\n for a line's end");
    }
  }

  QueryStep read() {
    if (!links_.empty() && words_[links_.front().name].text == "create") return creation();
    QueryStep step{.query = query::parse_query(text_).query()};
    const auto purpose = step.query.purpose;
    if (purpose != query::Query::Purpose::update && purpose != query::Query::Purpose::remove) {
      fault(words_[links_.empty() ? 0 : links_.back().name], "this step changes no rows",
            std::string(how));
    }
    return step;
  }

 private:
  [[noreturn]] void fault(const QueryWord& at, const std::string& message,
                          const std::string& help) const {
    query::query_fault(text_, at.offset, at.size, message, help);
  }

  /// The words of `create` are those of `update`.
  QueryStep creation() const {
    QueryStep step{};
    for (const ChainCall& link : links_) {
      const QueryWord& name = words_[link.name];
      if (name.text != "create") fault(name, "create(…) stands by itself", "make it another step");
      query::Query row = query::parse_query(only(link)).query();
      check_row(name, row, step);
      step.query.model = row.model;
      step.rows.push_back(std::move(row.assignments));
    }
    return step;
  }

  std::string only(const ChainCall& wanted) const {
    std::string text = text_;
    for (const ChainCall& link : links_) {
      const std::size_t from = words_[link.dot].offset;
      const QueryWord& last = words_[link.end - 1];
      if (link.dot == wanted.dot) {
        text.replace(words_[link.name].offset, 6, "update");
      } else {
        std::fill(text.begin() + static_cast<std::ptrdiff_t>(from),
                  text.begin() + static_cast<std::ptrdiff_t>(last.offset + last.size), ' ');
      }
    }
    return text;
  }

  void check_row(const QueryWord& at, const query::Query& row, const QueryStep& step) const {
    if (row.assignments.empty()) fault(at, "a row of what?", "write create(name=\"…\")");
    for (const query::Named& named : row.assignments) {
      if (query::constant_of(named.expression) != nullptr) continue;
      fault(at, fmt::format("create() takes values, and `{}` is computed", named.name),
            "update() can compute it afterwards");
    }
    if (step.rows.empty()) return;
    const bool same = std::equal(row.assignments.begin(), row.assignments.end(),
                                 step.rows.front().begin(), step.rows.front().end(),
                                 [](const auto& a, const auto& b) { return a.name == b.name; });
    if (!same)
      fault(at, "this row has other fields than the first",
            "give all rows of a step the same fields in the same order, or make it another step");
  }

  std::string text_;
  std::vector<QueryWord> words_;
  std::vector<ChainCall> links_;
};

}  // namespace

std::string_view QueryStep::verb() const {
  if (!rows.empty()) return "create";
  return query.purpose == query::Query::Purpose::remove ? "delete" : "update";
}

bool is_query(const Directive& directive) {
  return directive.name == "query";
}

std::string_view query_comment(std::string_view text, const Directive& directive) {
  std::size_t end = directive.offset + directive.length;
  while (true) {
    const std::size_t line = text.find('\n', end);
    if (line == std::string_view::npos || !trim(text.substr(end, line - end)).empty()) break;
    const std::size_t next = std::min(text.find('\n', line + 1), text.size());
    std::string_view below = text.substr(line + 1, next - line - 1);
    if (!goes_on(below)) break;
    end = line + 1 + below.find_last_not_of(" \t\r") + 1;
  }
  return text.substr(directive.offset, end - directive.offset);
}

std::string query_text(std::string_view comment) {
  constexpr std::string_view mark = "covet:query";
  std::string text(comment);
  const std::size_t said = std::min(text.find(mark) + mark.size(), text.size());
  std::fill(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(said), ' ');
  for (std::size_t line = text.find('\n'); line != std::string::npos;
       line = text.find('\n', line + 1)) {
    const std::size_t at = text.find(dashes, line);
    if (at != std::string::npos) text.replace(at, dashes.size(), "  ");
  }
  return text;
}

std::string as_comment(std::string_view query) {
  std::string comment = "-- covet:query";
  std::string lead = " ";
  for (const std::string& line : split(query, '\n')) {
    if (trim(line).empty()) continue;
    comment += lead + std::string(trim(line));
    lead = "\n--   ";
  }
  return comment + "\n";
}

bool have_steps(std::span<const Migration> migrations) {
  const auto has = [](const Section& section) {
    return std::any_of(section.statements.begin(), section.statements.end(),
                       [](const SqlStatement& one) { return one.query.has_value(); });
  };
  return std::any_of(migrations.begin(), migrations.end(), [&](const Migration& migration) {
    return has(migration.up) || (migration.down && has(*migration.down));
  });
}

QueryStep parse_query_step(std::string_view comment) {
  return Reader(comment).read();
}

std::string canonical_query(std::string_view comment) {
  const std::string text = query_text(comment);
  try {
    std::string canonical;
    for (const QueryWord& word : query::query_words(text)) {
      canonical += fmt::format("{}{}:{}", static_cast<int>(word.kind), word.text.size(), word.text);
    }
    return canonical;
  } catch (const Error&) {
    return std::string(trim(text));  // the file is faulty anyway
  }
}

std::vector<std::string> query_texts(std::string_view comment) {
  std::vector<std::string> texts;
  for (QueryWord& word : query::query_words(query_text(comment))) {
    if (word.kind == QueryToken::text) texts.push_back(std::move(word.text));
  }
  return texts;
}

Diagnostic in_file(Diagnostic fault, const Migration& migration, std::size_t line,
                   std::size_t column) {
  if (fault.where.line <= 1) fault.where.column += column - 1;
  fault.where.line += line - 1;
  fault.where.file = migration.file.string();
  fault.excerpt = line_at(migration.text, fault.where.line);
  return fault;
}

}  // namespace covet::migrations
