#include <charconv>

#include <fmt/core.h>

#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/model/default_factory.h"
#include "core/model/model_check.h"

namespace covet::model {

namespace {

void add_bad_value(Draft& draft, const Field& field, std::string_view option, std::string message,
                   std::string help = {}) {
  draft.faults.add(draft.place(field.where, option), "CV104", std::move(message), std::move(help));
}

void check_limits(Draft& draft, const Field& field) {
  if (field.max_digits && field.decimal_places && *field.decimal_places > *field.max_digits) {
    add_bad_value(draft, field, "decimal_places",
                  fmt::format("`{}` has {} decimal places, but {} digits", field.name,
                              *field.decimal_places, *field.max_digits),
                  "max_digits counts all digits, those behind the point too");
  }
  if (field.min_length && field.max_length && *field.min_length > *field.max_length) {
    add_bad_value(draft, field, "min_length",
                  fmt::format("`{}` has a min_length above its max_length", field.name));
  }
  if (field.min_value && field.max_value) {
    double least = 0;
    double most = 0;
    const std::string& from = field.min_value->text;
    const std::string& to = field.max_value->text;
    std::from_chars(from.data(), from.data() + from.size(), least);
    std::from_chars(to.data(), to.data() + to.size(), most);
    if (least > most) {
      add_bad_value(draft, field, "min_value",
                    fmt::format("`{}` has a min_value above its max_value", field.name));
    }
  }
}

void check_set_null(Draft& draft, const Field& field) {
  if (field.nullable && !field.primary_key) return;
  const std::string why = field.primary_key ? "is a primary key" : "has nullable = false";
  if (field.on_delete == RefAction::set_null) {
    add_bad_value(draft, field, "on_delete",
                  fmt::format("`{}` can't be set to NULL: it {}", field.name, why),
                  "use on_delete = \"CASCADE\" or \"RESTRICT\", or make the field nullable");
  }
  if (field.on_update == RefAction::set_null) {
    add_bad_value(draft, field, "on_update",
                  fmt::format("`{}` can't be set to NULL: it {}", field.name, why));
  }
}

void check_default(Draft& draft, const Field& field) {
  if (std::holds_alternative<std::monostate>(field.default_value)) return;
  if (!field.generated.empty()) {
    add_bad_value(draft, field, "default",
                  fmt::format("`{}` is generated and can't have a default", field.name));
  }
  if (field.auto_increment) {
    add_bad_value(draft, field, "default",
                  fmt::format("`{}` counts up by itself and can't have a default", field.name));
  }
  const std::string why = why_no_default(draft.set, field);
  if (why.empty()) return;
  draft.faults
      .add(draft.place(field.where, "default"), "CV104",
           fmt::format("this default does not fit the {} field `{}`", info(field.type).name,
                       field.name),
           "for an expression of the database: default = { sql = \"…\" }")
      .label = why;
}

void check_enum(Draft& draft, const Field& field) {
  if (field.enum_name.empty() || draft.set.find_enum(field.enum_name) != nullptr) return;
  std::vector<std::string> names;
  for (const EnumDef& type : draft.set.enums)
    names.push_back(type.handle);
  draft.faults
      .add(draft.place(field.where, "enum"), "CV110",
           fmt::format("`{}` names enum `{}`, and there's no such enum", field.name,
                       field.enum_name),
           fmt::format("[enums.{}]", field.enum_name))
      .label = did_you_mean(field.enum_name, names);
}

void check_factory(Draft& draft, const Field& field) {
  if (field.default_factory.empty()) return;
  const FactoryInfo* const factory = find_factory(field.default_factory);
  std::vector<std::string> names;
  for (const FactoryInfo& known : factories())
    names.emplace_back(known.name);
  const SourceSpan& where = draft.place(field.where, "default_factory");
  if (factory == nullptr) {
    draft.faults
        .add(where, "CV104",
             fmt::format("there's no default_factory \"{}\"", field.default_factory),
             "it is one of " + join(names, ", "))
        .label = did_you_mean(field.default_factory, names);
    return;
  }
  const std::string why = why_no_factory(*factory, field);
  if (why.empty()) return;
  draft.faults
      .add(where, "CV104",
           fmt::format("default_factory \"{}\" does not fit the {} field `{}`", factory->name,
                       info(field.type).name, field.name),
           fmt::format("it makes {}", factory->summary))
      .label = why;
}

/// What a validator compares with must be something that the field can hold.
void check_validators(Draft& draft, const Field& field) {
  for (const ValidatorDef& validator : field.validators) {
    if (validator.name != "one_of") continue;
    for (const Value& value : validator.parameters) {
      Field holder = field;
      holder.default_value = value;
      const std::string why = why_no_default(draft.set, holder);
      if (why.empty()) continue;
      draft.faults
          .add(validator.where, "CV104",
               fmt::format("`{}` can never be {}, which `one_of` allows", field.name,
                           to_text(value)))
          .label = why;
    }
  }
  if (field.items) check_validators(draft, *field.items);
}

}  // namespace

void check_values(Draft& draft, const Field& field) {
  check_limits(draft, field);
  check_set_null(draft, field);
  check_enum(draft, field);
  check_default(draft, field);
  check_factory(draft, field);
  check_validators(draft, field);
  if (field.stored && field.generated.empty()) {
    add_bad_value(draft, field, "stored",
                  fmt::format("`{}` is not generated: there is nothing to store", field.name),
                  "stored = true goes with generated = \"…\"");
  }
  if (!field.generated.empty() && field.auto_increment) {
    add_bad_value(draft, field, "generated",
                  fmt::format("`{}` can't be generated and count up", field.name));
  }
}

}  // namespace covet::model
