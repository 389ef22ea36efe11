#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/base/decimal.h"
#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/model/read_field.h"

namespace covet::model {

namespace {

using enum ValidatorForm;

/// Reads one validator of one field.
class ValidatorReader {
 public:
  ValidatorReader(Reader& reader, const Field& field) : reader_(reader), field_(field) {}

  std::optional<ValidatorDef> read(const Node& node) {
    if (const std::string* const text = node.text()) return read_plain(node, *text);
    if (node.table() != nullptr) return read_table(node);
    fault(node.where, "CV102",
          fmt::format("a validator is a name or a table, not {}", kind_of(node)),
          "like \"email\" or { range = [1, 10] }");
    return std::nullopt;
  }

 private:
  Diagnostic& fault(const Place& where, std::string code, std::string message,
                    std::string help = {}) {
    return reader_.fault(where, std::move(code), std::move(message), std::move(help));
  }

  std::string help_of(const ValidatorInfo& info) const {
    return fmt::format("write it as {}", info.example);
  }

  static std::vector<std::string> names() {
    std::vector<std::string> all;
    for (const ValidatorInfo& info : validators())
      all.emplace_back(info.name);
    return all;
  }

  void unknown(const Place& where, const std::string& name) {
    Diagnostic& found =
        fault(where, "CV124", fmt::format("there's no validator `{}`", name),
              fmt::format("for one that the program registers: {{ own = \"{}\" }}", name));
    found.label = did_you_mean(name, names());
    found.notes.push_back("validators are: " + join(names(), ", "));
  }

  bool check_fit(const Place& where, const ValidatorInfo& info) {
    if (fits(info, field_.type)) return true;
    std::vector<std::string> fitting;
    for (const ValidatorInfo& other : validators()) {
      if (fits(other, field_.type)) fitting.emplace_back(other.name);
    }
    const std::string type = with_article(model::info(field_.type).name);
    fault(where, "CV112", fmt::format("validator `{}` does not fit {} field", info.name, type),
          fitting.empty() ? "take it out: no column of the row stands for this field"
                          : fmt::format("{} field takes {}", type, join(fitting, ", ")));
    return false;
  }

  std::optional<ValidatorDef> read_plain(const Node& node, const std::string& name) {
    const ValidatorInfo* const info = find_validator(name);
    if (info == nullptr) {
      unknown(node.where, name);
      return std::nullopt;
    }
    if (!check_fit(node.where, *info)) return std::nullopt;
    if (info->form != plain) {
      fault(node.where, "CV103", fmt::format("validator `{}` wants a value", name), help_of(*info));
      return std::nullopt;
    }
    return ValidatorDef{.name = name, .where = reader_.span(node.where)};
  }

  std::optional<ValidatorDef> read_table(const Node& node) {
    ValidatorDef made;
    made.where = reader_.span(node.where);
    const Entry* named = nullptr;
    for (const Entry& entry : *node.table()) {
      if (entry.key == "message") {
        reader_.read(entry, made.message);
      } else if (named != nullptr) {
        fault(entry.where, "CV104",
              fmt::format("one validator has both `{}` and `{}`", named->key, entry.key),
              fmt::format("make them two: {{ {} = … }}, {{ {} = … }}", named->key, entry.key));
        return std::nullopt;
      } else {
        named = &entry;
      }
    }
    if (named == nullptr) {
      fault(node.where, "CV103", "a validator has no name", "like { range = [1, 10] }");
      return std::nullopt;
    }
    const ValidatorInfo* const info = find_validator(named->key);
    if (info == nullptr) {
      unknown(named->where, named->key);
      return std::nullopt;
    }
    made.name = named->key;
    if (!check_fit(named->where, *info) || !read_parameters(*named, *info, made))
      return std::nullopt;
    return made;
  }

  bool read_parameters(const Entry& entry, const ValidatorInfo& info, ValidatorDef& made) {
    switch (info.form) {
      case plain:
        return read_flag(entry, info);
      case regex:
        return read_pattern(entry, made);
      case name: {
        std::string own;
        reader_.read_name(entry, own);
        made.parameters = {Value(own)};
        return !own.empty();
      }
      case one:
        return read_value(entry.key, entry.value, made);
      case two:
      case counts:
        return read_bounds(entry, info, made);
      case list:
        return read_list(entry, info, made);
    }
    return false;
  }

  bool read_flag(const Entry& entry, const ValidatorInfo& info) {
    const bool* const flag = std::get_if<bool>(&entry.value.value);
    if (flag != nullptr && *flag) return true;
    fault(entry.value.where, "CV104", fmt::format("validator `{}` takes no value", entry.key),
          fmt::format("write it as {}, or with {} = true beside a `message`", info.example,
                      entry.key));
    return false;
  }

