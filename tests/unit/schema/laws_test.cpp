#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "schema/diff.h"
#include "tests/support/random_schema.h"

// What holds for any two schemas, on engines of each kind.
namespace covet::schema {
namespace {

DialectFacts strict_engine() {
  return {"strict", 63, true, true, false, true, true, false, true};
}
DialectFacts lenient_engine() {
  return {"lenient", 0, true, false, true, false, false, false, false};
}

Schema any_schema() {
  return tests::random_schema(*rc::gen::arbitrary<std::uint32_t>());
}

// Constraints without a name equal those that say the same under any name.
void forget_names(Schema& schema) {
  for (Table& table : schema.tables) {
    if (table.primary_key) table.primary_key->name.clear();
    for (Unique& unique : table.uniques)
      unique.name.clear();
    for (Check& check : table.checks)
      check.name.clear();
    for (ForeignKey& key : table.foreign_keys)
      key.name.clear();
  }
  sort(schema);
}

std::string shape(Schema schema) {
  forget_names(schema);
  return canonical_text(schema);
}

void carry_out(Schema& schema, const std::vector<Change>& changes) {
  for (const Change& change : changes)
    schema::apply(schema, change);
}

RC_GTEST_PROP(SchemaLaws, NothingDiffersFromItself, ()) {
  const Schema schema = any_schema();
  RC_ASSERT(diff(schema, schema).empty());
  RC_ASSERT(canonical_text(schema) == canonical_text(Schema(schema)));
}

RC_GTEST_PROP(SchemaLaws, ADiffLeadsToItsTarget, ()) {
  const Schema from = any_schema(), to = any_schema();
  Schema reached = from;
  carry_out(reached, diff(from, to));
  RC_ASSERT(shape(reached) == shape(to));
  RC_ASSERT(diff(reached, to).empty());
}

void orders_run(const DialectFacts& facts) {
  const Schema from = any_schema(), to = any_schema();
  const std::vector<Change> changes = order(diff(from, to), from, facts);
  Schema reached = from;
  carry_out(reached, changes);
  RC_ASSERT(shape(reached) == shape(to));
  for (auto it = changes.rbegin(); it != changes.rend(); ++it)
    schema::apply(reached, inverse(*it));
  RC_ASSERT(reached == from);  // to the position of each column
}
RC_GTEST_PROP(SchemaLaws, OrderedChangesLeadThereAndBack, ()) {
  orders_run(strict_engine());
}
RC_GTEST_PROP(SchemaLaws, OrderedChangesLeadThereAndBackWhereTablesAreRebuilt, ()) {
  orders_run(lenient_engine());
}

RC_GTEST_PROP(SchemaLaws, UndoingTwiceIsDoing, ()) {
  const Schema from = any_schema(), to = any_schema();
  for (const Change& change : diff(from, to)) {
    RC_ASSERT(inverse(inverse(change)) == change);
    RC_ASSERT(!describe(change).empty());
  }
}

// A strict engine takes a table only when the tables its keys name are there.
RC_GTEST_PROP(SchemaLaws, TablesComeAfterWhatTheyPointTo, ()) {
  const Schema from = any_schema(), to = any_schema();
  Schema state = from;
  for (const Change& change : order(diff(from, to), from, strict_engine())) {
    if (const auto* create = std::get_if<CreateTable>(&change)) {
      for (const ForeignKey& key : create->table.foreign_keys) {
        RC_ASSERT(key.target == create->table.name || state.find_table(key.target) != nullptr);
      }
    }
    schema::apply(state, change);
    for (const Table& table : state.tables) {
      for (const ForeignKey& key : table.foreign_keys)
        RC_ASSERT(state.find_table(key.target) != nullptr);
    }
  }
}

}  // namespace
}  // namespace covet::schema
