// The splitter: no text may crash it; the statements stand in the text, in order and apart.
#include "adapters/backends.h"
#include "migrations/checksum.h"
#include "migrations/sql_split.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace covet;
  const std::string_view text = tests::as_text(data, size);
  for (const schema::Backend* backend : adapters::backends()) {
    tests::tolerate_errors([&] {
      const LexicalRules& rules = backend->dialect.lexical_rules();
      std::size_t end = 0;
      for (const migrations::StatementSpan& statement : migrations::split_sql(text, rules)) {
        if (statement.offset < end || statement.text.empty() ||
            text.substr(statement.offset, statement.text.size()) != statement.text) {
          __builtin_trap();
        }
        end = statement.offset + statement.text.size();
      }
      migrations::checksum(text, rules);
    });
  }
  return 0;
}
