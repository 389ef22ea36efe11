#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/model.h"
#include "core/validate/registry.h"

namespace covet::record {

/// A row of a model: values by field name, and the rows that it leads to, where they were asked
/// for. Knows which values were set since it was read. Its model must outlive it.
class Record {
 public:
  /// One that is in no database yet, with these values.
  explicit Record(const model::Model& model, validate::Row values = {});
  /// One that was read: `names` in the order of `values`.
  Record(const model::Model& model, std::shared_ptr<const std::vector<std::string>> names,
         std::vector<Value> values);

  const model::Model& model() const { return *model_; }
  /// It was read from a database, or written to one.
  bool stored() const { return stored_; }

  /// By field or annotation. Throws Error{usage} where it wasn't read or set.
  const Value& operator[](std::string_view name) const;
  bool has(std::string_view name) const;
  const std::vector<std::string>& names() const { return *names_; }
  /// In the order of names().
  const std::vector<Value>& values() const { return values_; }
  /// Takes it as it is: save() converts and checks. Throws Error{usage} for no field of the model.
  void set(std::string_view name, Value value);
  /// What set() changed since it was read or saved.
  std::vector<std::string> changed() const;
  /// The key's values, in the order of the model's key. Throws Error{usage} where there is none.
  std::vector<Value> key() const;

  /// What select_related or prefetch_related brought. Throws Error{usage} for what wasn't asked
  /// for.
  const std::vector<Record>& related(std::string_view name) const;
  /// The only one of those; null where there is none.
  const Record* one(std::string_view name) const;

  /// A JSON object with its values and what is related to it.
  std::string json() const;

  // For who reads and writes records.
  void relate(std::string_view name, std::vector<Record> records);
  void mark_stored();
  void mark_saved(const std::vector<std::string>& fields);
  void forget() { stored_ = false; }
  std::vector<Record>& mutable_related(std::string_view name);

 private:
  std::optional<std::size_t> place_of(std::string_view name) const;

  const model::Model* model_;
  std::shared_ptr<const std::vector<std::string>> names_;
  std::vector<Value> values_;
  std::vector<char> changed_;  ///< true or false of each; empty: none
  /// By name. A million records have none each: the smaller the better.
  std::vector<std::pair<std::string, std::vector<Record>>> related_;
  bool stored_ = false;
};

}  // namespace covet::record
