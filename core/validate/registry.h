#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/model/model.h"

namespace covet::validate {

/// Field names and their values.
using Row = std::map<std::string, Value, std::less<>>;

enum class Operation : std::uint8_t { create, update };

/// What is wrong with one value of a row, or with the row.
struct Fault {
  std::string field;    ///< empty where it is about the row as a whole
  std::string value;    ///< as `shortened` shows it, empty where there is none
  std::string message;  ///< "it holds 0 to 255"
  std::string help{};   ///< the way out; may be empty
  bool operator==(const Fault&) const = default;
};

/// What a program adds to the validators of model files. A value that is filled once, when the
/// program starts, and handed on by reference; several threads may read it.
class Registry {
 public:
  /// Why a value is wrong ("it has a false check digit"), or nothing. Never called with NULL; the
  /// value is as convert gives it.
  using Check = std::function<std::optional<std::string>(const Value&)>;
  /// What is wrong between the fields of a row. The row holds what was converted without a fault:
  /// on an update not every field, so that a rule looks each up.
  using RowCheck = std::function<std::vector<Fault>(const Row&, Operation)>;

  /// For { own = "name" }. Throws Error{usage} for an empty name, or one that is taken.
  void add(std::string name, Check check);
  /// For every row of the model with that handle, behind those that were added before.
  void add_for_model(std::string handle, RowCheck check);

  /// Null where nobody added it; the pointer lives until the next `add`.
  const Check* find(std::string_view name) const;
  std::span<const RowCheck> for_model(std::string_view handle) const;

  /// Throws Error{not_found} for the first validator that the models name and nobody added, and for
  /// the first model that has a rule and isn't there. To be called once, when all are added.
  void expect_all(const model::ModelSet& models) const;

 private:
  std::map<std::string, Check, std::less<>> checks_;
  std::map<std::string, std::vector<RowCheck>, std::less<>> row_checks_;
};

}  // namespace covet::validate
