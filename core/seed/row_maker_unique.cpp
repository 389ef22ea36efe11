#include <algorithm>
#include <numeric>

#include "core/seed/row_maker.h"

namespace covet::seed {
namespace {

// Less than that is spread over the rows; more counts on.
constexpr std::uint64_t few = 100'000;

/// A step that goes through all numbers below `modulus` before it comes to one again, and not one
/// after the other. Small enough to be multiplied by the number of a row.
std::uint64_t stride_for(std::uint64_t modulus) {
  constexpr std::uint64_t most = 0x7fff'ffff;
  // The golden section.
  std::uint64_t stride = std::max<std::uint64_t>(1, std::min(modulus / 1000 * 618, most));
  if (modulus < 1000) stride = std::max<std::uint64_t>(1, modulus * 618 / 1000);
  while (std::gcd(stride, modulus) != 1)
    ++stride;
  return stride;
}

}  // namespace

std::vector<RowMaker::Part*> RowMaker::parts_within(const std::vector<std::string>& set) {
  std::vector<Part*> within;
  for (Part& part : parts_) {
    const bool all = std::ranges::all_of(part.places, [&](std::size_t place) {
      return std::ranges::find(set, fields_[place]) != set.end();
    });
    if (all) within.push_back(&part);
  }
  return within;
}

RowMaker::Limit RowMaker::keep_one_apart(Part& part) {
  const std::uint64_t capacity = capacity_of(part);
  part.distinct = true;
  part.radix = endless;
  part.from_first = part.reference != nullptr;
  // What is NULL is like nothing else.
  if (part.optional || refers_to_itself(part)) return {};
  const std::uint64_t taken = part.from_first ? 0 : first_;
  return {capacity > taken ? capacity - taken : 0};
}

RowMaker::Limit RowMaker::keep_apart(const std::vector<std::string>& set) {
  std::vector<Part*> within = parts_within(set);
  if (within.size() == 1) return keep_one_apart(*within.front());
  std::erase_if(within, [](const Part* part) { return part->distinct; });
  std::erase_if(within, [this](const Part* part) { return refers_to_itself(*part); });
  std::ranges::stable_sort(within, {}, [this](const Part* part) { return capacity_of(*part); });
  const bool fresh =
      std::ranges::any_of(within, [](const Part* part) { return part->targets.made != nullptr; });
  const std::uint64_t taken = fresh ? 0 : first_;
  std::uint64_t product = 1;
  bool spread = true;
  for (Part* const part : within) {
    const std::uint64_t capacity = capacity_of(*part);
    const bool counts_on = part->reference == nullptr && capacity >= few;
    if (counts_on && product >= taken + rows_) break;
    part->distinct = true;
    part->from_first = fresh;
    part->divisor = product;
    part->radix = std::max<std::uint64_t>(capacity, 1);
    product = times(product, capacity);
    if (counts_on) spread = false;
  }
  for (Part* const part : within) {
    if (!part->distinct || !spread || product == 0 || product >= endless) continue;
    part->modulus = product;
    part->stride = stride_for(product);
  }
  return {product > taken ? product - taken : 0};
}

RowMaker::Limit RowMaker::settle() {
  for (Part& part : parts_) {
    part.distinct = false;
    part.from_first = false;
    part.modulus = 0;
    part.stride = 1;
    part.divisor = 1;
    part.radix = endless;
  }
  Limit limit;
  for (const Part& part : parts_) {
    const bool needs = part.reference != nullptr && !part.optional && capacity_of(part) == 0;
    if (needs) limit = {0, part.reference->fields};
  }
  std::vector<std::vector<std::string>> kept;
  for (const std::vector<std::string>& set : unique_) {
    const bool whole = std::ranges::all_of(
        set, [this](const std::string& field) { return place_of(field).has_value(); });
    const bool within = std::ranges::any_of(kept, [&set](const std::vector<std::string>& smaller) {
      return std::ranges::includes(set, smaller);
    });
    if (!whole || within) continue;
    const Limit own = keep_apart(set);
    if (own.rows < limit.rows) limit = {own.rows, set};
    kept.push_back(set);
  }
  return limit;
}

}  // namespace covet::seed
