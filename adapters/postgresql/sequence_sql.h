#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/db/rows.h"
#include "schema/schema.h"

namespace covet::postgresql {

using SequenceOptions = std::map<std::string, std::int64_t>;

/// Of a row with the columns of pg_sequence: those options that differ from what CREATE SEQUENCE AS
/// `type` gives.
SequenceOptions sequence_options(const Row& row, std::string_view type);

/// " START WITH 5 INCREMENT BY 2": each with a blank in front.
std::string sequence_clauses(const SequenceOptions& options);

/// ALTER COLUMN's or ALTER SEQUENCE's way from one set of options to the other; `set` is "SET " in
/// the first.
std::string sequence_changes(const SequenceOptions& from, const SequenceOptions& to,
                             std::string_view type, std::string_view set);

/// Moves the sequence's value to where the new bounds have it; "" where they leave it room as it
/// is.
std::string sequence_clamp(const std::string& quoted_name, const SequenceOptions& from,
                           const SequenceOptions& to, std::string_view type);

/// The name that the server gives to what belongs to a column: its names cut as it cuts them.
std::string usual_name(std::string_view table, std::string_view column, std::string_view label);
/// That of a serial column's sequence.
std::string serial_sequence(std::string_view table, std::string_view column);
schema::TableName serial_sequence(const schema::TableName& table, std::string_view column);

/// CREATE SEQUENCE taken apart, as read by the inspector or written by a person.
struct SequenceText {
  std::string type = "bigint";
  SequenceOptions options{};
  std::string owner{};  ///< "t"."c" as written
};
SequenceText parse_sequence(std::string_view sql);

}  // namespace covet::postgresql
