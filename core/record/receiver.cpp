#include "core/record/receiver.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/model/find_model.h"
#include "core/query/receive.h"
#include "core/query/relations.h"

namespace covet::record {

Receiver::Receiver(const model::ModelSet& models, const query::Query& query, query::PageQuery page)
    : models_(models), page_(std::move(page)), related_(query.select_related) {
  root_.model = &model::find_model(models, query.model);
  const std::vector<query::Output>& outputs = page_.compiled.outputs;
  values_.resize(outputs.size());
  for (std::size_t i = 0; i < outputs.size() - page_.key_columns; ++i)
    place(root_, "", outputs[i].name, i);
}

void Receiver::place(Node& node, const std::string& path, const std::string& name,
                     std::size_t index) {
  const std::size_t end = related_.empty() ? std::string::npos : name.find("__");
  if (end != std::string::npos) {
    const std::string step = name.substr(0, end);
    const std::string walked = path + step;
    const bool asked = std::any_of(related_.begin(), related_.end(), [&](const std::string& each) {
      return each == walked || each.starts_with(walked + "__");
    });
    if (const auto relation =
            asked ? query::find_relation(models_, *node.model, step) : std::nullopt) {
      Node& part = node.parts[step];
      part.model = relation->to;
      return place(part, walked + "__", name.substr(end + 2), index);
    }
  }
  node.names->push_back(name);
  node.places.push_back(index);
}

Record Receiver::record(const Row& row) {
  const std::vector<query::Output>& outputs = page_.compiled.outputs;
  if (root_.parts.empty() && page_.key_columns == 0) {
    // Most are like this, and there may be millions: nothing is moved twice.
    std::vector<Value> values;
    values.reserve(outputs.size());
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      values.push_back(row[i]);
      query::receive(outputs[i], values.back());
    }
    return {*root_.model, root_.names, std::move(values)};
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    values_[i] = row[i];
    query::receive(outputs[i], values_[i]);
  }
  const auto keys = values_.end() - static_cast<std::ptrdiff_t>(page_.key_columns);
  keys_.assign(std::make_move_iterator(keys), std::make_move_iterator(values_.end()));
  return *build(root_, true);
}

std::optional<Record> Receiver::build(const Node& node, bool required) {
  std::vector<Value> own;
  own.reserve(node.places.size());
  for (const std::size_t place : node.places)
    own.push_back(std::move(values_[place]));
  // Nobody there: a left join found nothing.
  const bool nobody =
      !required && std::all_of(own.begin(), own.end(), [](const Value& v) { return is_null(v); });
  if (nobody) return std::nullopt;
  Record record(*node.model, node.names, std::move(own));
  for (const auto& [name, part] : node.parts) {
    std::vector<Record> related;
    if (auto other = build(part, false)) related.push_back(std::move(*other));
    record.relate(name, std::move(related));
  }
  return record;
}

}  // namespace covet::record
