#include "core/record/dump.h"

#include <algorithm>

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

/// What the column holds on every engine; a value that doesn't fit its field stays as it is, and is
/// a fault when it is loaded.
Value settled(const model::ModelSet& models, const model::Field& field, Value value) {
  if (is_null(value)) return value;
  validate::Conversion made = validate::try_convert(models, field, value);
  if (auto* const converted = std::get_if<Value>(&made)) return std::move(*converted);
  return value;
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
  const query::QuerySet all =
      query::QuerySet(model.handle).values(names).order_by(model.key_fields());
  const query::Compiled made = query::compile(all.query(), models, connection.dialect());
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
