#include <fmt/core.h>

#include "core/base/overloaded.h"
#include "core/base/strings.h"
#include "core/model/print_models.h"
#include "core/model/toml_text.h"

namespace covet::model {

namespace {

void add_number(TomlOptions& options, std::string_view key, std::optional<std::int64_t> number) {
  if (number) options.add(key, std::to_string(*number));
}

void add_type_options(TomlOptions& options, const Field& field) {
  options.add_text("to", field.to);
  options.add_text("to_field", field.to_field);
  options.add_text("through", field.through);
  if (field.type == FieldType::native) options.add_sql("sql", field.native_sql);
  add_number(options, "max_length", field.max_length);
  add_number(options, "min_length", field.min_length);
  add_number(options, "max_digits", field.max_digits);
  add_number(options, "decimal_places", field.decimal_places);
  if (!field.choices.empty()) options.add("choices", toml_choices(field.choices));
  options.add_text("enum", field.enum_name);
  if (field.items) options.add("items", print_field(*field.items));
  options.add_flag("unsigned", field.is_unsigned);
  options.add_flag("fixed", field.fixed);
  options.add_text("size", field.size);
  add_number(options, "precision", field.precision);
  if (field.time_zone) options.add("time_zone", *field.time_zone ? "true" : "false");
  options.add_sql("db_type", field.db_type);
  options.add_text("collation", field.collation);
  if (field.min_value) options.add("min_value", toml_string(field.min_value->text));
  if (field.max_value) options.add("max_value", toml_string(field.max_value->text));
  options.add_flag("enforce", field.enforce);
}

void add_auto_increment(TomlOptions& options, const Field& field) {
  if (!field.auto_increment) return;
  const AutoIncrement& wanted = *field.auto_increment;
  if (wanted.options.empty()) {
    options.add("auto_increment", wanted.kind.empty() ? "true" : toml_string(wanted.kind));
    return;
  }
  TomlOptions details;
  details.add_text("identity", wanted.kind);
  for (const auto& [name, number] : wanted.options) {
    const bool flag = name == "cycle";
    details.add(name, !flag ? std::to_string(number) : number != 0 ? "true" : "false");
  }
  options.add("auto_increment", details.inline_table());
}

void add_default(TomlOptions& options, const Field& field) {
  if (const auto* const value = std::get_if<Value>(&field.default_value)) {
    options.add("default", toml_value(*value));
  } else if (const auto* const sql = std::get_if<SqlText>(&field.default_value)) {
    TomlOptions text;
    text.add_sql("sql", *sql);
    options.add("default", text.inline_table());
  }
  options.add_text("default_factory", field.default_factory);
  options.add_flag("auto_generate", field.auto_generate);
  options.add_flag("auto_now_add", field.auto_now_add);
  options.add_flag("auto_now", field.auto_now);
  options.add_sql("generated", field.generated);
  options.add_flag("stored", field.stored);
}

void add_actions(TomlOptions& options, const Field& field) {
  if (field.on_delete) options.add_text("on_delete", name_of(*field.on_delete));
  if (field.on_update) options.add_text("on_update", name_of(*field.on_update));
  if (!field.on_update_sql.empty()) {
    TomlOptions text;
    text.add_sql("sql", field.on_update_sql);
    options.add("on_update", text.inline_table());
  }
  if (field.deferrable != Deferrable::no) {
    options.add("deferrable", field.deferrable == Deferrable::deferrable ? "true" : "\"deferred\"");
  }
  options.add_text("constraint", field.constraint);
  options.add_text("related_name", field.related_name);
}

void add_validators(TomlOptions& options, const Field& field) {
  std::vector<std::string> texts;
  for (const ValidatorDef& validator : field.validators)
    texts.push_back(print_validator(validator));
  if (!texts.empty()) options.add("validators", fmt::format("[{}]", join(texts, ", ")));
}

}  // namespace

std::string print_field(const Field& field) {
  TomlOptions options;
  add_type_options(options, field);
  options.add_flag("primary_key", field.primary_key);
  add_auto_increment(options, field);
  options.add_flag("unique", field.unique);
  options.add_flag("nullable", field.nullable, true);
  options.add_flag("db_index", field.db_index);
  add_default(options, field);
  add_actions(options, field);
  options.add_text("db_column", field.db_column);
  options.add_text("renamed_from", field.renamed_from);
  options.add_text("comment", field.comment);
  options.add_text("verbose_name", field.verbose_name);
  options.add_text("help_text", field.help_text);
  options.add_flag("editable", field.editable, true);
  add_validators(options, field);
  for (const auto& [engine, texts] : field.engine_options)
    options.add_options(engine, texts);

  const std::string type = toml_string(info(field.type).name);
  if (options.empty()) return type;
  return fmt::format("{{ type = {}, {}", type, options.inline_table().substr(2));
}

}  // namespace covet::model
