#include "adapters/mysql/values.h"

#include <charconv>
#include <memory>

#include <cppconn/datatype.h>
#include <cppconn/resultset.h>
#include <cppconn/resultset_metadata.h>

#include "core/base/error.h"

namespace covet::mysql {
namespace {

template <class Number>
Value number_of(std::string text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return text;
  return number;
}

Bytes bytes_of(const std::string& text) {
  Bytes bytes(text.size());
  for (std::size_t i = 0; i < text.size(); ++i)
    bytes[i] = static_cast<std::byte>(text[i]);
  return bytes;
}

/// Dates that are none (0000-00-00, 2024-02-30 where the server allows it) stay as they were
/// written.
template <class Parse>
Value parsed(std::string text, Parse parse) {
  try {
    return parse(text);
  } catch (const Error&) {
    return text;
  }
}

Holds holds_of(sql::ResultSetMetaData& columns, unsigned column) {
  switch (columns.getColumnType(column)) {
    case sql::DataType::BIT:
      return Holds::bits;
    case sql::DataType::TINYINT:
    case sql::DataType::SMALLINT:
    case sql::DataType::MEDIUMINT:
    case sql::DataType::INTEGER:
    case sql::DataType::YEAR:
      return Holds::signed_integer;
    case sql::DataType::BIGINT:
      return columns.isSigned(column) ? Holds::signed_integer : Holds::unsigned_integer;
    case sql::DataType::REAL:
    case sql::DataType::DOUBLE:
      return Holds::real;
    case sql::DataType::DECIMAL:
    case sql::DataType::NUMERIC:
      return Holds::decimal;
    case sql::DataType::BINARY:
    case sql::DataType::VARBINARY:
    case sql::DataType::LONGVARBINARY:
    case sql::DataType::GEOMETRY:
      return Holds::bytes;
    case sql::DataType::DATE:
      return Holds::date;
    case sql::DataType::TIME:
      return Holds::time;
    case sql::DataType::TIMESTAMP:
      return Holds::moment;
    case sql::DataType::JSON:
      return Holds::json;
    default:
      return Holds::text;
  }
}

}  // namespace

Value value_of(Holds holds, std::string text) {
  switch (holds) {
    case Holds::signed_integer:
      return number_of<std::int64_t>(std::move(text));
    case Holds::unsigned_integer:
    case Holds::bits:
      return number_of<std::uint64_t>(std::move(text));
    case Holds::real:
      return number_of<double>(std::move(text));
    case Holds::decimal:
      return Decimal{std::move(text)};
    case Holds::bytes:
      return bytes_of(text);
    case Holds::date:
      return parsed(std::move(text), [](const std::string& t) { return Value(parse_date(t)); });
    case Holds::time:
      return parsed(std::move(text), [](const std::string& t) { return Value(parse_time(t)); });
    case Holds::moment:
      return parsed(std::move(text),
                    [](const std::string& t) { return Value(parse_timestamp(t)); });
    case Holds::json:
      return Json{std::move(text)};
    case Holds::text:
      break;
  }
  return text;
}

RowReader::RowReader(sql::ResultSet& result) : result_(&result) {
  sql::ResultSetMetaData& columns = *result.getMetaData();
  const unsigned count = columns.getColumnCount();
  auto names = std::make_shared<std::vector<std::string>>();
  for (unsigned column = 1; column <= count; ++column) {
    names->push_back(columns.getColumnLabel(column));
    holds_.push_back(holds_of(columns, column));
  }
  names_ = std::move(names);
}

void RowReader::read(std::span<Value> values) const {
  for (std::size_t i = 0; i < values.size(); ++i) {
    // Only getString tells the truth: the other getters turn what they can't read into 0.
    std::string text = result_->getString(static_cast<unsigned>(i + 1));
    if (result_->wasNull()) {
      values[i] = Null{};
    } else {
      values[i] = value_of(holds_[i], std::move(text));
    }
  }
}

Rows read_rows(sql::ResultSet& result) {
  const RowReader reader(result);
  Rows rows;
  rows.reserve(result.rowsCount());
  while (result.next()) {
    std::vector<Value> values(reader.holds().size());
    reader.read(values);
    rows.emplace_back(reader.names(), std::move(values));
  }
  return rows;
}

}  // namespace covet::mysql
