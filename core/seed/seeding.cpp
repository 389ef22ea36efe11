#include "core/seed/seeding.h"

#include <algorithm>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/model/find_model.h"
#include "core/validate/checkers.h"
#include "core/validate/convert.h"

namespace covet::seed {
namespace {

using model::Model;
using record::Reference;

constexpr std::uint64_t usual_rows = 100;
// So many rows of each model are held to it before any is written.
constexpr std::uint64_t tried_rows = 100;

bool is_junction(const Model& model) {
  return model.handle.find('.') != std::string::npos;
}

}  // namespace

Seeding::Seeding(const model::ModelSet& models, const Wanted& wanted, Present& present)
    : models_(models), references_(record::references_of(models)) {
  make_makers(wanted, choose(wanted, present), present);
  settle(wanted);
  check();
}

Seeding::Counts Seeding::choose(const Wanted& wanted, Present& present) const {
  Counts counts;
  const auto rows_of = [&wanted](const std::string& handle) {
    const auto given = wanted.rows.find(handle);
    return given != wanted.rows.end() ? given->second : wanted.each.value_or(usual_rows);
  };
  for (const std::string& handle : wanted.models)
    counts[&model::find_model(models_, handle)] = rows_of(handle);
  for (const auto& [handle, rows] : wanted.rows)
    counts[&model::find_model(models_, handle)] = rows;
  const bool all = wanted.models.empty() && (wanted.rows.empty() || wanted.each);
  for (const Model& model : models_.models) {
    if (all) counts[&model] = rows_of(model.handle);
  }
  add_required(counts, wanted, present);
  for (const Model& model : models_.models) {
    const bool between =
        is_junction(model) && std::ranges::all_of(model.fields, [&](const model::Field& end) {
          return counts.contains(models_.find(end.to));
        });
    if (between && !counts.contains(&model)) counts[&model] = rows_of(model.handle);
  }
  std::erase_if(counts, [](const auto& each) { return each.second == 0; });
  return counts;
}

void Seeding::add_required(Counts& counts, const Wanted& wanted, Present& present) const {
  std::vector<const Model*> open;
  for (const auto& [model, rows] : counts) {
    if (rows > 0) open.push_back(model);
  }
  while (!open.empty()) {
    const Model* const model = open.back();
    open.pop_back();
    for (const Reference& reference : references_) {
      const bool requires_it = reference.from == model && reference.optional.empty();
      if (!requires_it || counts.contains(reference.to) || present.taken(*reference.to) > 0)
        continue;
      counts[reference.to] = wanted.each.value_or(usual_rows);
      open.push_back(reference.to);
    }
  }
}

void Seeding::make_makers(const Wanted& wanted, const Counts& counts, Present& present) {
  for (const auto& [model, rows] : counts) {
    auto maker = std::make_unique<RowMaker>(Purpose{models_, *model, wanted.as_of}, references_,
                                            Dice(wanted.random_seed));
    maker->number(present.taken(*model), rows);
    makers_.emplace(model, std::move(maker));
  }
  for (const auto& [model, maker] : makers_) {
    for (const Reference* const reference : maker->references()) {
      const auto made = makers_.find(reference->to);
      if (made != makers_.end()) {
        maker->refer(*reference, {made->second.get()});
      } else {
        maker->refer(*reference, {nullptr, present.targets(*reference)});
      }
    }
  }
}

bool Seeding::cut(const Wanted& wanted, RowMaker& maker) {
  const RowMaker::Limit limit = maker.settle();
  if (limit.rows >= maker.rows()) return false;
  const std::string& handle = maker.model().handle;
  if (wanted.rows.contains(handle) || limit.rows == 0) {
    const std::string why =
        fmt::format("{} of `{}` can't be made: {}", count_of(maker.rows(), "row"), handle,
                    join(limit.fields, ", "));
    throw Error(Errc::usage,
                limit.rows == 0
                    ? why + " would find no row to refer to, or no value that is free"
                    : fmt::format("{} would hold the same again after {}", why, limit.rows),
                "ask for fewer, or for more of what it refers to: --rows MODEL=N,…");
  }
  std::erase_if(cuts_, [&](const Cut& before) { return before.model == handle; });
  cuts_.push_back({handle, limit.rows, limit.fields});
  maker.number(maker.first(), limit.rows);
  return true;
}

void Seeding::settle(const Wanted& wanted) {
  // Fewer rows of one model may be fewer targets of another.
  bool changed = true;
  while (changed) {
    changed = false;
    for (const auto& [model, maker] : makers_)
      changed = cut(wanted, *maker) || changed;
  }
}

void Seeding::check() const {
  const validate::Registry none;
  for (const auto& each : makers_) {
    // Not as a structured binding: clang 14 has none in lambdas.
    const Model* const model = each.first;
    const RowMaker* const maker = each.second.get();
    each_values(*model, tried_rows, [&](const std::vector<Value>& values) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        const model::Field& field = *model->find(maker->fields()[i]);
        const validate::Conversion made = validate::try_convert(models_, field, values[i]);
        if (const auto* const refusal = std::get_if<validate::Refusal>(&made))
          throw cant_make(*model, field, refusal->message);
        const auto faults = validate::faults_of(models_, field, std::get<Value>(made), none);
        if (!faults.empty())
          throw cant_make(
              *model, field,
              fmt::format("for {}, {}", validate::shortened(values[i]), faults.front()));
      }
    });
  }
}

std::vector<record::Loaded> Seeding::counts() const {
  std::vector<record::Loaded> counts;
  for (const auto& [model, maker] : makers_)
    counts.push_back({model->handle, maker->rows()});
  std::ranges::sort(counts, {}, &record::Loaded::model);
  return counts;
}

record::Models Seeding::models() const {
  record::Models all;
  for (const Model& model : models_.models) {
    if (makers_.contains(&model)) all.push_back(&model);
  }
  return record::in_order(all, references_);
}

const std::vector<std::string>& Seeding::fields_of(const Model& model) const {
  return makers_.at(&model)->fields();
}

void Seeding::each_values(const Model& model, std::uint64_t most,
                          const std::function<void(const std::vector<Value>&)>& take) const {
  const RowMaker& maker = *makers_.at(&model);
  std::vector<Value> values(maker.fields().size());
  for (std::uint64_t i = 0; i < std::min(most, maker.rows()); ++i) {
    for (std::size_t place = 0; place < values.size(); ++place)
      values[place] = maker.value(place, maker.first() + i);
    take(values);
  }
}

void Seeding::each(const Model& model, const std::function<void(validate::Row&)>& take) const {
  const RowMaker& maker = *makers_.at(&model);
  validate::Row row;
  std::vector<Value*> places;
  for (const std::string& field : maker.fields())
    places.push_back(&row[field]);
  for (std::uint64_t i = 0; i < maker.rows(); ++i) {
    for (std::size_t place = 0; place < places.size(); ++place)
      *places[place] = maker.value(place, maker.first() + i);
    take(row);
  }
}

}  // namespace covet::seed
