#include "cli/row_writer.h"

#include <algorithm>
#include <ostream>

#include <fmt/core.h>

#include "cli/json.h"
#include "cli/table.h"
#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "core/base/strings.h"
#include "core/record/csv.h"

namespace covet::cli {
namespace {

void add_value(JsonObject& object, const std::string& name, const Value& value) {
  std::visit(overloaded{
                 [&](Null) { object.add_null(name); },
                 [&](bool flag) { object.add(name, flag); },
                 [&](std::int64_t number) { object.add(name, number); },
                 [&](std::uint64_t number) { object.add(name, number); },
                 [&](double number) { object.add(name, number); },
                 [&](const Json& json) {
                   // Line ends stand between its parts only.
                   std::string text = json.text;
                   std::replace(text.begin(), text.end(), '\n', ' ');
                   object.add_json(name, text);
                 },
                 [&](const std::string& text) { object.add(name, text); },
                 // Digits that a reader's floating point number might not hold stay text.
                 [&](const auto& other) { object.add(name, to_text(Value(other))); },
             },
             value);
}

class TableRows final : public RowWriter {
 public:
  TableRows(const Context& context, const std::vector<std::string>& names) : context_(context) {
    for (const std::string& name : names)
      columns_.push_back({name});
  }
  void add(const std::vector<Value>& row) override {
    for (std::size_t i = 0; rows_.empty() && i < row.size(); ++i)
      columns_[i].right_aligned = is_number(row[i]);
    rows_.push_back(row);
  }
  void finish(const std::string& /*next*/) override {
    Table table(columns_);
    for (const std::vector<Value>& row : rows_) {
      std::vector<Cell> cells;
      for (const Value& value : row) {
        if (is_null(value)) {
          cells.emplace_back("NULL", Colour::dim);
        } else {
          cells.emplace_back(one_line(to_text(value)));
        }
      }
      table.add(std::move(cells));
    }
    context_.out << table.text(context_.out_style,
                               context_.terminal.out ? context_.terminal.width : 0);
    context_.say(count_of(rows_.size(), "row"));
  }

 private:
  static bool is_number(const Value& value) {
    return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value) ||
           std::holds_alternative<std::uint64_t>(value) || std::holds_alternative<Decimal>(value);
  }

  const Context& context_;
  std::vector<TableColumn> columns_;
  std::vector<std::vector<Value>> rows_;
};

class JsonRows final : public RowWriter {
 public:
  JsonRows(const Context& context, std::vector<std::string> names, bool lines)
      : context_(context), names_(std::move(names)), lines_(lines) {}

  void add(const std::vector<Value>& row) override {
    JsonObject object;
    for (std::size_t i = 0; i < row.size(); ++i)
      add_value(object, names_[i], row[i]);
    if (lines_) {
      context_.out << object.line() << '\n';
    } else {
      context_.out << (first_ ? "{\"version\": 1, \"rows\": [\n  " : ",\n  ") << object.line();
    }
    first_ = false;
  }
  void finish(const std::string& next) override {
    if (lines_) return;
    context_.out << (first_ ? "{\"version\": 1, \"rows\": []" : "\n]");
    if (!next.empty()) context_.out << ", \"next\": \"" << next << '"';
    context_.out << "}\n";
  }

 private:
  const Context& context_;
  std::vector<std::string> names_;
  bool lines_;
  bool first_ = true;
};

class CsvRows final : public RowWriter {
 public:
  CsvRows(const Context& context, const std::vector<std::string>& names) : context_(context) {
    context_.out << record::csv_line({names.begin(), names.end()});
  }
  void add(const std::vector<Value>& row) override {
    std::vector<record::CsvField> fields;
    for (const Value& value : row)
      fields.push_back(is_null(value) ? record::CsvField() : to_text(value));
    context_.out << record::csv_line(fields);
  }
  void finish(const std::string& /*next*/) override {}

 private:
  const Context& context_;
};

}  // namespace

std::unique_ptr<RowWriter> make_row_writer(std::string_view format, const Context& context,
                                           std::vector<std::string> names) {
  if (format == "table") return std::make_unique<TableRows>(context, names);
  if (format == "json") return std::make_unique<JsonRows>(context, std::move(names), false);
  if (format == "jsonl") return std::make_unique<JsonRows>(context, std::move(names), true);
  if (format == "csv") return std::make_unique<CsvRows>(context, names);
  throw Error(Errc::usage, fmt::format("there is no format `{}`", format),
              "table, json, jsonl or csv");
}

}  // namespace covet::cli
