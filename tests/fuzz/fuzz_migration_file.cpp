// A migration file: read by the rules of each engine, and again, with the same checksums.
#include <string>

#include "adapters/backends.h"
#include "migrations/migration_file.h"
#include "migrations/segments.h"
#include "migrations/trace.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace covet;
  const std::string text(tests::as_text(data, size));
  for (const schema::Backend* backend : adapters::backends()) {
    tests::tolerate_errors([&] {
      const LexicalRules& rules = backend->dialect.lexical_rules();
      const migrations::Migration one = migrations::parse_migration("1_x.sql", text, rules);
      const migrations::Migration same = migrations::parse_migration("1_x.sql", text, rules);
      if (one.up.checksum != same.up.checksum) __builtin_trap();
      std::size_t end = 0;
      for (const migrations::Segment& segment :
           migrations::segments_of(one.up, backend->dialect, backend->guard)) {
        if (segment.begin != end || segment.end <= segment.begin) __builtin_trap();
        end = segment.end;
        migrations::trace_of(one.up.statements[segment.begin].text, rules);
      }
      if (end != one.up.statements.size()) __builtin_trap();
    });
  }
  return 0;
}
