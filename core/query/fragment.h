#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/db/connection.h"

namespace covet::query {

/// A piece of SQL with its parameters at their places: the placeholders get their numbers only when
/// the whole statement stands, so that pieces can be put together in any order, also twice. Copies
/// of a parameter share a number where the engine has numbers: an expression in GROUP BY is then
/// the same as in the list above it.
class Fragment {
 public:
  Fragment() = default;
  Fragment(std::string text) : text_(std::move(text)) {}  // NOLINT(google-explicit-constructor)
  Fragment(std::string_view text) : text_(text) {}        // NOLINT(google-explicit-constructor)
  Fragment(const char* text) : text_(text) {}             // NOLINT(google-explicit-constructor)

  static Fragment of_value(Value value);

  Fragment& operator+=(const Fragment& other);
  friend Fragment operator+(Fragment left, const Fragment& right) { return left += right; }
  bool empty() const { return text_.empty() && holes_.empty(); }
  bool holds(std::string_view text) const { return text_.find(text) != std::string::npos; }

  Statement statement(const Dialect& dialect) const;

 private:
  struct Hole {
    std::size_t at;  ///< before this byte of the text
    std::shared_ptr<const Value> value;
  };
  std::string text_;
  std::vector<Hole> holes_;
};

Fragment join(const std::vector<Fragment>& parts, std::string_view separator);

/// "schema"."name", or the name alone.
std::string quoted_table(const Dialect& dialect, const std::string& schema,
                         const std::string& name);

/// Puts `parts` where `pattern` says {0}, {1}, …; "{*}" stands for all of them, with commas. Other
/// braces stand for themselves.
Fragment fill(std::string_view pattern, const std::vector<Fragment>& parts);

}  // namespace covet::query
