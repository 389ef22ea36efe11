#include "core/validate/row.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include <fmt/core.h>

#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/validate/checkers.h"
#include "core/validate/convert.h"
#include "core/validate/fill.h"
#include "core/validate/held.h"
#include "core/validate/json_text.h"

namespace covet::validate {

namespace {

using model::Field;
using model::FieldType;
using model::Model;
using model::ModelSet;

/// One row.
class Validation {
 public:
  using Plan = Validator::Plan;

  Validation(const Validator::Setting& setting, std::span<const Plan> plans, Row& row)
      : setting_(setting),
        plans_(plans),
        row_(row),
        rules_(setting.registry.for_model(setting.model.handle)) {}

  std::vector<Fault> run() {
    const std::size_t given = row_.size();
    std::size_t known = 0;
    for (const Plan& plan : plans_)
      known += check(plan) ? 1 : 0;
    if (known < given) check_names();
    for (const Registry::RowCheck& rule : rules_) {
      for (Fault& fault : rule(good_, setting_.operation))
        faults_.push_back(std::move(fault));
    }
    return std::move(faults_);
  }

 private:
  bool creating() const { return setting_.operation == Operation::create; }

  void add(const Field& field, const Value* value, std::string message, std::string help = {}) {
    faults_.push_back({field.name, value == nullptr ? std::string() : shortened(*value),
                       std::move(message), std::move(help)});
  }

  /// Told before what is wrong with the fields.
  void check_names() {
    std::vector<Fault> unknown;
    for (const auto& [name, value] : row_) {
      if (setting_.model.find(name) != nullptr) continue;
      unknown.push_back({name, shortened(value),
                         fmt::format("model `{}` has no such field", setting_.model.handle),
                         help_for(name)});
    }
    faults_.insert(faults_.begin(), std::make_move_iterator(unknown.begin()),
                   std::make_move_iterator(unknown.end()));
  }

  std::string help_for(std::string_view name) const {
    std::vector<std::string> names;
    for (const Field& field : setting_.model.fields)
      names.push_back(field.name);
    const std::string near = did_you_mean(name, names);
    return near.empty() ? "its fields are " + join(names, ", ") : near;
  }

  /// True where the row has the field.
  bool check(const Plan& plan) {
    const Field& field = *plan.field;
    const bool stamped = field.auto_now || (field.auto_now_add && creating());
    if (const auto given = row_.find(field.name); given != row_.end()) {
      if (may_be_given(plan, given->second)) take(plan, given->second);
      return true;
    }
    if (stamped) {
      put(field, now_for(field, setting_.clock));
    } else if (creating()) {
      fill(plan);
    }
    return false;
  }

  bool may_be_given(const Plan& plan, const Value& value) {
    const Field& field = *plan.field;
    if (field.type == FieldType::many_to_many) {
      add(field, &value, "it has no column: its rows stand in a junction table",
          "write rows of the junction instead");
    } else if (!field.generated.empty()) {
      add(field, &value, "the database computes it", "leave it out");
    } else if (field.auto_now || field.auto_now_add) {
      add(field, &value, "it is set by itself, to the time of writing", "leave it out");
    } else if (!creating() && plan.in_key) {
      add(field, &value, "a primary key does not change",
          "make a new row, or change the key in a migration");
    } else if (!field.editable && setting_.giver == Giver::person) {
      add(field, &value, "it is not for people to edit", "leave it out");
    } else {
      return true;
    }
    return false;
  }

  void take(const Plan& plan, Value& value) {
    const Field& field = *plan.field;
    if (is_null(value) && plan.in_key) {
      if (creating() && plan.database_fills) {
        row_.erase(field.name);
      } else {
        add(field, &value, "a key is never NULL");
      }
      return;
    }
    std::optional<Value> converted;
    if (plan.held_as == nullptr || !holds_already(*plan.held_as, value)) {
      Conversion made = try_convert(setting_.models, field, value);
      if (auto* const refusal = std::get_if<Refusal>(&made)) {
        add(field, &value, std::move(refusal->message), std::move(refusal->help));
        return;
      }
      converted = std::move(std::get<Value>(made));
    }
    if (plan.has_checks) {
      std::vector<std::string> faults =
          faults_of(setting_.models, field, converted ? *converted : value, setting_.registry);
      for (std::string& fault : faults)
        add(field, &value, std::move(fault));
      if (!faults.empty()) return;
    }
    if (converted) value = std::move(*converted);
    note(field, value);
  }

