#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace covet::postgresql {

class PostgresqlConnection;

/// A COPY … FROM STDIN with its data, as dumps hold it: the command, a semicolon, and on the lines
/// below the rows, up to a line `\.`.
struct CopyIn {
  std::string command;    ///< without its semicolon
  std::string_view rows;  ///< lines, in the text that was read
};

/// Nothing where `sql` is no such statement.
std::optional<CopyIn> copy_in_of(std::string_view sql);

/// Sends it; returns how many lines that were.
std::uint64_t copy_in(PostgresqlConnection& connection, const CopyIn& copy);

}  // namespace covet::postgresql
