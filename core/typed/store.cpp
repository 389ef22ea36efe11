#include "core/typed/store.h"

#include <algorithm>

#include "core/model/find_model.h"

namespace covet::typed {

std::vector<Value> values_in(const record::Record& record, const std::vector<std::string>& names) {
  // As it was read, where all was asked for.
  if (record.names() == names) return record.values();
  std::vector<Value> values;
  values.reserve(names.size());
  for (const std::string& name : names)
    values.push_back(record[name]);
  return values;
}

std::vector<Value> whole(record::Store& store, record::Record& record,
                         const std::vector<std::string>& names) {
  const bool known = std::all_of(names.begin(), names.end(),
                                 [&](const std::string& name) { return record.has(name); });
  if (!known) store.refresh(record);
  return values_in(record, names);
}

record::Record stored_record(const record::Store& store, std::string_view model,
                             validate::Row key) {
  auto names = std::make_shared<std::vector<std::string>>();
  std::vector<Value> values;
  for (auto& [name, value] : key) {
    names->push_back(name);
    values.push_back(std::move(value));
  }
  return {model::find_model(store.models(), model), std::move(names), std::move(values)};
}

validate::Row save_values(record::Store& store, record::Record record, validate::Row values,
                          const std::vector<std::string>& names) {
  for (auto& [name, value] : values)
    record.set(name, std::move(value));
  store.save(record);
  validate::Row known;
  for (const std::string& name : names) {
    if (record.has(name)) known.emplace(name, record[name]);
  }
  return known;
}

}  // namespace covet::typed
