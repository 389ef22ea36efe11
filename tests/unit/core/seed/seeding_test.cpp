#include "core/seed/seeding.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "core/record/dump.h"
#include "core/seed/unique_sets.h"
#include "core/validate/checkers.h"
#include "core/validate/convert.h"
#include "tests/support/random_models.h"

namespace covet::seed {
namespace {

model::ModelSet read(const std::string& text) {
  return record::with_junctions(
      model::parse_models(std::vector<model::SourceText>{{"models.toml", text}}));
}

/// Tables in which numbers are taken.
class Taken : public NothingPresent {
 public:
  explicit Taken(std::uint64_t numbers) : numbers_(numbers) {}
  std::uint64_t taken(const model::Model& /*model*/) override { return numbers_; }

 private:
  std::uint64_t numbers_;
};

Wanted rows(std::uint64_t each) {
  Wanted wanted;
  wanted.each = each;
  wanted.as_of = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
  return wanted;
}

/// What `work` throws.
template <class Work>
Error error_of(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return Error(Errc::internal, "");
}

using Rows = std::vector<std::vector<Value>>;

std::map<std::string, Rows> made(const Seeding& seeding) {
  std::map<std::string, Rows> all;
  for (const model::Model* const model : seeding.models()) {
    Rows& own = all[model->handle];
    seeding.each_values(*model, endless,
                        [&](const std::vector<Value>& row) { own.push_back(row); });
  }
  return all;
}

std::map<std::string, Rows> made(const model::ModelSet& models, const Wanted& wanted,
                                 std::uint64_t taken = 0) {
  Taken present(taken);
  return made(Seeding(models, wanted, present));
}

std::size_t place(const std::vector<std::string>& fields, const std::string& name) {
  return static_cast<std::size_t>(std::ranges::find(fields, name) - fields.begin());
}

void expect_valid(const model::ModelSet& models, const model::Model& model,
                  const std::vector<std::string>& fields, const Rows& all) {
  for (const std::vector<Value>& row : all) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const model::Field& field = *model.find(fields[i]);
      const validate::Conversion converted = validate::try_convert(models, field, row[i]);
      if (const auto* const refusal = std::get_if<validate::Refusal>(&converted)) {
        ADD_FAILURE() << model.handle << "." << field.name << ": " << to_text(row[i]) << ": "
                      << refusal->message;
        return;
      }
      EXPECT_EQ(std::get<Value>(converted), row[i]) << model.handle << "." << field.name;
      for (const std::string& fault : validate::faults_of(models, field, row[i], {}))
        ADD_FAILURE() << model.handle << "." << field.name << ": " << to_text(row[i]) << ": "
                      << fault;
    }
  }
}

/// No two rows have the same values, but for those with a NULL.
void expect_unique(const model::Model& model, const std::vector<std::string>& fields,
                   const Rows& all) {
  for (const std::vector<std::string>& set : unique_sets(model)) {
    std::set<std::vector<Value>> seen;
    for (const std::vector<Value>& row : all) {
      std::vector<Value> key;
      for (const std::string& name : set)
        key.push_back(row.at(place(fields, name)));
      if (std::ranges::any_of(key, is_null)) continue;
      EXPECT_TRUE(seen.insert(key).second)
          << model.handle << "." << set.front() << ": " << to_text(key.front());
    }
  }
}

void expect_references(const model::ModelSet& models, const Seeding& seeding,
                       const std::map<std::string, Rows>& all) {
  for (const record::Reference& reference : record::references_of(models)) {
    if (!all.contains(reference.from->handle) || !all.contains(reference.to->handle)) continue;
    const auto key_of = [&](const model::Model& model, const std::vector<std::string>& names,
                            const std::vector<Value>& row) {
      std::vector<Value> key;
      for (const std::string& name : names)
        key.push_back(row.at(place(seeding.fields_of(model), name)));
      return key;
    };
    std::set<std::vector<Value>> targets;
    for (const std::vector<Value>& row : all.at(reference.to->handle))
      targets.insert(key_of(*reference.to, reference.to_fields, row));
    for (const std::vector<Value>& row : all.at(reference.from->handle)) {
      const auto key = key_of(*reference.from, reference.fields, row);
      EXPECT_TRUE(std::ranges::any_of(key, is_null) || targets.contains(key))
          << reference.from->handle << "." << reference.name << ": " << to_text(key.front());
    }
  }
}

