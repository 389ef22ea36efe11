#include <fmt/core.h>

#include "adapters/backends.h"
#include "core/base/error.h"
#include "core/query/compile.h"
#include "core/query/parse.h"
#include "tests/support/golden.h"
#include "tests/support/queries.h"

// tests/golden/query: what each engine is asked, side by side. The conformance suite asks them.
namespace covet::tests {
namespace {

std::string compiled(const std::string& text, const model::ModelSet& models,
                     const Dialect& dialect) {
  try {
    const query::Compiled made = query::compile(query::parse_query(text).query(), models, dialect);
    std::string written = made.statement.sql + "\n";
    for (std::size_t i = 0; i < made.statement.params.size(); ++i)
      written += fmt::format("  {}: {}\n", i + 1, to_text(made.statement.params[i]));
    return written;
  } catch (const Error& error) {
    std::string help = error.hint();
    for (const Diagnostic& fault : error.diagnostics())
      help = fault.help;
    return "refused: " + error.message() + "\n  help: " + help + "\n";
  }
}

Txtar rewrite(const Txtar& given) {
  static const model::ModelSet models = query_models(query_folder() + "/blog");
  Txtar made;
  made.comment = given.comment;
  for (const QueryCase& each : query_cases(given)) {
    made.set(each.name, each.query);
    for (const std::string engine : {"postgresql", "mysql", "sqlite"}) {
      const schema::Backend* const backend = adapters::find_by_engine(engine);
      if (backend != nullptr)
        made.set(each.name + ": " + engine, compiled(each.query, models, backend->dialect));
    }
    if (!each.rows.empty()) made.set(each.name + ": rows", each.rows);
  }
  return made;
}

const int registered = register_goldens("Query", "tests/golden/query", rewrite);

}  // namespace
}  // namespace covet::tests
