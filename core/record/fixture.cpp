#include "core/record/fixture.h"

#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/overloaded.h"
#include "core/model/document.h"
#include "core/model/toml_text.h"
#include "core/validate/bytes_text.h"
#include "core/validate/json_text.h"

namespace covet::record {
namespace {

using model::Field;
using model::FieldType;
using model::Model;
using model::Node;

Value value_of(const Field* field, const Node& node) {
  const bool json = field != nullptr && field->type == FieldType::json;
  if (json) return Json{model::to_json(node)};
  if (node.array() != nullptr || node.table() != nullptr) return Json{model::to_json(node)};
  const bool decimal = field != nullptr && field->type == FieldType::decimal;
  return std::visit(
      overloaded{
          [](const Node::Array&) { return Value(Null{}); },
          [](const Node::Table&) { return Value(Null{}); },
          [&](double number) { return decimal ? Value(Decimal{node.spelling}) : Value(number); },
          [](const auto& plain) { return Value(plain); },
      },
      node.value);
}

[[noreturn]] void refuse(const Source& source, const model::Place& where, std::string message) {
  throw error_of(Errc::model, source.file(),
                 {source.at(where.line, where.column, where.length, "CV303", std::move(message),
                            "a row is a table [[model]] with its fields")});
}

[[noreturn]] void cannot(const Model& model, const std::string& field, const std::string& why) {
  throw Error(Errc::unsupported, fmt::format("`{}.{}` {}", model.handle, field, why),
              "dump it as JSON lines: --format jsonl");
}

}  // namespace

std::vector<FixtureRow> read_fixture(const model::ModelSet& models, const Source& source) {
  const Node document = model::parse_document(source);
  std::vector<FixtureRow> rows;
  for (const model::Entry& entry : *document.table()) {
    const Node::Array* const tables = entry.value.array();
    if (tables == nullptr)
      refuse(source, entry.where, fmt::format("`{}` is no list of rows", entry.key));
    const Model* const model = models.find(entry.key);
    for (const Node& node : *tables) {
      if (node.table() == nullptr)
        refuse(source, node.where, fmt::format("`{}` has something that is no row", entry.key));
      FixtureRow row{entry.key, node.where.line};
      for (const model::Entry& field : *node.table())
        row.row[field.key] =
            value_of(model == nullptr ? nullptr : model->find(field.key), field.value);
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

std::string dump_fixture(const Model& model, const std::vector<std::string>& fields,
                         const std::vector<Value>& row) {
  std::string text = fmt::format("[[{}]]\n", model::toml_key(model.handle));
  for (std::size_t i = 0; i < row.size(); ++i) {
    const Field& field = *model.find(fields[i]);
    if (is_null(row[i])) {
      const bool filled = field.default_value.index() != 0 || !field.default_factory.empty();
      if (filled) cannot(model, field.name, "is NULL and has a default, and TOML has no null");
      continue;
    }
    const auto* const bytes = std::get_if<Bytes>(&row[i]);
    try {
      text += fmt::format("{} = {}\n", model::toml_key(field.name),
                          bytes == nullptr ? model::toml_value(row[i])
                                           : model::toml_string(validate::to_hex_text(*bytes)));
    } catch (const Error& error) {
      cannot(model, field.name, "doesn't go into TOML: " + error.message());
    }
  }
  return text + "\n";
}

}  // namespace covet::record
