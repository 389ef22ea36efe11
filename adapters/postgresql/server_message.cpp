#include "adapters/postgresql/server_message.h"

#include <charconv>
#include <vector>

#include "core/base/strings.h"

namespace covet::postgresql {
namespace {

/// The bytes of `line` that take `columns` columns on a terminal.
std::size_t bytes_in_columns(std::string_view line, std::size_t columns) {
  std::size_t bytes = 0;
  while (bytes < line.size()) {
    std::size_t next = bytes + 1;
    while (next < line.size() && (static_cast<unsigned char>(line[next]) & 0xC0U) == 0x80U)
      ++next;
    if (display_width(line.substr(0, next)) > columns) break;
    bytes = next;
  }
  return bytes;
}

/// Where line `number` of `sql` begins; libpq takes \n, \r and \r\n for the end of a line.
std::optional<std::size_t> start_of_line(std::string_view sql, std::size_t number) {
  std::size_t line = 1;
  std::size_t at = 0;
  while (line < number) {
    at = sql.find_first_of("\r\n", at);
    if (at == std::string_view::npos) return std::nullopt;
    at += sql.substr(at).starts_with("\r\n") ? 2 : 1;
    ++line;
  }
  return at;
}

/// `excerpt_line` is "LINE 2: …text…", `caret_line` the one beneath.
std::optional<std::size_t> find_offset(std::string_view excerpt_line, std::string_view caret_line,
                                       std::string_view sql) {
  const std::size_t caret = caret_line.find('^');
  const std::size_t colon = excerpt_line.find(": ");
  const std::size_t blank = excerpt_line.find(' ');
  if (caret == std::string_view::npos || colon == std::string_view::npos || blank >= colon)
    return {};
  std::size_t number = 0;
  std::from_chars(excerpt_line.data() + blank + 1, excerpt_line.data() + colon, number);
  const std::optional<std::size_t> start = start_of_line(sql, number);
  if (!start) return {};
  const std::string_view rest = sql.substr(*start);
  std::string line(rest.substr(0, rest.find_first_of("\r\n")));
  for (char& c : line) {
    if (c == '\t') c = ' ';
  }
  std::string_view excerpt = excerpt_line.substr(colon + 2);
  std::size_t before = colon + 2;  // columns in front of the excerpt
  if (!line.starts_with(excerpt)) {
    if (excerpt.ends_with("...")) excerpt.remove_suffix(3);
    if (!line.starts_with(excerpt) && excerpt.starts_with("...")) {
      excerpt.remove_prefix(3);
      before += 3;
    }
  }
  const std::size_t found = line.find(excerpt);
  if (found == std::string::npos || caret < before) return {};
  return *start + found + bytes_in_columns(excerpt, caret - before);
}

/// "ERROR:  x" → "ERROR": the word is the server's language's, the two blanks aren't.
std::string_view severity_of(std::string_view line) {
  const std::size_t at = line.find(":  ");
  if (at == std::string_view::npos || line.substr(0, at).find(' ') != std::string_view::npos)
    return {};
  return line.substr(0, at);
}

std::string_view without_severity(std::string_view line) {
  const std::string_view severity = severity_of(line);
  return severity.empty() ? line : trim(line.substr(severity.size() + 1));
}

}  // namespace

ServerMessage parse_server_message(std::string_view report, std::string_view sql) {
  ServerMessage message;
  const std::vector<std::string> lines = split(report, '\n');
  std::string* target = &message.text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = trim(lines[i]);
    if (line.empty()) continue;
    if (i == 0) {
      message.severity = severity_of(line);
      message.text = without_severity(line);
    } else if (line.starts_with("LINE ") && i + 1 < lines.size() && trim(lines[i + 1]) == "^") {
      message.offset = find_offset(lines[i], lines[i + 1], sql);
      ++i;
    } else if (line.starts_with("DETAIL:  ")) {
      target = &message.detail;
      *target = trim(line.substr(9));
    } else if (line.starts_with("HINT:  ")) {
      target = &message.hint;
      *target = trim(line.substr(7));
    } else if (line.starts_with("CONTEXT:  ") || line.starts_with("QUERY:  ")) {
      break;
    } else {
      if (!target->empty()) *target += ' ';
      *target += without_severity(line);
    }
  }
  return message;
}

}  // namespace covet::postgresql