void expect_lawful(const model::ModelSet& models, const Wanted& wanted) {
  NothingPresent nothing;
  const Seeding seeding(models, wanted, nothing);
  const auto all = made(seeding);
  ASSERT_FALSE(all.empty());
  for (const auto& [handle, own] : all) {
    const model::Model& model = *models.find(handle);
    const std::vector<std::string>& fields = seeding.fields_of(model);
    EXPECT_FALSE(own.empty()) << handle;
    expect_valid(models, model, fields, own);
    expect_unique(model, fields, own);
  }
  expect_references(models, seeding, all);
  EXPECT_EQ(made(models, wanted), all);
}

constexpr const char* everything = R"toml(
[enums.mood]
values = ["good", "bad"]
[models.user]
fields.id = { type = "BigInteger", primary_key = true, auto_increment = true }
fields.name = { type = "Char", max_length = 20, min_length = 5, nullable = false }
fields.short = { type = "Char", max_length = 2, unique = true }
fields.email = { type = "Email", nullable = false, unique = true }
fields.code = { type = "Char", max_length = 9, unique = true, validators = [{ regex = "^[A-Z]{2}-(\\d{4}|[a-c]+)$" }] }
fields.word = { type = "Char", max_length = 8, min_length = 3, unique = true, validators = [{ regex = "^[a-zA-Z]+$" }] }
fields.plate = { type = "Text", validators = [{ regex = "^(?:[^aeiou\\s]{3}|x?y*)z$" }, { length = [2, 4] }] }
fields.address = { type = "Char", max_length = 15, unique = true, validators = ["ip"] }
fields.six = { type = "Char", max_length = 45, unique = true, validators = ["ipv6"] }
fields.page = { type = "URL", unique = true }
fields.slug = { type = "Char", max_length = 12, validators = ["slug", { length = [8, 12] }], unique = true }
fields.country = { type = "Char", max_length = 3, fixed = true }
fields.zip = { type = "Char", max_length = 5, unique = true }
fields.blank = { type = "Char", max_length = 1, validators = ["not_blank"] }
fields.boss = { type = "ForeignKey", to = "user" }
fields.root = { type = "ForeignKey", to = "user", nullable = false }
fields.next = { type = "OneToOne", to = "user" }
fields.best = { type = "ForeignKey", to = "post" }
[models.values]
fields.id = { type = "UUID", primary_key = true }
fields.small = { type = "SmallInteger", unique = true, min_value = -50 }
fields.tiny = { type = "Integer", min_value = 7, max_value = 9 }
fields.counted = { type = "BigInteger", validators = [{ range = [5, 1000000] }], unique = true }
fields.price = { type = "Decimal", max_digits = 6, decimal_places = 2, min_value = 0.5, max_value = 9.75 }
fields.exact = { type = "Decimal", max_digits = 20, decimal_places = 10, unique = true }
fields.whole = { type = "Decimal", max_digits = 5, decimal_places = 0, validators = [{ max = -3 }] }
fields.real = { type = "Float", validators = [{ min = 0.001 }, { max = 0.002 }] }
fields.single = { type = "Float", precision = 24, unique = true }
fields.day = { type = "Date", unique = true }
fields.past = { type = "Date", validators = [{ max = 1999-12-31 }] }
fields.at = { type = "DateTime", precision = 0, unique = true }
fields.clock = { type = "Time", unique = true, validators = [{ range = [08:00:00, 17:00:00] }] }
fields.flag = { type = "Boolean", nullable = false }
fields.json = { type = "JSON", nullable = false }
fields.bytes = { type = "Binary", max_length = 6, fixed = true, unique = true }
fields.some = { type = "Binary", validators = [{ length = [3, 5] }] }
fields.words = { type = "Array", items = { type = "Char", max_length = 4, validators = ["slug"] }, validators = [{ length = [1, 2] }] }
fields.sums = { type = "Array", items = { type = "Decimal", max_digits = 5, decimal_places = 2 } }
fields.mood = { type = "Enum", enum = "mood", nullable = false }
fields.size = { type = "Integer", choices = ["1", "3"] }
fields.pick = { type = "Char", max_length = 5, validators = [{ one_of = ["a", "b"] }] }
fields.odd = { type = "Native", sql = "varchar(20)" }
fields.made = { type = "DateTime", auto_now_add = true }
[models.profile]
fields.user = { type = "OneToOne", to = "user", primary_key = true }
fields.bio = { type = "Text" }
[models.post]
fields.slug = { type = "Char", max_length = 60, primary_key = true }
fields.author = { type = "ForeignKey", to = "user", nullable = false }
fields.place = { type = "Integer", nullable = false }
fields.mood = { type = "Enum", enum = "mood", nullable = false }
fields.tags = { type = "ManyToMany", to = "tag" }
fields.related = { type = "ManyToMany", to = "post" }
uniques.once = { fields = ["author", "place"] }
indexes.per_mood = { keys = ["mood", "author", "place"], unique = true }
[models.tag]
fields.name = { type = "Char", max_length = 10, primary_key = true }
[models.line]
primary_key = ["post", "number"]
fields.post = { type = "ForeignKey", to = "post" }
fields.number = { type = "SmallInteger" }
[models.note]
fields.id = { type = "Integer", primary_key = true }
fields.post = { type = "Char", max_length = 60 }
fields.number = { type = "SmallInteger" }
foreign_keys.line = { fields = ["post", "number"], to = "line", to_fields = ["post", "number"] }
)toml";

