#include "core/validate/checkers.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/validate/convert.h"
#include "core/validate/email.h"
#include "core/validate/ip.h"
#include "core/validate/json_text.h"
#include "core/validate/url.h"

namespace covet::validate {

namespace {

using model::Field;
using model::FieldType;
using model::ValidatorDef;
using Why = std::optional<std::string>;

Why unless(bool good, std::string_view why) {
  return good ? std::nullopt : Why(why);
}

std::string holds(std::string_view what, const Value& bound) {
  return fmt::format("it is {} {}", what, to_text(bound));
}

/// `sign` is -1 for the least, 1 for the most.
Why beyond(const Value& value, const Value& bound, int sign) {
  const auto order = model::compare_values(value, bound);
  if (!order) return fmt::format("it can't be compared with {}", to_text(bound));
  if (*order == 0 || (*order < 0) == (sign > 0)) return std::nullopt;
  return holds(sign < 0 ? "at least" : "at most", bound);
}

struct Length {
  std::size_t count;
  std::string_view unit;
};

Length length_of(const Field& field, const Value& value) {
  if (const auto* const bytes = std::get_if<Bytes>(&value)) return {bytes->size(), "byte"};
  if (const auto* const json = std::get_if<Json>(&value);
      json != nullptr && field.type == FieldType::array) {
    const auto items = json_items(json->text);
    return {items ? items->size() : 0, "item"};
  }
  return {code_points(to_text(value)), "character"};
}

Why beyond_length(const Length& length, std::int64_t bound, int sign) {
  const bool good = sign < 0 ? std::cmp_greater_equal(length.count, bound)
                             : std::cmp_less_equal(length.count, bound);
  if (good) return std::nullopt;
  return fmt::format("it has {} {}, and this has {}", sign < 0 ? "at least" : "at most",
                     count_of(static_cast<std::size_t>(bound), length.unit), length.count);
}

Why not_one_of(const model::ModelSet& models, const Field& field, const ValidatorDef& validator,
               const Value& value) {
  std::vector<std::string> words;
  for (const Value& allowed : validator.parameters) {
    const Conversion made = try_convert(models, field, allowed);
    const auto* const converted = std::get_if<Value>(&made);
    if (converted != nullptr && *converted == value) return std::nullopt;
    words.push_back(to_text(allowed));
  }
  return "it is one of " + join(words, ", ");
}

Why check_own(const ValidatorDef& validator, const Value& value, const Registry& registry) {
  const std::string name =
      validator.parameters.empty() ? std::string() : to_text(validator.parameters.front());
  const Registry::Check* const check = registry.find(name);
  if (check != nullptr) return (*check)(value);
  throw Error(Errc::usage, fmt::format("no validator `{}` is registered", name),
              fmt::format("registry.add(\"{}\", …) before the first row is validated", name));
}

using TextCheck = Why (*)(std::string_view text);

constexpr std::array<std::pair<std::string_view, TextCheck>, 7> text_checks = {{
    {"email", why_no_email},
    {"url", [](std::string_view text) { return why_no_url(text); }},
    {"ip",
     [](std::string_view text) {
       return unless(is_ipv4(text) || is_ipv6(text), "it wants an IP address");
     }},
    {"ipv4",
     [](std::string_view text) { return unless(is_ipv4(text), "it wants an IPv4 address"); }},
    {"ipv6",
     [](std::string_view text) { return unless(is_ipv6(text), "it wants an IPv6 address"); }},
    {"slug",
     [](std::string_view text) {
       return unless(is_slug(text), "it is made of ASCII letters, digits, - and _");
     }},
    {"not_blank",
     [](std::string_view text) { return unless(!is_blank(text), "it can't be blank"); }},
}};

/// In the validator's own words.
Why check(const model::ModelSet& models, const Field& field, const ValidatorDef& validator,
          const Value& value, const Registry& registry) {
  const std::string& name = validator.name;
  const std::vector<Value>& given = validator.parameters;
  for (const auto& [known, check_text] : text_checks) {
    if (name == known) return check_text(to_text(value));
  }
  if (name == "own") return check_own(validator, value, registry);
  if (name == "one_of") return not_one_of(models, field, validator, value);
  if (name == "regex" && validator.pattern) {
    return unless(validator.pattern->found_in(to_text(value)),
                  fmt::format("it does not match {}", validator.pattern->text()));
  }
  if (name == "min" && given.size() == 1) return beyond(value, given.front(), -1);
  if (name == "max" && given.size() == 1) return beyond(value, given.front(), 1);
  if (name == "range" && given.size() == 2) {
    const bool good = !beyond(value, given[0], -1) && !beyond(value, given[1], 1);
    return unless(good, fmt::format("it is {} to {}", to_text(given[0]), to_text(given[1])));
  }
  if (name == "length" && given.size() == 2) {
    const Length length = length_of(field, value);
    if (auto why = beyond_length(length, as_int(given[0]), -1)) return why;
    return beyond_length(length, as_int(given[1]), 1);
  }
  throw Error(Errc::usage,
              fmt::format("field `{}` has a validator `{}` that makes no sense", field.name, name),
              "models that are read from files have none such");
}

std::vector<std::string> faults_of_items(const model::ModelSet& models, const Field& field,
                                         const Value& value, const Registry& registry) {
  std::vector<std::string> faults;
  const auto* const json = std::get_if<Json>(&value);
  const auto items = json == nullptr ? std::nullopt : json_items(json->text);
  if (!items || !field.items) return faults;
  for (std::size_t i = 0; i < items->size(); ++i) {
    const Conversion made = try_convert(models, *field.items, json_value((*items)[i]));
    const auto* const item = std::get_if<Value>(&made);
    if (item == nullptr) continue;
    for (const std::string& fault : faults_of(models, *field.items, *item, registry))
      faults.push_back(fmt::format("item {} can't be {}: {}", i + 1, shortened(*item), fault));
  }
  return faults;
}

}  // namespace

bool is_slug(std::string_view text) {
  return !text.empty() && text.find_first_not_of(
                              "0123456789-_abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
}

bool is_blank(std::string_view text) {
  static constexpr std::array<std::string_view, 19> wide = {
      "\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
      "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200A",
      "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"};
  while (!text.empty()) {
    std::size_t size = std::string_view(" \t\n\v\f\r").find(text.front()) != std::string_view::npos;
    for (const std::string_view space : wide)
      if (text.starts_with(space)) size = space.size();
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

Why why_not(const model::ModelSet& models, const Field& field, const ValidatorDef& validator,
            const Value& value, const Registry& registry) {
  if (is_null(value)) return std::nullopt;
  auto why = check(models, field, validator, value, registry);
  if (why && !validator.message.empty()) return validator.message;
  return why;
}

bool has_checks(const Field& field) {
  return field.min_value || field.max_value || field.min_length || !field.validators.empty() ||
         field.type == FieldType::email || field.type == FieldType::url ||
         field.type == FieldType::array;
}

std::vector<std::string> faults_of(const model::ModelSet& models, const Field& field,
                                   const Value& value, const Registry& registry) {
  std::vector<std::string> faults;
  if (is_null(value)) return faults;
  const auto note = [&faults](Why why) {
    if (why) faults.push_back(std::move(*why));
  };
  if (field.min_value) note(beyond(value, Value(*field.min_value), -1));
  if (field.max_value) note(beyond(value, Value(*field.max_value), 1));
  if (field.min_length) note(beyond_length(length_of(field, value), *field.min_length, -1));
  const auto is_unsaid = [&](std::string_view name) {
    const auto same = [name](const ValidatorDef& def) { return def.name == name; };
    return std::ranges::none_of(field.validators, same);
  };
  if (field.type == FieldType::email && is_unsaid("email")) note(why_no_email(to_text(value)));
  if (field.type == FieldType::url && is_unsaid("url")) note(why_no_url(to_text(value)));
  for (const ValidatorDef& validator : field.validators)
    note(why_not(models, field, validator, value, registry));
  if (field.type == FieldType::array) {
    for (std::string& fault : faults_of_items(models, field, value, registry))
      faults.push_back(std::move(fault));
  }
  return faults;
}

}  // namespace covet::validate
