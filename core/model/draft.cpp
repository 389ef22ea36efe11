#include "core/model/draft.h"

#include <algorithm>
#include <utility>

#include "core/base/strings.h"

namespace covet::model {

const Source& Faults::add_source(const SourceText& text) {
  return sources_.emplace_back(text.file, text.text);
}

Diagnostic& Faults::add(const SourceSpan& where, std::string code, std::string message,
                        std::string help) {
  const auto source = std::ranges::find(sources_, where.file, &Source::file);
  if (source != sources_.end()) {
    return faults_.emplace_back(source->at(where.line, where.column, where.length, std::move(code),
                                           std::move(message), std::move(help)));
  }
  Diagnostic& fault = faults_.emplace_back();
  fault.code = std::move(code);
  fault.message = std::move(message);
  fault.where = where;
  fault.help = std::move(help);
  return fault;
}

void Faults::add(const std::vector<Diagnostic>& others) {
  faults_.insert(faults_.end(), others.begin(), others.end());
}

Error Faults::as_error() const {
  std::vector<Diagnostic> sorted = faults_;
  std::ranges::stable_sort(sorted, {}, [](const Diagnostic& fault) {
    return std::tie(fault.where.file, fault.where.line, fault.where.column);
  });
  // A base's fault shows in each model that extends it.
  const auto same = [](const Diagnostic& a, const Diagnostic& b) {
    return a.where == b.where && a.message == b.message;
  };
  sorted.erase(std::unique(sorted.begin(), sorted.end(), same), sorted.end());
  const std::string first = sorted.front().where.file;
  const bool one_file = std::ranges::all_of(
      sorted, [&first](const Diagnostic& fault) { return fault.where.file == first; });
  return error_of(Errc::model, one_file ? first : "the models", std::move(sorted));
}

void Draft::note_place(const SourceSpan& owner, std::string_view option, const SourceSpan& where) {
  places_.insert_or_assign({owner.file, owner.line, owner.column, std::string(option)}, where);
}

const SourceSpan& Draft::place(const SourceSpan& owner, std::string_view option) const {
  const auto found = places_.find({owner.file, owner.line, owner.column, std::string(option)});
  return found == places_.end() ? owner : found->second;
}

bool Draft::has_option(const SourceSpan& owner, std::string_view option) const {
  return places_.contains({owner.file, owner.line, owner.column, std::string(option)});
}

}  // namespace covet::model