  bool read_pattern(const Entry& entry, ValidatorDef& made) {
    std::string text;
    if (entry.value.text() == nullptr) {
      reader_.wrong_type(entry, "a pattern as a string");
      return false;
    }
    reader_.read(entry, text);
    try {
      made.pattern.emplace(std::move(text));
      return true;
    } catch (const Error& error) {
      fault(entry.value.where, "CV104", error.message(), error.hint());
      return false;
    }
  }

  /// A scalar; numbers keep their digits.
  static std::optional<Value> scalar_of(const Node& node) {
    if (const auto* const text = std::get_if<std::string>(&node.value)) return Value(*text);
    if (const auto* const whole = std::get_if<std::int64_t>(&node.value)) return Value(*whole);
    if (const auto* const flag = std::get_if<bool>(&node.value)) return Value(*flag);
    if (const auto* const date = std::get_if<Date>(&node.value)) return Value(*date);
    if (const auto* const time = std::get_if<TimeOfDay>(&node.value)) return Value(*time);
    if (const auto* const moment = std::get_if<Timestamp>(&node.value)) return Value(*moment);
    if (std::holds_alternative<double>(node.value) && parts_of(node.spelling))
      return Value(Decimal{node.spelling});
    return std::nullopt;
  }

  bool read_value(const std::string& key, const Node& node, ValidatorDef& made) {
    std::optional<Value> value = scalar_of(node);
    const bool comparable = value && compare_values(*value, *value).has_value();
    const bool any = made.name == "one_of" && value.has_value();
    if (!comparable && !any) {
      fault(node.where, "CV102",
            fmt::format("validator `{}` wants {}, not {}", key,
                        made.name == "one_of" ? "plain values" : "a number, a date or a time",
                        kind_of(node)),
            help_of(*find_validator(made.name)));
      return false;
    }
    if (const std::string wanted = any ? "" : unlike_field(*value); !wanted.empty()) {
      fault(node.where, "CV104",
            fmt::format("validator `{}` of {} field wants {}, not {}", key,
                        with_article(info(field_.type).name), wanted, kind_of(node)),
            "it is compared with what the field holds");
      return false;
    }
    made.parameters.push_back(std::move(*value));
    return true;
  }

  /// What the field's values are compared with, where `value` is no such thing.
  std::string unlike_field(const Value& value) const {
    const FieldType type = field_.type;
    if (type == FieldType::native) return {};
    if (type == FieldType::date) return std::holds_alternative<Date>(value) ? "" : "a date";
    if (type == FieldType::time) return std::holds_alternative<TimeOfDay>(value) ? "" : "a time";
    if (type == FieldType::date_time)
      return std::holds_alternative<Timestamp>(value) ? "" : "a date and time";
    return compare_values(value, Value(std::int64_t{0})) ? "" : "a number";
  }

  bool read_bounds(const Entry& entry, const ValidatorInfo& info, ValidatorDef& made) {
    const Node::Array* const items = entry.value.array();
    if (items == nullptr || items->size() != 2) {
      fault(entry.value.where, "CV102",
            fmt::format("validator `{}` wants a list of two: the least and the most", entry.key),
            help_of(info));
      return false;
    }
    for (const Node& item : *items) {
      if (info.form == two) {
        if (!read_value(entry.key, item, made)) return false;
        continue;
      }
      const auto* const count = std::get_if<std::int64_t>(&item.value);
      if (count == nullptr || *count < 0) {
        fault(item.where, "CV104",
              fmt::format("validator `{}` wants whole numbers, 0 or more", entry.key),
              help_of(info));
        return false;
      }
      made.parameters.emplace_back(*count);
    }
    const auto order = compare_values(made.parameters[0], made.parameters[1]);
    if (order && *order <= 0) return true;
    fault(entry.value.where, "CV104",
          order ? fmt::format("`{}` is empty: its least is above its most", entry.key)
                : fmt::format("`{}` mixes {} and {}", entry.key, kind_of(items->front()),
                              kind_of(items->back())),
          help_of(info));
    return false;
  }

  bool read_list(const Entry& entry, const ValidatorInfo& info, ValidatorDef& made) {
    const Node::Array* const items = entry.value.array();
    if (items == nullptr || items->empty()) {
      fault(entry.value.where, "CV104",
            fmt::format("validator `{}` wants a list of one value or more", entry.key),
            help_of(info));
      return false;
    }
    bool good = true;
    for (const Node& item : *items)
      good = read_value(entry.key, item, made) && good;
    return good;
  }

  Reader& reader_;
  const Field& field_;
};

}  // namespace

void read_validators(Reader& reader, const Entry& entry, Field& field) {
  ValidatorReader each(reader, field);
  const auto take = [&](const Node& node) {
    if (auto made = each.read(node)) field.validators.push_back(std::move(*made));
  };
  if (entry.value.text() != nullptr || entry.value.table() != nullptr) {
    take(entry.value);
  } else if (const Node::Array* const items = entry.value.array()) {
    for (const Node& item : *items)
      take(item);
  } else {
    reader.wrong_type(entry, "a list of validators");
  }
}

}  // namespace covet::model
