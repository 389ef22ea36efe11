#include "core/record/csv.h"

#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet::record {
namespace {

constexpr int end_of_file = std::char_traits<char>::eof();

}  // namespace

std::string csv_field(const CsvField& field) {
  if (!field) return {};
  if (!field->empty() && field->find_first_of(",\"\r\n") == std::string::npos) return *field;
  return '"' + replace_all(*field, "\"", "\"\"") + '"';
}

std::string csv_line(const std::vector<CsvField>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line += ',';
    line += csv_field(fields[i]);
  }
  return line + "\r\n";
}

int CsvReader::take() {
  const int c = in_.rdbuf()->sbumpc();
  if (c == end_of_file) return c;
  ++offset_;
  if (c == '\n') ++line_;
  return c;
}

int CsvReader::peek() {
  return in_.rdbuf()->sgetc();
}

CsvField CsvReader::quoted() {
  std::string text;
  take();
  while (true) {
    const int c = take();
    if (c == end_of_file) {
      throw Error(Errc::parse, "a quote is opened and not closed",
                  "close it; a quote within quotes is written twice");
    }
    if (c != '"') {
      text += static_cast<char>(c);
    } else if (peek() == '"') {
      take();
      text += '"';
    } else {
      break;
    }
  }
  const int after = peek();
  if (after != ',' && after != '\r' && after != '\n' && after != end_of_file) {
    throw Error(Errc::parse, "text follows a closed quote",
                "a quote within quotes is written twice");
  }
  return text;
}

CsvField CsvReader::plain() {
  std::string text;
  for (int c = peek(); c != ',' && c != '\r' && c != '\n' && c != end_of_file; c = peek())
    text += static_cast<char>(take());
  if (text.empty()) return std::nullopt;
  return text;
}

bool CsvReader::next(std::vector<CsvField>& fields) {
  fields.clear();
  if (peek() == end_of_file) return false;
  while (true) {
    fields.push_back(peek() == '"' ? quoted() : plain());
    const int c = take();
    if (c == ',') continue;
    if (c == '\r' && peek() == '\n') take();
    return true;
  }
}

}  // namespace covet::record
