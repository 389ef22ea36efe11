#include "core/record/router.h"

#include "core/base/strings.h"

namespace covet::record {

std::string Router::database_for(const RouteQuestion& question) const {
  if (own_) return own_(question);
  for (const Rule& rule : rules_) {
    if (glob_matches(rule.models, question.model.handle)) return rule.database;
  }
  return otherwise_;
}

}  // namespace covet::record
