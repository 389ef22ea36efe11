#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/db/dialect.h"
#include "schema/diff.h"

namespace covet::schema {

using Lines = std::vector<std::string>;

/// What order() makes of the way from one to the other. Each prefix must fit, and the way back too.
inline Lines told(Schema from, Schema to, const DialectFacts& facts,
                  const DiffOptions& options = {}) {
  sort(from);
  sort(to);
  const std::vector<Change> changes = order(diff(from, to, options), from, facts);
  Schema state = from;
  Lines lines;
  for (const Change& change : changes) {
    schema::apply(state, change);
    lines.push_back(describe(change));
  }
  EXPECT_EQ(canonical_text(state), canonical_text(to));
  for (auto it = changes.rbegin(); it != changes.rend(); ++it)
    schema::apply(state, inverse(*it));
  EXPECT_EQ(canonical_text(state), canonical_text(from));
  return lines;
}

}  // namespace covet::schema