TEST(Seeding, MakesValidRowsOfEveryKindOfField) {
  expect_lawful(read(everything), rows(300));
}

TEST(Seeding, MakesTextsThatAreLongEnoughWhateverTheOrderOfAPatterns) {
  const auto models = read(R"(
[models.part.fields]
code = { type = "Char", max_length = 10, min_length = 4, primary_key = true, validators = [{ regex = '^[a-z]{1,3}[0-9]{1,2}$' }] }
mark = { type = "Char", max_length = 10, nullable = false, unique = true, validators = [{ regex = '^[ab]{1,9}$' }, { regex = 'b$' }] }
)");
  NothingPresent nothing;
  const Seeding seeding(models, rows(300), nothing);
  std::set<std::string> codes;
  seeding.each_values(*models.find("part"), endless, [&](const std::vector<Value>& row) {
    const auto& fields = seeding.fields_of(*models.find("part"));
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string text = to_text(row[i]);
      if (fields[i] == "mark") {
        EXPECT_TRUE(text.ends_with('b')) << text;
      } else {
        EXPECT_GE(text.size(), 4U) << text;
        codes.insert(text);
      }
    }
  });
  EXPECT_EQ(codes.size(), 300U);
}

TEST(Seeding, MakesValidRowsOfRandomModels) {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    expect_lawful(record::with_junctions(tests::random_models(seed)), rows(40));
  }
}

TEST(Seeding, MakesTheSameForTheSameSeedAlone) {
  const model::ModelSet models = read(everything);
  Wanted other = rows(50);
  other.random_seed = 2;
  EXPECT_NE(made(models, rows(50)), made(models, other));
  // More rows begin like fewer, but for what refers to all of them.
  const auto few = made(models, rows(10)).at("tag");
  const auto many = made(models, rows(50)).at("tag");
  EXPECT_TRUE(std::ranges::equal(few, Rows(many.begin(), many.begin() + 10)));
}

