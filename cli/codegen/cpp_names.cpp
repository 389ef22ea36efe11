#include "cli/codegen/cpp_names.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "core/base/strings.h"

namespace covet::cli::codegen {
namespace {

// Key words of C++20, alternative tokens, and what the usual headers define as macros; std and
// covet, which a member of that name would hide.
constexpr std::array<std::string_view, 114> words = {
    "EOF",       "NAN",       "NULL",          "alignas",      "alignof",
    "and",       "and_eq",    "asm",           "assert",       "auto",
    "bitand",    "bitor",     "bool",          "break",        "case",
    "catch",     "char",      "char16_t",      "char32_t",     "char8_t",
    "class",     "co_await",  "co_return",     "co_yield",     "compl",
    "concept",   "const",     "const_cast",    "consteval",    "constexpr",
    "constinit", "continue",  "covet",         "decltype",     "default",
    "delete",    "do",        "double",        "dynamic_cast", "else",
    "enum",      "environ",   "errno",         "explicit",     "export",
    "extern",    "false",     "float",         "for",          "friend",
    "goto",      "if",        "inline",        "int",          "linux",
    "long",      "major",     "makedev",       "minor",        "mutable",
    "namespace", "new",       "noexcept",      "not",          "not_eq",
    "nullptr",   "offsetof",  "operator",      "or",           "or_eq",
    "private",   "protected", "public",        "register",     "reinterpret_cast",
    "requires",  "return",    "setjmp",        "short",        "signed",
    "sizeof",    "static",    "static_assert", "static_cast",  "std",
    "stderr",    "stdin",     "stdout",        "struct",       "switch",
    "template",  "this",      "thread_local",  "throw",        "true",
    "try",       "typedef",   "typeid",        "typename",     "union",
    "unix",      "unsigned",  "using",         "va_arg",       "va_end",
    "va_list",   "va_start",  "virtual",       "void",         "volatile",
    "wchar_t",   "while",     "xor",           "xor_eq"};
static_assert(std::is_sorted(words.begin(), words.end()));

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

bool is_identifier(std::string_view text) {
  return !text.empty() && !is_digit(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

std::string cpp_value_name(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const char next = is_letter(c) || is_digit(c) ? c : '_';
    // Two underscores are the compiler's.
    if (next != '_' || !name.ends_with('_')) name += next;
  }
  // So is one before a capital letter.
  const bool reserved = name.size() > 1 && name[0] == '_' && !(name[1] >= 'a' && name[1] <= 'z');
  if (name == "_" || is_digit(name.front()) || reserved)
    name = (name.front() == '_' ? "n" : "n_") + name;
  if (std::binary_search(words.begin(), words.end(), std::string_view(name))) name += '_';
  return name;
}

std::string cpp_type_name(std::string_view text) {
  std::string name;
  bool start = true;
  for (const char c : text) {
    if (!is_letter(c) && !is_digit(c)) {
      start = true;
      continue;
    }
    name += start ? upper(c) : c;
    start = false;
  }
  if (name.empty() || is_digit(name.front())) name = "N" + name;
  if (std::binary_search(words.begin(), words.end(), std::string_view(name))) name += '_';
  return name;
}

std::string cpp_file_name(std::string_view text) {
  std::string name;
  char before = '_';
  for (const char c : text) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && before != '_' && !(before >= 'A' && before <= 'Z')) name += '_';
    const char next = is_letter(c) || is_digit(c) ? c : '_';
    if (next != '_' || !name.ends_with('_')) name += next;
    before = next;
  }
  return to_lower(name);
}

std::string cpp_literal(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      literal += '\\';
      literal += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      literal += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
    } else {
      literal += c;
    }
  }
  return literal + "\"";
}

std::string cpp_comment(std::string_view text) {
  std::string line = one_line(text);
  // A backslash at its end would take the next line in.
  while (line.ends_with('\\') || line.ends_with(' '))
    line.pop_back();
  return line;
}

std::string CppScope::take(std::string name, const std::string& owner, const SourceSpan& where,
                           std::vector<Diagnostic>& faults) {
  for (auto found = taken_.find(name); found != taken_.end() && found->second.empty();
       found = taken_.find(name))
    name += '_';
  const auto [bearer, fresh] = taken_.emplace(name, owner);
  if (!fresh) {
    faults.push_back(
        {.code = "CV302",
         .message = fmt::format("{}{} would be called `{}` in C++, as is {}", owner,
                                what_.empty() ? "" : " of " + what_, name, bearer->second),
         .where = where,
         .excerpt = {},
         .label = {},
         .notes = {},
         .help = "rename one of them; db_column, table or related_name keep what the "
                 "database and queries say"});
  }
  return name;
}

}  // namespace covet::cli::codegen
