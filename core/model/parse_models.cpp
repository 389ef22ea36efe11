#include <algorithm>

#include "core/model/fold.h"
#include "core/model/model_check.h"
#include "core/model/read_model.h"

namespace covet::model {

ModelSet parse_models(std::span<const SourceText> files) {
  Draft draft;
  bool all_readable = true;
  for (const SourceText& file : files) {
    const Source& source = draft.faults.add_source(file);
    try {
      const Node document = parse_document(source);
      Reader reader(source, draft);
      read_file_models(reader, document);
    } catch (const Error& error) {
      if (error.diagnostics().empty()) throw;
      draft.faults.add(error.diagnostics());
      all_readable = false;
    }
  }
  // With a file missing from the set, every reference into it would be a fault of its own.
  if (all_readable) {
    fold_bases(draft);
    check_models(draft);
  }
  if (!draft.faults.empty()) throw draft.faults.as_error();

  ModelSet set = std::move(draft.set);
  std::erase_if(set.models, &Model::abstract);
  std::ranges::sort(set.models, {}, &Model::handle);
  return set;
}

}  // namespace covet::model
