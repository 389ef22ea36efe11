#include "adapters/backends.h"
#include "tests/support/edits.h"
#include "tests/support/golden.h"

// tests/golden/ddl: one edit of a model, and what each engine makes of it, side by side.
namespace covet::tests {
namespace {

struct Engine {
  const char* name;
  const char* adapter;
  ServerInfo server;
};

std::vector<Engine> golden_engines() {
  std::vector<Engine> all{
      {"postgresql", "postgresql", {}}, {"mariadb", "mysql", {}}, {"sqlite", "sqlite", {}}};
  all[1].server.engine = "mysql";
  all[1].server.vendor = "MariaDB";
  all[1].server.version_number = 101100;
  return all;
}

Txtar rewrite(const Txtar& given) {
  Txtar made = given;
  for (const Engine& engine : golden_engines()) {
    const schema::Backend* backend = adapters::find_by_engine(engine.adapter);
    if (backend == nullptr) continue;
    const auto ddl = backend->make_ddl(engine.server);
    const std::string name = engine.name;
    if (const std::string why = refusal(given.text("to.toml"), *ddl); !why.empty()) {
      made.set(name + ".refused", why + "\n");
      continue;
    }
    const schema::Schema from = wanted(given.text("from.toml"), *ddl).schema;
    const schema::Wanted to = wanted(given.text("to.toml"), *ddl);
    const auto changes =
        schema::order(schema::diff(from, to.schema, to.options), from, backend->dialect.facts());
    made.set(name + ".up.sql", script(all_up(changes, from, *ddl).statements));
    made.set(name + ".down.sql", script(all_down(changes, from, *ddl).statements));
  }
  return made;
}

const int registered = register_goldens("Ddl", "tests/golden/ddl", rewrite);

}  // namespace
}  // namespace covet::tests
