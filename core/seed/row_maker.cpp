#include "core/seed/row_maker.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "core/record/dump.h"
#include "core/seed/unique_sets.h"
#include "core/validate/fill.h"

namespace covet::seed {
namespace {

using model::Field;
using record::Reference;

constexpr unsigned nulls = 10;  // percent
constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

}  // namespace

RowMaker::RowMaker(const Purpose& purpose, const std::vector<Reference>& references, Dice dice)
    : purpose_(purpose), dice_(dice.of(purpose.model.handle)), unique_(unique_sets(purpose.model)) {
  fields_ = record::dumped_fields(purpose_.model);
  part_of_.assign(fields_.size(), nowhere);
  add_references(references);
  add_fields();
}

std::optional<std::size_t> RowMaker::place_of(const std::string& field) const {
  const auto found = std::ranges::find(fields_, field);
  if (found == fields_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - fields_.begin());
}

void RowMaker::add_references(const std::vector<Reference>& references) {
  std::vector<const Reference*> own;
  for (const Reference& reference : references) {
    if (reference.from == &purpose_.model) own.push_back(&reference);
  }
  std::ranges::stable_sort(own, std::greater<>(),
                           [](const Reference* each) { return each->fields.size(); });
  for (const Reference* const reference : own) {
    Part part{.places = {}, .dice = dice_.of(reference->name)};
    std::size_t taken = 0;
    for (const std::string& field : reference->fields) {
      const auto place = place_of(field);
      if (!place) continue;
      part.places.push_back(*place);
      taken += part_of_[*place] != nowhere ? 1U : 0U;
    }
    // A larger key covers it: what that one refers to refers on.
    if (part.places.empty() || taken == part.places.size()) continue;
    if (taken > 0 || part.places.size() != reference->fields.size()) {
      throw cant_make(purpose_.model, *purpose_.model.find(reference->fields.front()),
                      "two of its foreign keys share some of their fields");
    }
    part.reference = reference;
    part.optional = !reference->optional.empty();
    for (const std::size_t place : part.places)
      part_of_[place] = parts_.size();
    parts_.push_back(std::move(part));
  }
}

void RowMaker::add_fields() {
  const std::vector<std::string> key = purpose_.model.key_fields();
  std::vector<std::string> kept;
  for (std::size_t place = 0; place < fields_.size(); ++place) {
    const Field& field = *purpose_.model.find(fields_[place]);
    if (part_of_[place] == nowhere && model::is_relation(field.type))
      throw cant_make(purpose_.model, field, "no model describes what it refers to");
    std::unique_ptr<Maker> maker;
    if (part_of_[place] == nowhere) {
      maker = maker_for(purpose_, field);
      if (!maker) continue;
    }
    // Fields that are left out move the later ones.
    if (const std::size_t now = kept.size(); now != place) {
      part_of_[now] = std::exchange(part_of_[place], nowhere);
      for (Part& part : parts_)
        std::ranges::replace(part.places, place, now);
    }
    if (maker) {
      Part part{.places = {kept.size()}, .dice = dice_.of(field.name)};
      part.maker = std::move(maker);
      const bool in_key = std::ranges::find(key, field.name) != key.end();
      part.optional = field.nullable && !in_key && !field.auto_now && !field.auto_now_add;
      part_of_[kept.size()] = parts_.size();
      parts_.push_back(std::move(part));
    }
    kept.push_back(fields_[place]);
  }
  fields_ = std::move(kept);
  part_of_.resize(fields_.size());
}

std::vector<const Reference*> RowMaker::references() const {
  std::vector<const Reference*> all;
  for (const Part& part : parts_) {
    if (part.reference != nullptr) all.push_back(part.reference);
  }
  return all;
}

void RowMaker::refer(const Reference& reference, Targets targets) {
  const auto part = std::ranges::find(parts_, &reference, &Part::reference);
  if (part == parts_.end()) return;
  part->target_places.clear();
  for (std::size_t i = 0; i < reference.to_fields.size(); ++i) {
    const auto place =
        targets.made == nullptr ? std::optional(i) : targets.made->place_of(reference.to_fields[i]);
    part->target_places.push_back(place.value_or(0));
  }
  part->targets = std::move(targets);
}

void RowMaker::number(std::uint64_t first, std::uint64_t rows) {
  first_ = first;
  rows_ = rows;
}

std::uint64_t RowMaker::capacity_of(const Part& part) const {
  if (part.maker) return part.maker->capacity();
  return part.targets.made != nullptr ? part.targets.made->rows() : part.targets.there.size();
}

std::uint64_t RowMaker::index_of(const Part& part, std::uint64_t number) const {
  std::uint64_t index = part.from_first ? number - first_ : number;
  if (part.modulus > 0) index = index % part.modulus * part.stride % part.modulus;
  return index / part.divisor % part.radix;
}

std::optional<std::uint64_t> RowMaker::target_of(const Part& part, std::uint64_t number,
                                                 Dice dice) const {
  const std::uint64_t count = capacity_of(part);
  const std::uint64_t index = number - first_;
  if (refers_to_itself(part)) {
    // A tree: rows refer to earlier ones, and the first to none, or itself.
    if (part.distinct) {
      if (!part.optional) return index;
      return index == 0 ? std::nullopt : std::optional(index - 1);
    }
    if (index == 0) return part.optional ? std::nullopt : std::optional<std::uint64_t>(0);
    if (part.optional && dice.chance(nulls)) return std::nullopt;
    return dice.below(index);
  }
  if (part.distinct) {
    const std::uint64_t chosen = index_of(part, number);
    return chosen < count ? std::optional(chosen) : std::nullopt;
  }
  if (count == 0 || (part.optional && dice.chance(nulls))) return std::nullopt;
  return dice.below(count);
}

Value RowMaker::referred(const Part& part, std::size_t place, std::uint64_t number) const {
  const auto at =
      static_cast<std::size_t>(std::ranges::find(part.places, place) - part.places.begin());
  auto row = target_of(part, number, part.dice.of(number));
  if (!row) {
    // Of several fields that refer together some may have to hold a value.
    const bool nullable = purpose_.model.find(fields_[place])->nullable;
    if (nullable || capacity_of(part) == 0) return Null{};
    row = 0;
  }
  const std::size_t target = part.target_places.at(at);
  if (part.targets.made == nullptr) return part.targets.there.at(*row).at(target);
  return part.targets.made->value(target, part.targets.made->first() + *row);
}

Value RowMaker::value(std::size_t place, std::uint64_t number) const {
  const Part& part = parts_.at(part_of_.at(place));
  if (!part.maker) return referred(part, place, number);
  Dice dice = part.dice.of(number);
  if (part.distinct) {
    const std::uint64_t index = index_of(part, number);
    return index < part.maker->capacity() ? part.maker->distinct(index, dice) : Value(Null{});
  }
  if (part.optional && dice.chance(nulls)) return Null{};
  return part.maker->any(dice);
}

}  // namespace covet::seed
