#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/model/model.h"

/// What code is made from: the models in words that no language has a stake in. Handles and names
/// are those of the model files; how a language spells them is its writer's affair.
namespace covet::cli::codegen {

enum class Scalar : std::uint8_t {
  text,
  int16,
  int32,
  int64,
  real,
  decimal,
  boolean,
  moment,
  date,
  time,
  json,
  uuid,
  bytes,
  list,    ///< of `items`
  choice,  ///< one of `choices`
  native,  ///< whatever the engine has
};

/// Texts that are all a field may hold.
struct ChoiceSet {
  std::string name;  ///< the field's, also of its items, or the handle of an [enums.x]
  bool shared = false;
  std::vector<std::string> values{};
};

struct Type {
  Scalar scalar = Scalar::text;
  bool is_unsigned = false;
  bool nullable = false;
  std::shared_ptr<const Type> items{};
  ChoiceSet choices{};
};

/// Whether a new row has to say it.
enum class Giving : std::uint8_t {
  required,
  optional,  ///< a default, NULL, or the database fills it in
  never,     ///< the database or covet computes it
};

struct Field {
  std::string name;
  Type type;
  Giving giving = Giving::required;
  bool key = false;
  std::string to{};  ///< the handle of the model that it refers to; a plain field has none
  std::string comment{};
  SourceSpan where{};
};

/// What leads to other rows and is no field: a ManyToMany, a way back, a key of several fields.
struct Relation {
  std::string name;
  std::string to;
  bool many = false;
  SourceSpan where{};
};

struct ModelDescription {
  std::string handle;
  std::string comment{};
  SourceSpan where{};
  std::vector<std::string> key{};
  std::vector<Field> fields{};
  std::vector<Relation> relations{};
};

struct Description {
  std::vector<ModelDescription> models{};
  std::vector<ChoiceSet> enums{};    ///< of [enums.x]
  std::string toml{};                ///< models and enums as one model file
  std::vector<std::string> notes{};  ///< what was left out, and why
};

Description describe(const model::ModelSet& models);

/// All that `model` says, as a text of which two are equal only where the models are.
std::string text_of(const ModelDescription& model);
std::string text_of(const ChoiceSet& choices);

}  // namespace covet::cli::codegen
