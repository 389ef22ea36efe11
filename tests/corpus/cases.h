#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/txtar.h"

namespace covet::tests {

/// One case of tests/corpus/<engine>/<topic>.txt.
struct CorpusText {
  std::string topic;
  /// Fit for a test's name.
  std::string name;
  Txtar given;
};

/// False for a case that needs another product than `vendor`, as ServerInfo says it.
bool is_meant_for(const Txtar& given, std::string_view vendor, int major);

/// In the order of the files' names; empty for an engine without a folder.
std::vector<CorpusText> corpus_of(const std::string& engine);

}  // namespace covet::tests
