#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/db/connection.h"

namespace covet::postgresql {

/// A statement as COPY (…) TO takes it, its parameters put in as literals without a type, which the
/// server reads as it reads parameters. nullopt for what COPY may not take or what does more than
/// read: several statements, SHOW, a WITH that writes, FOR UPDATE.
std::optional<std::string> query_for_copy(const Statement& statement);

/// Reads a line of COPY's text format, its fields from the left.
class CopyLine {
 public:
  /// Without its line end; must outlive this.
  explicit CopyLine(std::string_view line) : rest_(line) {}
  /// The next field, a view of the line or of `scratch`, which is written over; nullopt stands for
  /// NULL. Throws Error{internal} behind the last one.
  std::optional<std::string_view> take(std::string& scratch);
  bool done() const { return done_; }

 private:
  std::string_view rest_;
  bool done_ = false;
};

}  // namespace covet::postgresql
