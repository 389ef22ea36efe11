#include "core/model/find_model.h"

#include <fmt/core.h>

#include "core/base/hints.h"
#include "core/base/strings.h"

namespace covet::model {

const Model& find_model(const ModelSet& models, std::string_view handle) {
  if (const Model* const found = models.find(handle)) return *found;
  throw no_such_model(models, handle);
}

const std::vector<Choice>& choices_of(const ModelSet& models, const Field& field) {
  const EnumDef* const type = models.find_enum(field.enum_name);
  return type == nullptr ? field.choices : type->values;
}

Error no_such_model(const ModelSet& models, std::string_view handle) {
  std::vector<std::string> names;
  for (const Model& each : models.models)
    names.push_back(each.handle);
  std::string help = did_you_mean(handle, names);
  constexpr std::size_t most_listed = 12;
  if (help.empty() && !names.empty() && names.size() <= most_listed)
    help = "the models are " + join(names, ", ");
  if (help.empty()) help = "name one of the models by its handle: [models.<handle>]";
  return {Errc::usage, fmt::format("there is no model `{}`", handle), std::move(help)};
}

}  // namespace covet::model
