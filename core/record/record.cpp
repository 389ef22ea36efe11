#include "core/record/record.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/hints.h"
#include "core/validate/json_text.h"

namespace covet::record {
Record::Record(const model::Model& model, validate::Row values) : model_(&model) {
  auto names = std::make_shared<std::vector<std::string>>();
  for (auto& [name, value] : values) {
    names->push_back(name);
    values_.push_back(std::move(value));
  }
  names_ = std::move(names);
  changed_.assign(values_.size(), true);
}

Record::Record(const model::Model& model, std::shared_ptr<const std::vector<std::string>> names,
               std::vector<Value> values)
    : model_(&model), names_(std::move(names)), values_(std::move(values)), stored_(true) {}

std::optional<std::size_t> Record::place_of(std::string_view name) const {
  const auto found = std::find(names_->begin(), names_->end(), name);
  if (found == names_->end()) return std::nullopt;
  return static_cast<std::size_t>(found - names_->begin());
}

bool Record::has(std::string_view name) const {
  return place_of(name).has_value();
}

const Value& Record::operator[](std::string_view name) const {
  if (const auto place = place_of(name)) return values_[*place];
  std::string help = did_you_mean(name, *names_);
  if (help.empty()) help = "read it, or set it before";
  throw Error(Errc::usage, fmt::format("this `{}` has no value of `{}`", model_->handle, name),
              help);
}

void Record::set(std::string_view name, Value value) {
  const model::Field* const field = model_->find(name);
  if (field == nullptr || field->type == model::FieldType::many_to_many) {
    std::vector<std::string> known;
    for (const model::Field& each : model_->fields)
      known.push_back(each.name);
    std::string help = did_you_mean(name, known);
    if (help.empty()) help = "only the model's own fields can be set";
    throw Error(Errc::usage, fmt::format("`{}` has no field `{}` to set", model_->handle, name),
                help);
  }
  changed_.resize(values_.size());
  auto place = place_of(name);
  if (!place) {
    auto names = std::make_shared<std::vector<std::string>>(*names_);
    names->emplace_back(name);
    names_ = std::move(names);
    values_.emplace_back();
    changed_.push_back(false);
    place = values_.size() - 1;
  }
  values_[*place] = std::move(value);
  changed_[*place] = true;
}

std::vector<std::string> Record::changed() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < changed_.size(); ++i) {
    if (changed_[i]) names.push_back((*names_)[i]);
  }
  return names;
}

std::vector<Value> Record::key() const {
  std::vector<Value> key;
  for (const std::string& name : model_->key_fields())
    key.push_back((*this)[name]);
  if (key.empty()) {
    throw Error(Errc::usage, fmt::format("`{}` has no primary key", model_->handle),
                "give the model one");
  }
  return key;
}

const std::vector<Record>& Record::related(std::string_view name) const {
  for (const auto& [known, records] : related_)
    if (known == name) return records;
  throw Error(Errc::usage, fmt::format("`{}` of this `{}` wasn't read", name, model_->handle),
              fmt::format("ask with select_related(\"{0}\") or prefetch_related(\"{0}\")", name));
}

std::vector<Record>& Record::mutable_related(std::string_view name) {
  const auto place = std::find_if(related_.begin(), related_.end(),
                                  [&](const auto& each) { return each.first >= name; });
  if (place != related_.end() && place->first == name) return place->second;
  return related_.emplace(place, std::string(name), std::vector<Record>())->second;
}

const Record* Record::one(std::string_view name) const {
  const std::vector<Record>& records = related(name);
  return records.empty() ? nullptr : &records.front();
}

void Record::relate(std::string_view name, std::vector<Record> records) {
  mutable_related(name) = std::move(records);
}

void Record::mark_stored() {
  stored_ = true;
  changed_.clear();
}

void Record::mark_saved(const std::vector<std::string>& fields) {
  for (std::size_t i = 0; i < changed_.size(); ++i) {
    if (std::find(fields.begin(), fields.end(), (*names_)[i]) != fields.end()) changed_[i] = false;
  }
}

std::string Record::json() const {
  std::string text = "{";
  const auto add = [&](const std::string& name, const std::string& value) {
    if (text.size() > 1) text += ", ";
    text += validate::json_text(name) + ": " + value;
  };
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const std::string& name = (*names_)[i];
    const bool related = std::any_of(related_.begin(), related_.end(),
                                     [&](const auto& each) { return each.first == name; });
    if (!related) add(name, validate::json_text(values_[i]));
  }
  for (const auto& [name, records] : related_) {
    const model::Field* const field = model_->find(name);
    const bool single = field != nullptr && field->type != model::FieldType::many_to_many;
    if (single) {
      add(name, records.empty() ? "null" : records.front().json());
      continue;
    }
    std::string list = "[";
    for (const Record& record : records)
      list += (list.size() > 1 ? ", " : "") + record.json();
    add(name, list + "]");
  }
  return text + "}";
}

}  // namespace covet::record
