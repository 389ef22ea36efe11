#include "adapters/mysql/lower.h"

#include <fmt/core.h>

#include "adapters/mysql/catalog_text.h"
#include "adapters/mysql/default_text.h"
#include "adapters/mysql/dialect.h"
#include "adapters/mysql/faults.h"
#include "adapters/mysql/type_text.h"
#include "core/base/error.h"
#include "core/base/strings.h"

namespace covet::mysql {
namespace {

using model::Field;
using model::FieldType;
using schema::Column;

class Lowering {
 public:
  Lowering(const Field& field, const schema::FieldContext& context, const Flavor& flavor,
           std::span<const std::string_view> keys)
      : field_(field), context_(context), flavor_(flavor), keys_(keys) {}

  schema::LoweredField run() {
    Column& column = result_.column;
    column.name = field_.column();
    column.type = column_type(field_, context_.models, flavor_, keys_);
    type_ = parse_type(column.type);
    column.nullable = field_.nullable && !field_.primary_key && !context_.sole_primary_key;
    column.comment = field_.comment;
    column.collation = field_.collation;
    if (field_.auto_increment) set_identity();
    if (const auto sql = field_.generated.pick(keys_)) {
      column.generated =
          schema::Generated{std::string(without_outer_parentheses(*sql)), field_.stored};
      if (flavor_.mariadb()) column.nullable = true;
    } else {
      set_default();
      set_on_update();
    }
    if (field_.auto_generate) note("auto_generate");
    if (field_.enforce) add_check();
    return std::move(result_);
  }

 private:
  std::string place() const { return context_.table.display() + "." + result_.column.name; }

  void note(std::string_view option) {
    result_.notes.push_back(
        fmt::format("{} of {} is left to the application on MySQL", option, place()));
  }

  void set_identity() {
    result_.column.identity = schema::Identity{"auto"};
    result_.column.nullable = false;
    if (!field_.auto_increment->options.empty()) {
      result_.notes.push_back(
          fmt::format("MySQL keeps no start or increment for {} alone: it counts from 1", place()));
    }
  }

  void set_default() {
    Column& column = result_.column;
    if (const auto* value = std::get_if<Value>(&field_.default_value)) {
      if (!is_null(*value)) column.default_sql = spelled(*value);
    } else if (const auto* sql = std::get_if<model::SqlText>(&field_.default_value)) {
      const std::string text = spell_expression(sql->pick(keys_).value_or(""), type_, flavor_);
      if (!text.empty()) column.default_sql = text;
    } else if (field_.auto_now_add || field_.auto_now) {
      const std::string now = now_text(type_, flavor_);
      if (!now.empty()) column.default_sql = now;
    }
  }

  std::string spelled(const Value& value) const {
    try {
      return spell_default(value, type_, flavor_);
    } catch (const Error& error) {
      throw model_fault(field_.where, "CV123",
                        fmt::format("`{}` can't be the default of a {}: {}", to_text(value),
                                    result_.column.type, error.message()),
                        "write the value as its type has it, or default = { sql = \"…\" }");
    }
  }

  void set_on_update() {
    if (const auto sql = field_.on_update_sql.pick(keys_)) {
      result_.column.on_update_sql = spell_expression(*sql, type_, flavor_);
    } else if (field_.auto_now) {
      const bool moment = type_.base == "datetime" || type_.base == "timestamp";
      if (moment) result_.column.on_update_sql = now_text(type_, flavor_);
      if (!moment) note("auto_now");
    }
  }

  /// Spelled as the catalog prints it: MySQL puts parentheses around each part.
  void add_check() {
    std::vector<std::string> parts;
    const std::string name = dialect().quote(result_.column.name);
    if (field_.min_value) parts.push_back(fmt::format("{} >= {}", name, field_.min_value->text));
    if (field_.max_value) parts.push_back(fmt::format("{} <= {}", name, field_.max_value->text));
    if (field_.min_length) {
      parts.push_back(fmt::format("char_length({}) >= {}", name, *field_.min_length));
    }
    const bool free_choice = field_.type != FieldType::enum_ && !field_.choices.empty();
    if (free_choice) parts.push_back(fmt::format("{} in ({})", name, choices()));
    if (parts.empty()) return;
    if (!flavor_.mariadb() && parts.size() > 1) {
      for (std::string& part : parts)
        part = "(" + part + ")";
    }
    result_.checks.push_back(
        {.name = schema::generated_name(context_.table.name, {result_.column.name}, "check"),
         .sql = join(parts, " and ")});
  }

  std::string choices() const {
    std::vector<std::string> values;
    for (const model::Choice& choice : field_.choices) {
      const std::string literal = quoted_text(choice.value);
      values.push_back(flavor_.mariadb() ? literal : "_utf8mb4" + literal);
    }
    return join(values, ",");
  }

  const Field& field_;
  const schema::FieldContext& context_;
  Flavor flavor_;
  std::span<const std::string_view> keys_;
  TypeText type_;
  schema::LoweredField result_{.column = {}};
};

}  // namespace

schema::LoweredField lower_field(const Field& field, const schema::FieldContext& context,
                                 const Flavor& flavor, std::span<const std::string_view> keys) {
  return Lowering(field, context, flavor, keys).run();
}

}  // namespace covet::mysql
