#include "core/query/query_tokens.h"

#include <array>
#include <charconv>

#include "core/base/source.h"

namespace covet::query {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void append_code_point(std::string& text, unsigned code) {
  const auto byte = [&](unsigned value) { text += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0U | code >> 6U);
    byte(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    byte(0xE0U | code >> 12U);
    byte(0x80U | (code >> 6U & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  } else {
    byte(0xF0U | code >> 18U);
    byte(0x80U | (code >> 12U & 0x3FU));
    byte(0x80U | (code >> 6U & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  }
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<QueryWord> scan() {
    std::vector<QueryWord> words;
    while (true) {
      skip_space();
      const std::size_t start = at_;
      QueryWord word;
      word.offset = start;
      if (at_ == text_.size()) {
        words.push_back(word);
        return words;
      }
      read(word);
      word.size = at_ - start;
      words.push_back(std::move(word));
    }
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void skip_space() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else {
        return;
      }
    }
  }

  void read(QueryWord& word) {
    const char c = peek();
    if (is_letter(c)) {
      word.kind = QueryToken::name;
      while (is_letter(peek()) || is_digit(peek()))
        word.text += text_[at_++];
    } else if (is_digit(c)) {
      word.kind = QueryToken::number;
      while (is_digit(peek()) || (peek() == '.' && is_digit(peek(1))) || peek() == 'e' ||
             ((peek() == '-' || peek() == '+') && word.text.ends_with('e')))
        word.text += text_[at_++];
    } else if (c == '"' || c == '\'') {
      word.kind = QueryToken::text;
      read_text(word);
    } else {
      read_symbol(word);
    }
  }

  void read_symbol(QueryWord& word) {
    constexpr std::array<std::string_view, 4> pairs = {"==", "!=", "<=", ">="};
    word.kind = QueryToken::symbol;
    for (const std::string_view pair : pairs) {
      if (!text_.substr(at_).starts_with(pair)) continue;
      word.text = pair;
      at_ += 2;
      return;
    }
    constexpr std::string_view known = "()[]{},.=~&|+-*/%:<>";
    if (known.find(peek()) == std::string_view::npos) {
      query_fault(text_, at_, 1, "this character means nothing in a query",
                  "texts stand in quotes: name=\"…\"");
    }
    word.text = text_[at_++];
  }

  void read_text(QueryWord& word) {
    const std::size_t start = at_;
    const char quote = text_[at_++];
    while (true) {
      if (at_ == text_.size()) {
        query_fault(text_, start, 1, "a text begins here and doesn't end",
                    std::string("close it with ") + quote);
      }
      const char c = text_[at_++];
      if (c == quote) return;
      if (c == '\\' && at_ < text_.size()) {
        read_escape(word);
      } else {
        word.text += c;
      }
    }
  }

  void read_escape(QueryWord& word) {
    const char c = text_[at_++];
    switch (c) {
      case 'n':
        word.text += '\n';
        return;
      case 't':
        word.text += '\t';
        return;
      case 'r':
        word.text += '\r';
        return;
      case '0':
        word.text += '\0';
        return;
      case 'u':
      case 'U': {
        const std::size_t digits = c == 'u' ? 4 : 8;
        unsigned code = 0;
        const std::string_view hex = text_.substr(at_, digits);
        const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), code, 16);
        if (hex.size() < digits || error != std::errc() || end != hex.data() + hex.size() ||
            code > 0x10FFFF) {
          query_fault(text_, at_ - 2, digits + 2, "this escape is no character",
                      "write \\u and four hexadecimal digits");
        }
        at_ += digits;
        constexpr unsigned high = 0xD800;
        constexpr unsigned low = 0xDC00;
        constexpr unsigned behind = 0xE000;
        if (code >= high && code < behind) {
          unsigned second = 0;
          const std::string_view rest = text_.substr(at_);
          const bool follows =
              rest.size() >= 6 && rest.starts_with("\\u") &&
              std::from_chars(rest.data() + 2, rest.data() + 6, second, 16).ptr == rest.data() + 6;
          if (code >= low || !follows || second < low || second >= behind) {
            query_fault(text_, at_ - digits - 2, digits + 2, "this is one half of a character",
                        "write the character itself, or both halves");
          }
          code = 0x10000 + ((code - high) << 10U) + (second - low);
          at_ += 6;
        }
        append_code_point(word.text, code);
        return;
      }
      default:
        word.text += c;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<QueryWord> query_words(std::string_view text) {
  return Scanner(text).scan();
}

Diagnostic query_diagnostic(std::string_view text, std::size_t offset, std::size_t size,
                            const std::string& message, const std::string& help) {
  const Source source("query", std::string(text));
  return source.at_offset(offset, std::max<std::size_t>(size, 1), "CV301", message, help);
}

void query_fault(std::string_view text, std::size_t offset, std::size_t size,
                 const std::string& message, const std::string& help) {
  throw error_of(Errc::parse, "query", {query_diagnostic(text, offset, size, message, help)});
}

}  // namespace covet::query
