#include "core/validate/row.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/base/hints.h"
#include "core/base/strings.h"
#include "core/validate/checkers.h"
#include "core/validate/convert.h"
#include "core/validate/fill.h"
#include "core/validate/json_text.h"

namespace covet::validate {

namespace {

using model::Field;
using model::FieldType;
using model::Model;
using model::ModelSet;

class Validation {
 public:
  Validation(const ModelSet& models, const Model& model, Row& row, Operation operation,
             const Registry& registry, const Clock& clock, Giver giver)
      : models_(models),
        model_(model),
        row_(row),
        operation_(operation),
        registry_(registry),
        clock_(clock),
        giver_(giver),
        key_(model.key_fields()) {}

  std::vector<Fault> run() {
    check_names();
    for (const Field& field : model_.fields)
      check(field);
    for (const Registry::RowCheck& rule : registry_.for_model(model_.handle)) {
      for (Fault& fault : rule(good_, operation_))
        faults_.push_back(std::move(fault));
    }
    return std::move(faults_);
  }

 private:
  bool creating() const { return operation_ == Operation::create; }
  bool in_key(const Field& field) const {
    return std::ranges::find(key_, field.name) != key_.end();
  }

  void add(const Field& field, const Value* value, std::string message, std::string help = {}) {
    faults_.push_back({field.name, value == nullptr ? std::string() : shortened(*value),
                       std::move(message), std::move(help)});
  }

  void check_names() {
    for (const auto& [name, value] : row_) {
      if (model_.find(name) != nullptr) continue;
      faults_.push_back({name, shortened(value),
                         fmt::format("model `{}` has no such field", model_.handle),
                         help_for(name)});
    }
  }

  std::string help_for(std::string_view name) const {
    std::vector<std::string> names;
    for (const Field& field : model_.fields)
      names.push_back(field.name);
    const std::string near = did_you_mean(name, names);
    return near.empty() ? "its fields are " + join(names, ", ") : near;
  }

  void check(const Field& field) {
    const bool stamped = field.auto_now || (field.auto_now_add && creating());
    if (const auto given = row_.find(field.name); given != row_.end()) {
      if (may_be_given(field, given->second)) take(field, given->second);
    } else if (stamped) {
      put(field, now_for(field, clock_));
    } else if (creating()) {
      fill(field);
    }
  }

  bool may_be_given(const Field& field, const Value& value) {
    if (field.type == FieldType::many_to_many) {
      add(field, &value, "it has no column: its rows stand in a junction table",
          "write rows of the junction instead");
    } else if (!field.generated.empty()) {
      add(field, &value, "the database computes it", "leave it out");
    } else if (field.auto_now || field.auto_now_add) {
      add(field, &value, "it is set by itself, to the time of writing", "leave it out");
    } else if (!creating() && in_key(field)) {
      add(field, &value, "a primary key does not change",
          "make a new row, or change the key in a migration");
    } else if (!field.editable && giver_ == Giver::person) {
      add(field, &value, "it is not for people to edit", "leave it out");
    } else {
      return true;
    }
    return false;
  }

  void take(const Field& field, Value& value) {
    if (is_null(value) && in_key(field)) {
      if (creating() && database_fills(field)) {
        row_.erase(field.name);
      } else {
        add(field, &value, "a key is never NULL");
      }
      return;
    }
    Conversion made = try_convert(models_, field, value);
    if (auto* const refusal = std::get_if<Refusal>(&made)) {
      add(field, &value, std::move(refusal->message), std::move(refusal->help));
      return;
    }
    Value& converted = std::get<Value>(made);
    std::vector<std::string> faults = faults_of(models_, field, converted, registry_);
    for (std::string& fault : faults)
      add(field, &value, std::move(fault));
    if (!faults.empty()) return;
    value = converted;
    good_.insert_or_assign(field.name, std::move(converted));
  }

  void put(const Field& field, Value value) {
    good_.insert_or_assign(field.name, value);
    row_.insert_or_assign(field.name, std::move(value));
  }

  void fill(const Field& field) {
    if (field.type == FieldType::many_to_many) return;
    if (auto value = filled(models_, field, clock_)) return put(field, std::move(*value));
    if (database_fills(field)) return;
    if (field.nullable && !in_key(field)) return;
    add(field, nullptr, "it is missing",
        field.nullable ? "a key needs a value" : "give it a value");
  }

  const ModelSet& models_;
  const Model& model_;
  Row& row_;
  const Operation operation_;
  const Registry& registry_;
  const Clock& clock_;
  const Giver giver_;
  const std::vector<std::string> key_;
  Row good_{};
  std::vector<Fault> faults_{};
};

}  // namespace

std::vector<Fault> validate(const ModelSet& models, const Model& model, Row& row,
                            Operation operation, const Registry& registry, const Clock& clock,
                            Giver giver) {
  return Validation(models, model, row, operation, registry, clock, giver).run();
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

}  // namespace covet::validate