  /// Only rules look at it.
  void note(const Field& field, const Value& value) {
    if (!rules_.empty()) good_.insert_or_assign(field.name, value);
  }

  void put(const Field& field, Value value) {
    note(field, value);
    row_.insert_or_assign(field.name, std::move(value));
  }

  void fill(const Plan& plan) {
    const Field& field = *plan.field;
    if (field.type == FieldType::many_to_many) return;
    if (plan.is_made) {
      if (auto value = filled(setting_.models, field, setting_.clock))
        return put(field, std::move(*value));
    }
    if (plan.otherwise) return put(field, *plan.otherwise);
    if (plan.database_fills) return;
    if (field.nullable && !plan.in_key) return;
    add(field, nullptr, "it is missing",
        field.nullable ? "a key needs a value" : "give it a value");
  }

  const Validator::Setting& setting_;
  const std::span<const Plan> plans_;
  Row& row_;
  const std::span<const Registry::RowCheck> rules_;
  Row good_{};
  std::vector<Fault> faults_{};
};

Validator::Plan plan_of(const Validator::Setting& setting, const Field& field,
                        const std::vector<std::string>& key) {
  Validator::Plan plan{};
  plan.field = &field;
  const bool plain = field.choices.empty() && field.type != FieldType::many_to_many;
  plan.held_as = plain ? key_behind(setting.models, field) : nullptr;
  plan.in_key = std::ranges::find(key, field.name) != key.end();
  plan.has_checks = has_checks(field);
  plan.is_made = !field.default_factory.empty() || field.auto_generate;
  plan.database_fills = database_fills(field);
  if (Value value = default_of(setting.models, field); !is_null(value))
    plan.otherwise = std::move(value);
  return plan;
}

}  // namespace

Validator::Validator(const ModelSet& models, const Model& model, Operation operation,
                     const Registry& registry, const Clock& clock, Giver giver)
    : setting_{models, model, operation, registry, clock, giver} {
  const std::vector<std::string> key = model.key_fields();
  plans_.reserve(model.fields.size());
  for (const Field& field : model.fields)
    plans_.push_back(plan_of(setting_, field, key));
}

std::vector<Fault> Validator::validate(Row& row) const {
  return Validation(setting_, plans_, row).run();
}

std::vector<Fault> validate(const ModelSet& models, const Model& model, Row& row,
                            Operation operation, const Registry& registry, const Clock& clock,
                            Giver giver) {
  return Validator(models, model, operation, registry, clock, giver).validate(row);
}

std::string to_text(const Fault& fault) {
  if (fault.field.empty()) return fault.message;
  if (fault.value.empty()) return fmt::format("`{}`: {}", fault.field, fault.message);
  return fmt::format("`{}` can't be {}: {}", fault.field, fault.value, fault.message);
}

Error as_error(const Model& model, const std::vector<Fault>& faults) {
  std::vector<std::string> lines;
  for (const Fault& fault : faults)
    lines.push_back(to_text(fault));
  const std::string head =
      fmt::format("a row of {} has {}", model.handle, count_of(faults.size(), "fault"));
  const auto helpful = std::ranges::find_if(faults, [](const Fault& f) { return !f.help.empty(); });
  return Error(
      Errc::usage, fmt::format("{}:\n{}", head, join(lines, "\n")),
      helpful == faults.end() ? "give the row values that its fields hold" : helpful->help);
}

Row row_from_json(const Model& model, std::string_view text) {
  const std::string_view way_out = "write it as {\"name\": value, …}";
  if (const auto why = why_no_json(text))
    throw Error(Errc::parse, "a row does not read: " + *why, std::string(way_out));
  const auto members = json_members(text);
  if (!members) throw Error(Errc::parse, "a row is no JSON object", std::string(way_out));
  Row row;
  for (const auto& [name, written] : *members) {
    const Field* const field = model.find(name);
    const bool raw = field != nullptr && field->type == FieldType::json && written != "null";
    Value value = raw ? Value(Json{std::string(written)}) : json_value(written);
    if (row.emplace(name, std::move(value)).second) continue;
    throw Error(Errc::parse, fmt::format("a row names `{}` twice", name), "take one of them out");
  }
  return row;
}

std::vector<std::string> names_of(const Row& row) {
  std::vector<std::string> names;
  names.reserve(row.size());
  for (const auto& [name, value] : row)
    names.push_back(name);
  return names;
}

}  // namespace covet::validate
