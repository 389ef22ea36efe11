#include "core/record/witness.h"

#include <algorithm>
#include <utility>

#include "core/base/decimal.h"
#include "core/query/query_set.h"

namespace covet::record {
namespace {

constexpr std::size_t keys_of_a_statement = 500;

}  // namespace

query::Condition one_of(const std::vector<std::string>& fields,
                        const std::vector<std::vector<Value>>& keys) {
  if (fields.size() == 1) {
    std::vector<Value> values;
    values.reserve(keys.size());
    for (const std::vector<Value>& key : keys)
      values.push_back(key.front());
    return query::Q(fields.front() + "__in", std::move(values));
  }
  query::AnyOf any;
  for (const std::vector<Value>& key : keys) {
    query::AllOf all;
    for (std::size_t i = 0; i < fields.size(); ++i)
      all.parts.push_back(query::Q(fields[i], query::Expression(key.at(i))));
    any.parts.emplace_back(query::ConditionNode(std::move(all)));
  }
  return query::Condition(query::ConditionNode(std::move(any)));
}

std::string Witness::text_of(const std::vector<Value>& key) {
  std::string text;
  for (const Value& value : key) {
    const auto* const decimal = std::get_if<Decimal>(&value);
    const auto parts = decimal == nullptr ? std::nullopt : parts_of(decimal->text);
    text += (parts ? digits_with(*parts, 0) : to_text(value)) + '\0';
  }
  return text;
}

Witness::Seen Witness::read() {
  Seen seen;
  for (std::size_t from = 0; from < keys_.size(); from += keys_of_a_statement) {
    const std::size_t to = std::min(from + keys_of_a_statement, keys_.size());
    const std::vector<std::vector<Value>> part(keys_.begin() + static_cast<std::ptrdiff_t>(from),
                                               keys_.begin() + static_cast<std::ptrdiff_t>(to));
    const query::QuerySet rows = query::QuerySet(model_.handle).filter(one_of(by_, part));
    // The second time as well: a reader's snapshot may be older than what the lock waited for.
    for (const Record& record : reader_.all(rows.for_update())) {
      validate::Row row;
      for (const std::string& name : record.names())
        row[name] = record[name];
      std::vector<Value> key;
      for (const std::string& field : by_)
        key.push_back(record[field]);
      seen.insert_or_assign(text_of(key), std::move(row));
    }
  }
  return seen;
}

std::size_t Witness::look(std::vector<std::vector<Value>> keys) {
  keys_ = std::move(keys);
  before_ = read();
  return before_.size();
}

validate::Row Witness::key_of(const validate::Row& row) const {
  validate::Row key;
  for (const std::string& name : model_.key_fields())
    key[name] = row.at(name);
  return key;
}

std::vector<RowChange> Witness::changes() {
  std::vector<RowChange> changes;
  Seen after = read();
  for (auto& [text, row] : before_) {
    const auto found = after.find(text);
    if (found == after.end()) {
      changes.push_back({Action::remove, key_of(row), std::move(row), {}});
      continue;
    }
    RowChange change{.action = Action::update, .key = key_of(row)};
    for (const auto& [name, value] : row) {
      const Value& now = found->second.at(name);
      if (now == value) continue;
      change.before[name] = value;
      change.after[name] = now;
    }
    if (!change.before.empty()) changes.push_back(std::move(change));
    after.erase(found);
  }
  for (auto& [text, row] : after) {
    validate::Row key = key_of(row);
    changes.push_back({Action::create, std::move(key), {}, std::move(row)});
  }
  return changes;
}

}  // namespace covet::record
