#include <random>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/base/strings.h"
#include "core/model/print_models.h"

// parse(print(models)) == models. Spans aside, a model is what it prints.
namespace covet::model {
namespace {

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : random_(seed) {}
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }
  bool coin() { return below(2) == 0; }
  template <class T>
  const T& one_of(const std::vector<T>& things) {
    return things[static_cast<std::size_t>(below(static_cast<int>(things.size())))];
  }

 private:
  std::mt19937 random_;
};

const std::vector<std::string> texts = {"plain",      "a \"quote\"", "back\\slash",
                                        "two\nlines", "tab\there",   "größe 你好",
                                        "it's",       "#no comment", "{x}"};
const std::vector<std::string> names = {"id",         "name",  "first name", "Größe", "UPPER",
                                        "with.dot",   "a\"b",  "-minus",     "1",     "true",
                                        "with\nline", "a-b_c", "'single'",   "=",     "[x]"};

SqlText any_sql(Dice& dice) {
  if (dice.coin()) return sql_for_all(dice.one_of(texts));
  return {{{"postgresql", dice.one_of(texts)}, {"sqlite", dice.one_of(texts)}}};
}

void add_default(Field& field, Dice& dice) {
  if (dice.below(3) == 0) {
    field.default_value = any_sql(dice);
  } else if (field.type == FieldType::text) {
    field.default_value = Value(dice.one_of(texts));
  } else if (field.type == FieldType::json) {
    field.default_value = Value(Json{R"({"b": [1, true, "x\"y"], "a": {}, "größe": 1.5})"});
  } else if (field.type == FieldType::date_time) {
    field.default_value = Value(parse_timestamp("2026-11-20T09:30:00.125Z"));
  } else if (field.type == FieldType::float_) {
    field.default_value = Value(dice.coin() ? 0.1 : 1e300);
  } else if (field.type == FieldType::integer) {
    field.default_value = Value(std::int64_t{-2147483648});
  }
}

