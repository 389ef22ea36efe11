#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/model/model.h"
#include "core/validate/registry.h"

namespace covet::validate {

/// Who gave the values: what `editable = false` keeps from people, a program may set.
enum class Giver : std::uint8_t { person, program };

/// Makes `row` one that the model's table takes, and says every fault of it at once; without any,
/// the row may be written.
///
/// - Each value becomes what its column holds (see convert.h) and passes its validators
/// (checkers.h);
///   then the rules that `registry` has for the model see what passed.
/// - create: what is missing is filled in (fill.h): default_factory, auto_generate, a default that
/// is
///   a value, auto_now_add. What the database fills (auto_increment, a default in SQL) and what is
///   NULL stays out. Anything else that is missing, and not nullable, is a fault.
/// - update: the row holds what is to change. auto_now is set; the primary key is no part of it.
/// - Names that the model doesn't have, relations without a column, generated fields and those of
///   auto_now and auto_now_add are refused.
///
/// A value with a fault stays as it was. Throws Error{usage} for an `own` validator that nobody
/// registered, and what a registered one throws. Threads may call it at once, each with its row.
std::vector<Fault> validate(const model::ModelSet& models, const model::Model& model, Row& row,
                            Operation operation, const Registry& registry, const Clock& clock,
                            Giver giver = Giver::person);

/// validate() for many rows of one model: what holds for all of them is found out once. What it is
/// made of must outlive it.
class Validator {
 public:
  Validator(const model::ModelSet& models, const model::Model& model, Operation operation,
            const Registry& registry, const Clock& clock, Giver giver = Giver::person);

  /// As validate() does. Threads may call it at once, each with its row.
  std::vector<Fault> validate(Row& row) const;

  /// What is known of a field before there is a value.
  struct Plan {
    const model::Field* field;
    /// The field whose values it holds, where holds_already may be asked; else null.
    const model::Field* held_as;
    bool in_key;
    bool has_checks;
    bool is_made;                    ///< by a factory, or generated: anew for each row
    bool database_fills;             ///< where a row has none
    std::optional<Value> otherwise;  ///< its default, where that is a value
  };
  struct Setting {
    const model::ModelSet& models;
    const model::Model& model;
    Operation operation;
    const Registry& registry;
    const Clock& clock;
    Giver giver;
  };

 private:
  Setting setting_;
  std::vector<Plan> plans_;
};

/// The fields that it has, sorted.
std::vector<std::string> names_of(const Row& row);

/// "`age` can't be 300: it holds 0 to 255"
std::string to_text(const Fault& fault);

/// Error{usage} with every fault, one a line, to be thrown; expects one at least.
Error as_error(const model::Model& model, const std::vector<Fault>& faults);

/// A row from a JSON object whose names are those of fields: numbers keep their digits, arrays and
/// objects become Json, and a string of a JSON field is that JSON string. Throws Error{parse}.
Row row_from_json(const model::Model& model, std::string_view text);

}  // namespace covet::validate
