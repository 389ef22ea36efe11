#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "schema/compare.h"
#include "tests/support/databases.h"
#include "tests/support/edits.h"

// What every test of the corpus does with a database.
namespace covet::tests {

/// A database, and what covet knows of its engine.
class Side {
 public:
  Side(const std::string& engine, Role role);

  const schema::Ddl& ddl() const { return *ddl_; }
  const std::string& vendor() const;
  int major() const;
  /// As the engine's own tool writes it.
  std::string dump() const;

  void run(const std::string& sql);
  /// Fails the test for each object that isn't carried.
  schema::Schema inspect();
  schema::Comparison compare(const std::string& toml);

  void up(const schema::Comparison& comparison);
  void down(const schema::Comparison& comparison);
  /// A file of migrations holds the same statements, cut as they were.
  void expect_written(const schema::Comparison& comparison) const;

  std::map<std::string, std::int64_t> count_rows(const schema::Schema& schema);

  /// The schemas of a case beside the default one.
  void look_at(const std::vector<std::string>& schemas) { scope_.schemas = schemas; }
  void look_at_rights() { scope_.rights = true; }

 private:
  void run_all(const schema::Rendered& sql);

  TestDatabase database_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<schema::Ddl> ddl_;
  schema::Scope scope_;
};

void expect_same_dump(const std::string& wanted, const std::string& got, const char* what);

/// A constraint without a name equals one that says the same.
void expect_same_schema(const schema::Schema& wanted, const schema::Schema& got, const char* what);

}  // namespace covet::tests
