#include "cli/generate/type_table.h"

#include <array>
#include <string_view>

#include <fmt/core.h>

#include "adapters/backends.h"
#include "cli/generate/mdoc.h"
#include "core/base/strings.h"
#include "schema/from_models.h"

namespace covet::cli::generate {
namespace {

/// A field of each type as it is usually written.
constexpr std::array<std::string_view, 22> examples = {
    R"({ type = "Char", max_length = 50 })",
    R"("Text")",
    R"("SmallInteger")",
    R"("Integer")",
    R"({ type = "Integer", unsigned = true })",
    R"("BigInteger")",
    R"({ type = "BigInteger", primary_key = true, auto_increment = true })",
    R"("Float")",
    R"({ type = "Float", precision = 24 })",
    R"({ type = "Decimal", max_digits = 12, decimal_places = 2 })",
    R"("Boolean")",
    R"("DateTime")",
    R"({ type = "DateTime", time_zone = false })",
    R"("Date")",
    R"("Time")",
    R"("JSON")",
    R"("UUID")",
    R"("Email")",
    R"("URL")",
    R"("Binary")",
    R"({ type = "Array", items = "Integer" })",
    R"({ type = "Enum", choices = ["a", "b"] })",
};

std::string becomes(std::string_view field, const schema::Ddl& ddl) {
  const std::vector<model::SourceText> files{
      {"example", "[models.t.fields]\nx = " + std::string(field) + "\n"}};
  const schema::Wanted wanted = schema::from_models(model::parse_models(files), ddl);
  const schema::Table& table = wanted.schema.tables.front();
  std::string text = table.columns.front().type;
  const auto& identity = table.columns.front().identity;
  if (identity)
    text += identity->kind == "auto" ? " auto_increment" : " identity " + identity->kind;
  if (!table.checks.empty()) text += " CHECK (" + table.checks.front().sql + ")";
  for (const schema::EnumType& type : wanted.schema.enums)
    text += ", an enum of " + join(type.values, ", ");
  return text;
}

}  // namespace

std::string type_table() {
  std::string text = ".Bl -tag -width Ds\n";
  for (const std::string_view field : examples) {
    text += ".It Li " + mdoc_text(field) + "\n";
    std::vector<std::string> parts;
    for (const schema::Backend* backend : adapters::backends())
      parts.push_back(
          fmt::format("{}: {}", backend->engine, becomes(field, *backend->make_ddl({}))));
    text += mdoc_line(join(parts, "; ") + ".");
  }
  return text + ".El\n";
}

}  // namespace covet::cli::generate
