#include "cli/codegen/cpp_spelling.h"

#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "cli/codegen/cpp_names.h"
#include "core/base/error.h"

namespace covet::cli::codegen {
namespace {

std::string quoted(std::string_view kind, std::string_view name) {
  return fmt::format("{} `{}`", kind, name);
}

const ChoiceSet* own_choices(const Type& type) {
  if (type.items) return own_choices(*type.items);
  return type.scalar == Scalar::choice && !type.choices.shared ? &type.choices : nullptr;
}

class Speller {
 public:
  explicit Speller(const Description& description) : description_(description) {}

  CppSpelling spell() {
    for (const std::string_view file : {"models", "model_set", "enums"})
      files_.reserve(std::string(file));
    for (const ModelDescription& model : description_.models) {
      CppModel& made = spelling_.models.emplace_back();
      const std::string owner = quoted("model", model.handle);
      const std::size_t before = faults_.size();
      made.name = types_.take(cpp_type_name(model.handle), owner, model.where, faults_);
      const bool fresh = faults_.size() == before;
      // Those whose structs clash have been told.
      std::vector<Diagnostic> clashes;
      made.file =
          files_.take(cpp_file_name(model.handle), "the header of " + owner, model.where, clashes) +
          ".h";
      if (fresh) std::ranges::move(clashes, std::back_inserter(faults_));
    }
    for (const ChoiceSet& choices : description_.enums) {
      if (!are_enumerators(choices)) continue;
      std::string name = cpp_type_name(choices.name);
      if (types_.has(name)) name += "Choice";
      spelling_.enums[choices.name] =
          types_.take(std::move(name), quoted("enum", choices.name), {}, faults_);
    }
    for (std::size_t i = 0; i < description_.models.size(); ++i)
      spell(description_.models[i], spelling_.models[i]);
    if (!faults_.empty()) {
      const std::string message = faults_.front().message;
      throw Error(Errc::model, message, faults_.front().help).with(std::move(faults_));
    }
    return std::move(spelling_);
  }

 private:
  void spell(const ModelDescription& model, CppModel& made) {
    CppScope scope(quoted("model", model.handle));
    // each_ is the parameter in Map.
    for (const std::string_view own : {"Row", "New", "Map", "model_type", "each_"})
      scope.reserve(std::string(own));
    // A member that is called as a struct would hide it.
    for (const CppModel& each : spelling_.models)
      scope.reserve(each.name);
    for (const auto& [handle, name] : spelling_.enums)
      scope.reserve(name);
    for (const Field& field : model.fields) {
      made.fields.push_back(scope.take(cpp_value_name(field.name), quoted("field", field.name),
                                       field.where, faults_));
    }
    for (const Relation& relation : model.relations) {
      made.relations.push_back(scope.take(cpp_value_name(relation.name),
                                          quoted("relation", relation.name), relation.where,
                                          faults_));
    }
    for (const Field& field : model.fields) {
      const ChoiceSet* const choices = own_choices(field.type);
      if (choices == nullptr || !are_enumerators(*choices)) continue;
      std::string name = cpp_type_name(field.name);
      if (scope.has(name)) name += "Choice";
      made.enums[choices->name] =
          scope.take(std::move(name), quoted("choices of", field.name), field.where, faults_);
    }
  }

  const Description& description_;
  CppSpelling spelling_;
  CppScope types_{""};
  CppScope files_{""};
  std::vector<Diagnostic> faults_;
};

std::string cpp_integer(const Type& type, int bits) {
  return fmt::format("std::{}int{}_t", type.is_unsigned ? "u" : "", bits);
}

std::string plain_type(const Type& type, const CppModel& model, const CppSpelling& spelling) {
  switch (type.scalar) {
    case Scalar::text:
      return "std::string";
    case Scalar::int16:
      return cpp_integer(type, 16);
    case Scalar::int32:
      return cpp_integer(type, 32);
    case Scalar::int64:
      return cpp_integer(type, 64);
    case Scalar::real:
      return "double";
    case Scalar::decimal:
      return "covet::Decimal";
    case Scalar::boolean:
      return "bool";
    case Scalar::moment:
      return "covet::Timestamp";
    case Scalar::date:
      return "covet::Date";
    case Scalar::time:
      return "covet::TimeOfDay";
    case Scalar::json:
      return "covet::Json";
    case Scalar::uuid:
      return "covet::Uuid";
    case Scalar::bytes:
      return "covet::Bytes";
    case Scalar::list:
      if (!type.items) return "covet::Json";
      return "std::vector<" + plain_type(*type.items, model, spelling) + ">";
    case Scalar::choice: {
      const auto& enums = type.choices.shared ? spelling.enums : model.enums;
      const auto found = enums.find(type.choices.name);
      return found == enums.end() ? "std::string" : found->second;
    }
    case Scalar::native:
      break;
  }
  return "covet::Value";
}

}  // namespace

const CppModel& CppSpelling::model(const Description& description, std::string_view handle) const {
  const auto found = std::ranges::find(description.models, handle, &ModelDescription::handle);
  if (found == description.models.end())
    throw Error(Errc::internal, fmt::format("no model is called `{}`", handle));
  return models[static_cast<std::size_t>(found - description.models.begin())];
}

bool are_enumerators(const ChoiceSet& choices) {
  std::set<std::string> names;
  return std::all_of(choices.values.begin(), choices.values.end(), [&](const std::string& value) {
    // Only what stays recognizable: "in progress" is a text.
    return is_identifier(value) && names.insert(cpp_value_name(value)).second;
  });
}

std::string cpp_type(const Type& type, const CppModel& model, const CppSpelling& spelling) {
  const std::string plain = plain_type(type, model, spelling);
  return type.nullable ? "std::optional<" + plain + ">" : plain;
}

CppSpelling spell(const Description& description) {
  return Speller(description).spell();
}

}  // namespace covet::cli::codegen
