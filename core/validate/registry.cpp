#include "core/validate/registry.h"

#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/hints.h"

namespace covet::validate {

namespace {

template <class Map>
std::vector<std::string> keys_of(const Map& map) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map)
    keys.push_back(key);
  return keys;
}

}  // namespace

void Registry::add(std::string name, Check check) {
  if (name.empty()) throw Error(Errc::usage, "a validator has no name", "give it one");
  if (checks_.contains(name)) {
    throw Error(Errc::usage, fmt::format("validator `{}` is registered twice", name),
                "give one of them another name");
  }
  checks_.insert_or_assign(std::move(name), std::move(check));
}

void Registry::add_for_model(std::string handle, RowCheck check) {
  row_checks_[std::move(handle)].push_back(std::move(check));
}

const Registry::Check* Registry::find(std::string_view name) const {
  const auto found = checks_.find(name);
  return found == checks_.end() ? nullptr : &found->second;
}

std::span<const Registry::RowCheck> Registry::for_model(std::string_view handle) const {
  const auto found = row_checks_.find(handle);
  if (found == row_checks_.end()) return {};
  return found->second;
}

void Registry::expect_all(const model::ModelSet& models) const {
  for (const model::Model& model : models.models) {
    for (const model::Field& field : model.fields) {
      for (const model::Field* each = &field; each != nullptr; each = each->items.get()) {
        for (const model::ValidatorDef& def : each->validators) {
          if (def.name != "own" || def.parameters.empty()) continue;
          const std::string name = to_text(def.parameters.front());
          if (find(name) != nullptr) continue;
          const std::string near = did_you_mean(name, keys_of(checks_));
          throw Error(Errc::not_found,
                      fmt::format("field `{}` of model `{}` has validator `{}`, which the program "
                                  "does not register",
                                  field.name, model.handle, name),
                      near.empty() ? fmt::format("registry.add(\"{}\", …)", name) : near);
        }
      }
    }
  }
  for (const auto& [handle, checks] : row_checks_) {
    if (models.find(handle) != nullptr) continue;
    std::vector<std::string> handles;
    for (const model::Model& model : models.models)
      handles.push_back(model.handle);
    const std::string near = did_you_mean(handle, handles);
    throw Error(Errc::not_found,
                fmt::format("a rule is registered for model `{}`, which isn't there", handle),
                near.empty() ? "a rule goes with the model's key in its file" : near);
  }
}

}  // namespace covet::validate