TEST(Seeding, GoesOnBehindTheRowsThatAreThere) {
  const model::ModelSet models = read(everything);
  const auto before = made(models, rows(60));
  const auto behind = made(models, rows(60), 60);
  NothingPresent nothing;
  const Seeding seeding(models, rows(60), nothing);
  for (const auto& [handle, own] : before) {
    Rows both = own;
    both.insert(both.end(), behind.at(handle).begin(), behind.at(handle).end());
    const model::Model& model = *models.find(handle);
    expect_unique(model, seeding.fields_of(model), both);
  }
}

TEST(Seeding, MakesSomeNullsAndTrees) {
  const model::ModelSet models = read(everything);
  NothingPresent nothing;
  const Seeding seeding(models, rows(300), nothing);
  const auto all = made(seeding);
  const model::Model& user = *models.find("user");
  const std::size_t boss = place(seeding.fields_of(user), "boss");
  std::int64_t roots = 0;
  for (const std::vector<Value>& row : all.at("user")) {
    if (is_null(row[boss])) {
      ++roots;
    } else {
      EXPECT_LT(as_int(row[boss]), as_int(row.front()));
    }
  }
  EXPECT_GT(roots, 3);
  EXPECT_LT(roots, 150);
  const model::Model& values = *models.find("values");
  const std::size_t past = place(seeding.fields_of(values), "past");
  const auto nulls = std::ranges::count_if(
      all.at("values"), [past](const std::vector<Value>& row) { return is_null(row[past]); });
  EXPECT_GT(nulls, 3);
}

TEST(Seeding, MakesWhatNamedModelsCannotDoWithout) {
  const model::ModelSet models = read(everything);
  Wanted wanted = rows(0);
  wanted.each.reset();
  wanted.rows["post"] = 7;
  const auto all = made(models, wanted);
  EXPECT_EQ(all.at("post").size(), 7U);
  EXPECT_EQ(all.at("user").size(), 100U);
  EXPECT_EQ(all.at("post.related").size(), 49U);
  EXPECT_FALSE(all.contains("tag"));
  EXPECT_FALSE(all.contains("profile"));
}

TEST(Seeding, SaysWhereThereCannotBeSoMany) {
  const model::ModelSet models = read(R"(
[models.day]
fields.name = { type = "Enum", choices = ["mon", "tue"], primary_key = true }
)");
  NothingPresent nothing;
  const Seeding cut(models, rows(10), nothing);
  ASSERT_EQ(cut.cuts().size(), 1U);
  EXPECT_EQ(cut.cuts().front().rows, 2U);
  EXPECT_EQ(cut.counts().front().rows, 2U);
  Wanted wanted = rows(1);
  wanted.rows["day"] = 3;
  const Error error = error_of([&] { Seeding(models, wanted, nothing); });
  EXPECT_EQ(error.code(), Errc::usage);
  EXPECT_NE(std::string(error.what()).find("3 rows of `day`"), std::string::npos) << error.what();
}

TEST(Seeding, NamesFieldsThatItCannotMakeUp) {
  const auto refused = [](const std::string& field) {
    const model::ModelSet models = read(
        "[models.a]\nfields.id = { type = \"Integer\", primary_key = true }\nfields.x = " + field);
    NothingPresent nothing;
    const Error error = error_of([&] { Seeding(models, rows(3), nothing); });
    EXPECT_EQ(error.code(), Errc::unsupported);
    EXPECT_NE(error.hint().find("seeds/a.jsonl"), std::string::npos) << error.hint();
    return std::string(error.what());
  };
  for (const char* const field : {
           R"({ type = "Text", validators = [{ regex = "\\bword\\b" }] })",
           R"({ type = "Text", validators = [{ own = "isbn" }] })",
           R"({ type = "Text", validators = [{ regex = "^a$" }, { regex = "^b$" }] })",
           R"({ type = "Native", sql = "point", nullable = false })",
       }) {
    EXPECT_NE(refused(field).find("`a.x`"), std::string::npos) << field;
  }
}

}  // namespace
}  // namespace covet::seed
