#pragma once

#include <span>
#include <string>
#include <vector>

#include "schema/backend.h"

namespace covet::schema {

/// What a person's model files have to say so that they describe `live`: only what differs from
/// `wanted` (what they describe now, spelled by the engine) is changed; comments, order and layout
/// stay. A new model goes behind the last file, or, where `new_file` gives one, into a file of its
/// own.
struct MergeRequest {
  std::span<const model::SourceText> files;
  const model::ModelSet& models;  ///< what `files` say
  const Schema& wanted;
  const Schema& live;
  const Ddl& ddl;
  /// The name of the file for a new model's handle; "": none, it goes into the last one there is.
  std::function<std::string(const std::string& handle)> new_file{};
};

/// All files, changed or not, and new ones. Throws Error{usage} where a change has no place of its
/// own in the files (a field that comes from an abstract base).
std::vector<model::SourceText> merge_models(const MergeRequest& request);

}  // namespace covet::schema
