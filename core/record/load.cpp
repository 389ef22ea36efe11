#include "core/record/load.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/core.h>

#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/validate/checkers.h"
#include "core/validate/convert.h"
#include "core/validate/row.h"

namespace covet::record {
namespace {

using model::Field;
using model::Model;
using validate::Fault;
using validate::names_of;

// A file of nothing but faults needn't be read to its end.
constexpr std::size_t most_faults = 100'000;

/// Rules and validators are a program's own; a file of rows has none.
const validate::Registry& no_registry() {
  static const validate::Registry none;
  return none;
}

bool is_stamped(const Field& field) {
  return field.auto_now || field.auto_now_add;
}

Diagnostic diagnostic(const RowFile& file, const RowPlace& place, const Fault& fault) {
  Diagnostic made;
  made.message = validate::to_text(fault);
  made.where = {.file = file.shown, .line = place.line};
  made.help = fault.help;
  return made;
}

}  // namespace

Load::Load(const model::ModelSet& models, std::vector<RowFile> files, Taken taken, Clock& clock)
    : models_(models), files_(std::move(files)), taken_(taken), clock_(clock) {
  for (const Model& model : models.models)
    validators_.try_emplace(&model, models, model, validate::Operation::create, no_registry(),
                            clock, validate::Giver::program);
}

std::vector<Fault> Load::complete(const Model& model, validate::Row& row) const {
  // validate() refuses these, as a program's rows have no business with them.
  validate::Row stamped;
  for (const Field& field : model.fields) {
    if (!is_stamped(field)) continue;
    if (auto given = row.extract(field.name)) stamped.insert(std::move(given));
  }
  std::vector<Fault> faults = validators_.at(&model).validate(row);
  for (auto& [name, value] : stamped) {
    const Field& field = *model.find(name);
    validate::Conversion made = validate::try_convert(models_, field, value);
    if (const auto* const refusal = std::get_if<validate::Refusal>(&made)) {
      faults.push_back({name, validate::shortened(value), refusal->message, refusal->help});
      continue;
    }
    for (std::string& why :
         validate::faults_of(models_, field, std::get<Value>(made), no_registry()))
      faults.push_back({name, validate::shortened(value), std::move(why)});
    row.insert_or_assign(name, std::move(std::get<Value>(made)));
  }
  if (taken_ == Taken::fail) return faults;
  const std::vector<std::string> key = model.key_fields();
  if (key.empty()) faults.push_back({{}, {}, "its model has no primary key to find it by"});
  for (const std::string& name : key) {
    const bool told = std::ranges::find(faults, name, &Fault::field) != faults.end();
    if (!row.contains(name) && !told)
      faults.push_back({name, {}, "it is missing", "a row is found by its key"});
  }
  return faults;
}

void Load::note(const Model& model, const validate::Row& row) {
  Work& work = work_[&model];
  ++work.stretches.back().rows;
  ++work.rows;
  if (std::vector<std::string> names = names_of(row); work.changes == 0 || names != work.names) {
    work.names = std::move(names);
    ++work.changes;
  }
}

void Load::check_file(std::size_t index, std::vector<Diagnostic>& faults) {
  const RowFile& file = files_[index];
  const auto first = static_cast<std::ptrdiff_t>(faults.size());
  RowReader reader(models_, file);
  ReadRow read;
  const Model* before = nullptr;
  while (faults.size() < most_faults && reader.next(read)) {
    if (read.fault) {
      faults.push_back(diagnostic(file, reader.place(), *read.fault));
      before = nullptr;
      continue;
    }
    if (read.model != before) work_[read.model].stretches.push_back({index, reader.place()});
    before = read.model;
    const std::vector<Fault> wrong = complete(*read.model, read.row);
    for (const Fault& fault : wrong)
      faults.push_back(diagnostic(file, reader.place(), fault));
    if (wrong.empty()) note(*read.model, read.row);
  }
  // Of TOML they came model by model.
  std::ranges::stable_sort(faults.begin() + first, faults.end(), {},
                           [](const Diagnostic& fault) { return fault.where.line; });
}

void Load::check() {
  work_.clear();
  if (source_ != nullptr) {
    for (const Loaded& each : source_->counts())
      work_[models_.find(each.model)] = {.changes = 1, .rows = each.rows};
    return;
  }
  std::vector<Diagnostic> faults;
  for (std::size_t i = 0; i < files_.size(); ++i)
    check_file(i, faults);
  if (faults.empty()) return;
  const std::string message =
      fmt::format("{} in what was to be loaded", count_of(faults.size(), "fault"));
  throw Error(Errc::usage, message, "nothing was loaded: mend the files and load them again")
      .with(std::move(faults));
}

void Load::each(const Model& model, const Take& take) const {
  Names given;
  if (source_ != nullptr)
    return source_->each(model, [&](validate::Row& row) { take(row, given); });
  for (const Stretch& stretch : work_.at(&model).stretches) {
    const RowFile& file = files_[stretch.file];
    RowReader reader(models_, file, stretch.from);
    ReadRow read;
    for (std::uint64_t i = 0; i < stretch.rows; ++i) {
      bool same = reader.next(read) && !read.fault && read.model == &model;
      if (same) given = names_of(read.row);
      same = same && complete(model, read.row).empty();
      if (!same) {
        throw Error(
            Errc::io,
            fmt::format("{} changed while it was read (line {})", file.shown, reader.place().line),
            "nothing was loaded: load it again when it stays as it is");
      }
      try {
        take(read.row, given);
      } catch (const Error& error) {
        if (error.code() != Errc::usage || !error.diagnostics().empty()) throw;
        const Fault fault{{}, {}, error.message(), error.hint()};
        throw Error(Errc::usage, error.message(), "nothing was loaded")
            .with({diagnostic(file, reader.place(), fault)});
      }
    }
  }
}

std::vector<Loaded> Load::counts() const {
  std::vector<Loaded> counts;
  for (const auto& [model, work] : work_)
    counts.push_back({model->handle, work.rows});
  std::ranges::sort(counts, {}, &Loaded::model);
  return counts;
}

LoadOrder Load::order(const query::Spelling& spelling,
                      const std::vector<Reference>& references) const {
  Models chosen;
  for (const Model& model : models_.models) {
    if (work_.contains(&model)) chosen.push_back(&model);
  }
  if (spelling.facts().loads_in_any_order) return {in_order(chosen, references)};
  return order_for_loading(chosen, references, [this](const Model& model) {
    const auto work = work_.find(&model);
    return taken_ == Taken::fail && (work == work_.end() || work->second.changes <= 1);
  });
}

}  // namespace covet::record
