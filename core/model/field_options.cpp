#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/core.h>

#include "core/base/hints.h"
#include "core/model/read_field.h"

namespace covet::model {

namespace {

template <auto Member>
void take(Reader& reader, const Entry& entry, Field& field) {
  reader.read(entry, field.*Member);
}

template <auto Member>
void take_name(Reader& reader, const Entry& entry, Field& field) {
  reader.read_name(entry, field.*Member);
}

/// A whole number that is not below `Least`.
template <auto Member, std::int64_t Least>
void take_count(Reader& reader, const Entry& entry, Field& field) {
  std::optional<std::int64_t> number;
  reader.read(entry, number);
  if (!number) return;
  if (*number < Least) {
    reader.fault(entry.value.where, "CV104", fmt::format("`{}` can't be {}", entry.key, *number),
                 fmt::format("it is {} or more", Least));
    return;
  }
  field.*Member = *number;
}

bool is_decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  std::string digits(text);
  if (point != std::string_view::npos) digits.erase(point, 1);
  return !digits.empty() && digits.find_first_not_of("0123456789") == std::string::npos;
}

template <auto Member>
void take_decimal(Reader& reader, const Entry& entry, Field& field) {
  const std::string* const text = entry.value.text();
  const std::string& number = text != nullptr ? *text : entry.value.spelling;
  if (number.empty()) return reader.wrong_type(entry, "a number");
  if (!is_decimal(number)) {
    reader.fault(entry.value.where, "CV104",
                 fmt::format("`{}` wants a number in digits, not `{}`", entry.key, number));
    return;
  }
  field.*Member = Decimal{number};
}

void take_default(Reader& reader, const Entry& entry, Field& field) {
  const Node& node = entry.value;
  if (const Entry* const sql = node.find("sql"); sql != nullptr && node.table()->size() == 1) {
    SqlText text;
    reader.read(*sql, text);
    if (!text.empty()) field.default_value = std::move(text);
    return;
  }
  if (node.table() != nullptr || node.array() != nullptr) {
    field.default_value = Value(Json{to_json(node)});
  } else if (const auto* const number = std::get_if<double>(&node.value)) {
    const bool exact = field.type == FieldType::decimal && is_decimal(node.spelling);
    field.default_value = exact ? Value(Decimal{node.spelling}) : Value(*number);
  } else if (const auto* const integer = std::get_if<std::int64_t>(&node.value)) {
    field.default_value = Value(*integer);
  } else if (const auto* const flag = std::get_if<bool>(&node.value)) {
    field.default_value = Value(*flag);
  } else if (const auto* const date = std::get_if<Date>(&node.value)) {
    field.default_value = Value(*date);
  } else if (const auto* const time = std::get_if<TimeOfDay>(&node.value)) {
    field.default_value = Value(*time);
  } else if (const auto* const moment = std::get_if<Timestamp>(&node.value)) {
    field.default_value = Value(*moment);
  } else {
    std::string text;
    reader.read(entry, text);
    field.default_value = Value(std::move(text));
  }
}

void take_auto_increment(Reader& reader, const Entry& entry, Field& field) {
  static constexpr std::array<std::string_view, 3> kinds = {"serial", "always", "by_default"};
  if (const bool* const flag = std::get_if<bool>(&entry.value.value)) {
    if (*flag) field.auto_increment = AutoIncrement{};
    return;
  }
  AutoIncrement wanted;
  if (entry.value.text() != nullptr) {
    reader.read_word(entry, kinds, wanted.kind);
  } else if (const Node::Table* const options = entry.value.table()) {
    static const std::array<std::string, 7> known = {"identity", "start", "increment", "min",
                                                     "max",      "cache", "cycle"};
    for (const Entry& option : *options) {
      std::optional<std::int64_t> number;
      if (option.key == "identity") {
        reader.read_word(option, kinds, wanted.kind);
      } else if (option.key == "cycle") {
        bool cycle = false;
        reader.read(option, cycle);
        wanted.options["cycle"] = cycle ? 1 : 0;
      } else if (std::ranges::find(known, option.key) == known.end()) {
        reader.unknown(option, "in `auto_increment`", known);
      } else if (reader.read(option, number); number) {
        wanted.options[option.key] = *number;
      }
    }
  } else {
    return reader.wrong_type(entry, "true, \"serial\" or a table");
  }
  field.auto_increment = std::move(wanted);
}

void take_items(Reader& reader, const Entry& entry, Field& field) {
  Field items;
  if (!read_field(reader, entry, items)) return;
  if (is_relation(items.type)) {
    reader.fault(
        entry.value.where, "CV104",
        fmt::format("the items of an Array can't be {}", with_article(info(items.type).name)),
        "use ManyToMany for rows of another model");
    return;
  }
  if (const Node::Table* const options = entry.value.table()) {
    for (const Entry& option : *options) {
      if (option.key == "type" || !takes_option(items.type, option.key)) continue;
      const bool of_type =
          (" " + std::string(info(items.type).options) + " ").find(" " + option.key + " ") !=
          std::string::npos;
      if (of_type || option.key == "choices" || option.key == "db_type" ||
          option.key == "validators") {
        continue;
      }
      reader.fault(option.where, "CV112",
                   fmt::format("`{}` does not fit the items of an Array", option.key),
                   "write it on the Array itself");
    }
  }
  field.items = std::make_shared<const Field>(std::move(items));
}

void take_size(Reader& reader, const Entry& entry, Field& field) {
  static constexpr std::array<std::string_view, 3> of_integers = {"tiny", "small", "medium"};
  static constexpr std::array<std::string_view, 4> of_bytes = {"tiny", "regular", "medium", "long"};
  if (field.type == FieldType::integer) {
    reader.read_word(entry, of_integers, field.size);
  } else {
    reader.read_word(entry, of_bytes, field.size);
  }
}

void take_precision(Reader& reader, const Entry& entry, Field& field) {
  std::optional<std::int64_t> number;
  reader.read(entry, number);
  if (!number) return;
  const bool is_float = field.type == FieldType::float_;
  const std::int64_t most = is_float ? 53 : 6;
  if (*number < 0 || *number > most) {
    reader.fault(entry.value.where, "CV104", fmt::format("`precision` can't be {}", *number),
                 is_float ? "it is 24 (single) or 53 (double)"
                          : "it is the digits of a second's fraction, 0 to 6");
    return;
  }
  field.precision = static_cast<int>(*number);
}

void take_on_update(Reader& reader, const Entry& entry, Field& field) {
  if (is_relation(field.type)) {
    reader.read(entry, field.on_update);
  } else {
    reader.read(entry, field.on_update_sql);
  }
}

void take_engine_options(Reader& reader, const Entry& entry, Field& field) {
  reader.read(entry, field.engine_options[entry.key]);
}

constexpr std::array options = {
    FieldOption{"primary_key", take<&Field::primary_key>},
    FieldOption{"unique", take<&Field::unique>},
    FieldOption{"nullable", take<&Field::nullable>},
    FieldOption{"db_index", take<&Field::db_index>},
    FieldOption{"db_column", take_name<&Field::db_column>},
    FieldOption{"default", take_default},
    FieldOption{"default_factory", take<&Field::default_factory>},
    FieldOption{"auto_increment", take_auto_increment},
    FieldOption{"auto_generate", take<&Field::auto_generate>},
    FieldOption{"auto_now", take<&Field::auto_now>},
    FieldOption{"auto_now_add", take<&Field::auto_now_add>},
    FieldOption{"enforce", take<&Field::enforce>},
    FieldOption{"max_length", take_count<&Field::max_length, 1>},
    FieldOption{"min_length", take_count<&Field::min_length, 0>},
    FieldOption{"max_digits", take_count<&Field::max_digits, 1>},
    FieldOption{"decimal_places", take_count<&Field::decimal_places, 0>},
    FieldOption{"min_value", take_decimal<&Field::min_value>},
    FieldOption{"max_value", take_decimal<&Field::max_value>},
    FieldOption{"choices", take<&Field::choices>},
    FieldOption{"enum", take_name<&Field::enum_name>},
    FieldOption{"items", take_items},
    FieldOption{"unsigned", take<&Field::is_unsigned>},
    FieldOption{"fixed", take<&Field::fixed>},
    FieldOption{"size", take_size},
    FieldOption{"precision", take_precision},
    FieldOption{"time_zone", take<&Field::time_zone>},
    FieldOption{"collation", take<&Field::collation>},
    FieldOption{"generated", take<&Field::generated>},
    FieldOption{"stored", take<&Field::stored>},
    FieldOption{"on_update", take_on_update},
    FieldOption{"sql", take<&Field::native_sql>},
    FieldOption{"db_type", take<&Field::db_type>},
    FieldOption{"comment", take<&Field::comment>},
    FieldOption{"renamed_from", take_name<&Field::renamed_from>},
    FieldOption{"to", take_name<&Field::to>},
    FieldOption{"to_field", take_name<&Field::to_field>},
    FieldOption{"on_delete", take<&Field::on_delete>},
    FieldOption{"deferrable", take<&Field::deferrable>},
    FieldOption{"related_name", take<&Field::related_name>},
    FieldOption{"through", take_name<&Field::through>},
    FieldOption{"constraint", take_name<&Field::constraint>},
    FieldOption{"verbose_name", take<&Field::verbose_name>},
    FieldOption{"help_text", take<&Field::help_text>},
    FieldOption{"editable", take<&Field::editable>},
    FieldOption{"validators", read_validators},
    FieldOption{"postgresql", take_engine_options},
    FieldOption{"mysql", take_engine_options},
    FieldOption{"mariadb", take_engine_options},
    FieldOption{"sqlite", take_engine_options},
};

}  // namespace

std::span<const FieldOption> field_options() {
  return options;
}

}  // namespace covet::model
