#include "core/record/dump.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/query/compile.h"
#include "core/query/query_set.h"
#include "core/query/receive.h"
#include "core/record/csv.h"
#include "core/validate/bytes_text.h"
#include "core/validate/convert.h"
#include "core/validate/json_text.h"

namespace covet::record {
namespace {

bool is_single(const model::Field& field) {
  constexpr int single_digits = 24;
  return field.type == model::FieldType::float_ &&
         field.precision.value_or(single_digits + 1) <= single_digits;
}

/// The shortest digits that mean the same number of single precision.
double shortest_single(double number) {
  constexpr double most = std::numeric_limits<float>::max();
  if (!(std::abs(number) <= most)) return number;
  const auto single = static_cast<float>(number);
  const std::string digits = fmt::format("{}", single);
  double made = number;
  std::from_chars(digits.data(), digits.data() + digits.size(), made);
  // The largest would be beyond itself.
  return std::abs(made) > most ? number : made;
}

/// All rows by key. Numbers of single precision come as double ones: MySQL cuts what it shows of
/// them to 6 digits.
query::Query all_rows(const model::Model& model, const std::vector<std::string>& names) {
  query::Query query = query::QuerySet(model.handle).order_by(model.key_fields()).query();
  query.values = true;
  query.fields = names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!is_single(*model.find(names[i]))) continue;
    std::string name = "exact";
    while (model.find(name) != nullptr ||
           std::ranges::find(query.fields, name) != query.fields.end())
      name += "_x";
    query.annotations.push_back({{name, query::Expression(query::ExpressionNode(
                                            query::Call{"CastReal", {query::F(names[i])}}))}});
    query.fields[i] = name;
  }
  return query;
}

/// 2026-11-20T09:30:00, which is no moment.
std::string of_no_zone(std::string moment) {
  if (moment.ends_with('Z')) moment.pop_back();
  return moment;
}

/// What the column holds on every engine; a value that doesn't fit its field stays as it is, and is
/// a fault when it is loaded.
Value settled(const model::ModelSet& models, const model::Field& field, Value value) {
  if (is_null(value)) return value;
  if (auto* const number = std::get_if<double>(&value); number && is_single(field))
    *number = shortest_single(*number);
  validate::Conversion made = validate::try_convert(models, field, value);
  auto* const converted = std::get_if<Value>(&made);
  if (converted == nullptr) return value;
  if (std::holds_alternative<Timestamp>(*converted) && !field.time_zone.value_or(true))
    return of_no_zone(to_text(*converted));
  return std::move(*converted);
}

[[noreturn]] void refuse(const model::Model& model, const std::string& field,
                         const std::string& why) {
  throw Error(Errc::unsupported,
              fmt::format("a value of `{}.{}` can't be written: {}", model.handle, field, why),
              "mend it in the database");
}

std::string one_value(const model::Model& model, const std::string& field, const Value& value) {
  if (const auto* const text = std::get_if<std::string>(&value); text && !is_valid_utf8(*text))
    refuse(model, field, "its text is no UTF-8");
  const auto* const json = std::get_if<Json>(&value);
  if (json == nullptr) return validate::json_text(value);
  if (const auto why = validate::why_no_json(json->text)) refuse(model, field, *why);
  // Within a string of JSON a line end is always an escape: these part its tokens.
  std::string line = json->text;
  std::ranges::replace(line, '\n', ' ');
  std::ranges::replace(line, '\r', ' ');
  return line;
}

}  // namespace

TransactionOptions dump_transaction() {
  return {.isolation = Isolation::repeatable_read, .access = Access::read_only};
}

std::vector<std::string> dumped_fields(const model::Model& model) {
  std::vector<std::string> names;
  for (const model::Field& field : model.fields) {
    if (field.type != model::FieldType::many_to_many && field.generated.empty())
      names.push_back(field.name);
  }
  return names;
}

std::uint64_t dump_rows(const model::ModelSet& models, const model::Model& model,
                        Connection& connection,
                        const std::function<void(const std::vector<Value>&)>& take) {
  const std::vector<std::string> names = dumped_fields(model);
  if (names.empty()) return 0;
  const query::Query all = all_rows(model, names);
  const query::Compiled made = query::compile(all, models, connection.dialect());
  const auto cursor = connection.stream(made.statement);
  std::vector<Value> values(names.size());
  std::uint64_t rows = 0;
  while (const Row* const row = cursor->next()) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] =
          settled(models, *model.find(names[i]), query::received(made.outputs.at(i), (*row)[i]));
    }
    take(values);
    ++rows;
  }
  return rows;
}

std::string dump_json(const model::Model& model, const std::vector<std::string>& fields,
                      const std::vector<Value>& row) {
  std::string line =
      fmt::format(R"({{"model": {}, "fields": {{)", validate::json_text(model.handle));
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) line += ", ";
    line += validate::json_text(fields[i]) + ": " + one_value(model, fields[i], row[i]);
  }
  return line + "}}";
}

std::string dump_csv(const std::vector<Value>& row) {
  std::vector<CsvField> fields;
  for (const Value& value : row) {
    CsvField& field = fields.emplace_back();
    if (is_null(value)) continue;
    const auto* const bytes = std::get_if<Bytes>(&value);
    field = bytes == nullptr ? to_text(value) : validate::to_hex_text(*bytes);
  }
  return csv_line(fields);
}

}  // namespace covet::record
