#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/record/transfer.h"
#include "tests/support/thrown_by.h"

namespace covet::record {
namespace {

/// Models a, b, …, from lines like "a > b?": a refers to b by a key that may be NULL; "!" is
/// deferrable.
model::ModelSet models(const std::vector<std::string>& lines) {
  model::ModelSet set;
  for (const char handle : {'a', 'b', 'c', 'd'}) {
    model::Model& made = set.models.emplace_back();
    made.handle = handle;
    model::Field& key = made.fields.emplace_back();
    key.name = "id";
    key.type = model::FieldType::integer;
    key.primary_key = true;
  }
  for (const std::string& line : lines) {
    model::Field field;
    field.name = "to_" + line.substr(4, 1);
    field.type = model::FieldType::foreign_key;
    field.to = line.substr(4, 1);
    field.nullable = line.ends_with('?');
    if (line.ends_with('!')) field.deferrable = model::Deferrable::deferrable;
    set.models[static_cast<std::size_t>(line[0] - 'a')].fields.push_back(field);
  }
  return set;
}

/// "b a; a.to_b": the order; what is late.
std::string ordered(const std::vector<std::string>& lines, bool in_one_statement = true) {
  const model::ModelSet set = models(lines);
  Models all;
  for (const model::Model& model : set.models)
    all.push_back(&model);
  const LoadOrder order = order_for_loading(all, references_of(set),
                                            [&](const model::Model&) { return in_one_statement; });
  std::string text;
  for (const model::Model* const model : order.models)
    text += (text.empty() ? "" : " ") + model->handle;
  for (const Reference& late : order.late)
    text += "; " + late.from->handle + "." + late.optional;
  return text;
}

TEST(LoadOrder, PutsWhatIsReferredToFirst) {
  EXPECT_EQ(ordered({}), "a b c d");
  EXPECT_EQ(ordered({"a > c", "c > d", "b > a"}), "d c a b");
}

TEST(LoadOrder, PutsOffAKeyThatMayBeNull) {
  EXPECT_EQ(ordered({"a > b?", "b > a"}), "a b c d; a.to_b");
  EXPECT_EQ(ordered({"a > b", "b > c", "c > a?"}), "c b a d; c.to_a");
  EXPECT_EQ(ordered({"a > b?", "b > a", "c > d", "d > c?"}), "a b d c; a.to_b; d.to_c");
}

TEST(LoadOrder, LeavesWhatTheEnginePutsOff) {
  EXPECT_EQ(ordered({"a > b!", "b > a"}), "a b c d");
  EXPECT_EQ(ordered({"a > a"}), "a b c d");
  EXPECT_EQ(ordered({"a > a?"}, false), "a b c d; a.to_a");
}

TEST(LoadOrder, RefusesACircleOfKeysThatNeverAreNull) {
  EXPECT_EQ(tests::thrown_by([] { ordered({"a > b", "b > a"}); }), Errc::unsupported);
  EXPECT_EQ(tests::thrown_by([] { ordered({"a > a"}, false); }), Errc::unsupported);
}

TEST(LoadOrder, HasAModelForEachJunction) {
  model::ModelSet set = models({});
  model::Field& field = set.models[1].fields.emplace_back();
  field.name = "friends";
  field.type = model::FieldType::many_to_many;
  field.to = "a";
  const model::ModelSet all = with_junctions(set);
  const model::Model* const junction = all.find("b.friends");
  ASSERT_NE(junction, nullptr);
  EXPECT_EQ(junction->table_name(), "b_friends");
  EXPECT_EQ(junction->key_fields(), (std::vector<std::string>{"b_id", "a_id"}));
  EXPECT_EQ(references_of(all).size(), 2U);
}

}  // namespace
}  // namespace covet::record