void add_validators(Field& field, Dice& dice) {
  field.validators.push_back({.name = "own", .parameters = {Value(dice.one_of(texts))}});
  if (dice.coin()) field.validators.back().message = dice.one_of(texts);
  const auto add = [&](ValidatorDef def) {
    if (fits(*find_validator(def.name), field.type)) field.validators.push_back(std::move(def));
  };
  add({.name = "slug"});
  add({.name = "email", .message = dice.one_of(texts)});
  add({.name = "regex", .pattern = Pattern(R"(^"\d+\\$)"), .message = "digits"});
  add({.name = "length", .parameters = {Value(std::int64_t{0}), Value(std::int64_t{80})}});
  if (field.type == FieldType::integer || field.type == FieldType::float_) {
    add({.name = "range", .parameters = {Value(Decimal{"-0.50"}), Value(std::int64_t{7})}});
    add({.name = "min", .parameters = {Value(Decimal{"1e-3"})}});
    add({.name = "one_of", .parameters = {Value(std::int64_t{1}), Value(std::int64_t{2})}});
  }
  if (field.type == FieldType::date_time)
    add({.name = "max", .parameters = {Value(parse_timestamp("2026-11-20T09:30:00Z"))}});
  if (field.type == FieldType::text)
    add({.name = "one_of", .parameters = {Value(dice.one_of(texts)), Value(std::string())}});
}

Field any_field(const std::string& name, Dice& dice) {
  const std::vector<FieldType> types = {FieldType::text,   FieldType::json,    FieldType::date_time,
                                        FieldType::float_, FieldType::integer, FieldType::char_,
                                        FieldType::enum_,  FieldType::array,   FieldType::native};
  Field field;
  field.name = name;
  field.type = dice.one_of(types);
  if (field.type == FieldType::char_) field.max_length = 1 + dice.below(300);
  if (field.type == FieldType::enum_) field.choices = {{"a b"}, {"c\"d", "old"}};
  if (field.type == FieldType::native) field.native_sql = any_sql(dice);
  if (field.type == FieldType::array) {
    Field items;
    items.type = FieldType::decimal;
    items.max_digits = 9;
    items.decimal_places = 2;
    field.items = std::make_shared<const Field>(items);
  }
  if (field.type == FieldType::integer && dice.coin()) {
    field.auto_increment = AutoIncrement{"always", {{"start", 5}, {"cycle", 1}}};
  } else if (dice.coin()) {
    add_default(field, dice);
  }
  field.nullable = dice.coin();
  field.unique = dice.coin();
  field.db_index = dice.coin();
  if (dice.coin()) field.comment = dice.one_of(texts);
  if (dice.coin()) field.db_column = "column of " + name;
  if (dice.coin()) field.renamed_from = dice.one_of(names);
  if (dice.coin()) field.db_type = any_sql(dice);
  if (dice.coin()) add_validators(field, dice);
  return field;
}

Model any_model(const std::string& handle, Dice& dice) {
  Model model;
  model.handle = handle;
  if (dice.coin()) model.comment = dice.one_of(texts);
  if (dice.coin()) model.primary_key_name = dice.one_of(names);
  for (const std::string& name : names) {
    if (name == "id" || dice.coin()) model.fields.push_back(any_field(name, dice));
  }
  if (!model.primary_key_name.empty() || dice.coin()) model.primary_key = {"id"};
  Field link;
  link.name = "link";
  link.type = dice.coin() ? FieldType::foreign_key : FieldType::one_to_one;
  link.to = "target";
  link.on_delete = RefAction::cascade;
  if (dice.coin()) link.deferrable = Deferrable::initially_deferred;
  model.fields.push_back(link);

  IndexDef index;
  index.name = "an index";
  for (const Field& field : model.fields) {
    Key& key = index.keys.emplace_back();
    key.field = field.name;
    key.descending = dice.coin();
    if (dice.below(4) == 0) key.nulls = "first";
    if (dice.below(4) == 0) key.length = 9;
  }
  if (dice.coin()) index.keys.emplace_back().sql = any_sql(dice);
  if (dice.coin()) index.where_sql = any_sql(dice);
  if (dice.coin()) index.include = {"id"};
  model.indexes.push_back(index);
  model.uniques.push_back({.name = "u", .fields = {"id", "link"}, .nulls_not_distinct = true});
  model.checks.push_back({.name = "c", .sql = any_sql(dice), .valid = dice.coin()});
  model.foreign_keys.push_back(
      {.name = "f", .fields = {"id"}, .to = "target", .to_fields = {"id"}});
  model.engine_options["mysql"]["engine"] = "MyISAM";
  model.engine_options["sqlite"]["strict"] = "true";
  return model;
}

RC_GTEST_PROP(PrintModels, ReadsBackAsItWas, (std::uint32_t seed)) {
  Dice dice(seed);
  ModelSet set;
  set.models.push_back(any_model("a model", dice));
  Model target;
  target.handle = "target";
  Field id;
  id.name = "id";
  id.type = FieldType::big_integer;
  id.primary_key = true;
  target.fields.push_back(id);
  set.models.push_back(target);
  set.enums.push_back({.handle = "mood", .values = {{"a"}, {"b", "old"}}, .comment = "x"});
  set.objects.push_back({.kind = "domain", .handle = "d", .sql = any_sql(dice)});
  set.objects.push_back({.kind = "extension", .handle = "citext"});

  const std::string text = print_models(set);
  const SourceText file{"m.toml", text};
  ModelSet again;
  try {
    again = parse_models({&file, 1});
  } catch (const Error& error) {
    RC_FAIL(text + error.diagnostics().front().message);
  }
  RC_ASSERT(again.models.size() == 2U);
  RC_ASSERT(again.models[0].fields.size() == set.models[0].fields.size());
  for (std::size_t i = 0; i < set.models[0].fields.size(); ++i)
    RC_ASSERT(again.models[0].fields[i].validators == set.models[0].fields[i].validators);
  // Objects are read in the order of the file: extensions come first there.
  std::swap(set.objects[0], set.objects[1]);
  RC_ASSERT(print_models(again) == text);
}

TEST(PrintModels, is_laid_out_for_reading) {
  const std::string text =
      "[models.posts]\n"
      "comment = \"What people write\"\n"
      "\n"
      "[models.posts.fields]\n"
      "id     = { type = \"BigInteger\", primary_key = true, auto_increment = true }\n"
      "title  = { type = \"Char\", max_length = 200, nullable = false }\n"
      "body   = \"Text\"\n"
      "parent = { type = \"ForeignKey\", to = \"posts\", on_delete = \"CASCADE\" }\n"
      "\n"
      "[models.posts.indexes]\n"
      "posts_feed  = { fields = [\"title\", \"-id\"], where = \"body IS NOT NULL\" }\n"
      "posts_lower = { keys = [{ sql = \"lower(title)\" }], unique = true }\n"
      "\n"
      "[models.posts.checks]\n"
      "title_not_empty = \"length(title) > 0\"\n";
  const SourceText file{"m.toml", text};
  EXPECT_EQ(print_models(parse_models({&file, 1})), text);
}

TEST(PrintModels, what_toml_has_no_word_for_is_refused) {
  Model model;
  model.handle = "m";
  Field field;
  field.name = "f";
  field.type = FieldType::json;
  field.default_value = Value(Json{R"({"a": null})"});
  model.fields.push_back(field);
  EXPECT_THROW(print_model(model), Error);
}

}  // namespace
}  // namespace covet::model
