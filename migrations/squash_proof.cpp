#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/db/transaction.h"
#include "migrations/run_section.h"
#include "migrations/squash.h"
#include "migrations/statements.h"
#include "migrations/tags.h"

namespace covet::migrations {
namespace {

/// An empty database, and what comes to stand in it.
class Trial {
 public:
  Trial(Connection& connection, const schema::Backend& backend, const model::ModelSet& models)
      : connection_(connection),
        backend_(backend),
        ddl_(backend.make_ddl(connection.server())),
        steps_(connection, backend, *ddl_, {}, models) {}
  void run(const Section& section) {
    std::size_t done = 0;
    run_section(section, connection_, backend_.guard, steps_, {}, done);
  }
  void run_ups(std::span<const Migration> migrations) {
    for (const Migration& migration : migrations)
      run(migration.up);
  }
  std::string fingerprint() const {
    return schema::fingerprint(backend_.inspector.inspect(connection_, {}));
  }

 private:
  Connection& connection_;
  const schema::Backend& backend_;
  std::unique_ptr<schema::Ddl> ddl_;
  LiveSteps steps_;
};

}  // namespace

void prove_squash(std::span<const Migration> before, std::span<const Migration> migrations,
                  const Migration& squashed, const schema::Backend& backend,
                  const model::ModelSet& models, const Scratch& scratch) {
  std::string wanted;
  scratch([&](Connection& connection) {
    Trial trial(connection, backend, models);
    trial.run_ups(before);
    trial.run_ups(migrations);
    wanted = trial.fingerprint();
  });
  scratch([&](Connection& connection) {
    Trial trial(connection, backend, models);
    trial.run_ups(before);
    const std::string start = trial.fingerprint();
    trial.run(squashed.up);
    if (trial.fingerprint() != wanted) {
      throw Error(Errc::refused, "one file would not lead to the schema of the old ones",
                  "leave out what makes the difference with --from and --to");
    }
    if (!squashed.down) return;
    trial.run(*squashed.down);
    if (trial.fingerprint() == start) return;
    throw Error(Errc::refused, "the downs, one after the other, do not lead back to the beginning",
                "mend them first; `covet rollback --all` on a database of your own shows which");
  });
}

void carry_out(std::span<const Fold> folds, Connection& connection, History& history) {
  Transaction transaction(connection);
  for (const Fold& fold : folds) {
    const Applied& last = fold.rows.back();
    Applied row = row_of(*fold.migration, last.state);
    row.applied_at = last.applied_at;
    row.applied_by = last.applied_by;
    row.took = last.took;
    for (const Applied& old : fold.rows) {
      for (const std::string& tag : tags_of(old))
        add_tag(row, tag);
      if (old.version != row.version) history.remove(old.version);
    }
    history.update(row);
    history.set_tags(row.version, row.tags);
  }
  transaction.commit();
}

}  // namespace covet::migrations
