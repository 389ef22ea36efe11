#include "tests/support/random_models.h"

#include <algorithm>
#include <array>
#include <random>
#include <set>

#include <fmt/core.h>

namespace covet::tests {
namespace {

using model::Field;
using model::FieldType;
using model::Model;
using model::ModelSet;

// Plain, mixed-case, with a blank, reserved, beyond ASCII.
constexpr std::array<std::string_view, 12> words = {"name",  "Title", "order",  "two words",
                                                    "größe", "a",     "select", "value_1",
                                                    "x-y",   "Group", "kind",   "stamp"};
constexpr std::array<std::string_view, 6> tables = {"users", "Posts", "order items",
                                                    "table", "tags",  "été"};

class Maker {
 public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}

  ModelSet models() {
    ModelSet set;
    const std::size_t count = 1 + below(tables.size() - 1);
    for (std::size_t i = 0; i < count; ++i)
      set.models.push_back(model(std::string(tables.at(i))));
    for (Model& one : set.models)
      add_relations(one, set);
    return set;
  }

  ModelSet edit(ModelSet set) {
    const std::size_t count = 1 + below(5);
    for (std::size_t i = 0; i < count; ++i)
      edit_once(set);
    return set;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool chance(unsigned percent) { return below(100) < percent; }

  Model model(const std::string& table) {
    Model made;
    made.handle = table;
    made.table = table;
    if (chance(30)) made.comment = "It's " + table;
    Field id{.name = "id", .type = FieldType::big_integer, .primary_key = true};
    if (chance(70)) id.auto_increment = model::AutoIncrement{};
    made.fields.push_back(std::move(id));
    const std::size_t count = 1 + below(6);
    for (std::size_t i = 0; i < count; ++i)
      add_field(made);
    add_keys(made);
    return made;
  }

  void add_field(Model& made) {
    const std::string name(words.at(below(words.size())));
    if (made.find(name) == nullptr) made.fields.push_back(field(name));
  }

  Field field(const std::string& name) {
    Field made{.name = name};
    made.nullable = chance(60);
    if (chance(20)) made.comment = "About \"" + name + "\"";
    switch (below(12)) {
      case 0:
        made.type = FieldType::char_;
        made.max_length = 1 + static_cast<std::int64_t>(below(100));
        if (chance(40)) made.default_value = Value(std::string("'"));
        made.unique = chance(20);
        break;
      case 1:
        made.type = FieldType::text;
        break;
      case 2:
        made.type = FieldType::integer;
        if (chance(50)) made.default_value = Value(std::int64_t{-7});
        made.db_index = chance(30);
        break;
      case 3:
        made.type = FieldType::small_integer;
        break;
      case 4:
        made.type = FieldType::decimal;
        made.max_digits = 4 + static_cast<std::int64_t>(below(20));
        made.decimal_places = static_cast<std::int64_t>(below(5));
        if (chance(40)) made.default_value = Value(std::string("0"));
        break;
      case 5:
        made.type = FieldType::boolean;
        if (chance(50)) made.default_value = Value(chance(50));
        break;
      case 6:
        made.type = FieldType::date_time;
        made.auto_now_add = chance(40);
        break;
      case 7:
        made.type = FieldType::date;
        break;
      case 8:
        made.type = FieldType::uuid;
        break;
      case 9:
        made.type = FieldType::json;
        break;
      case 10:
        made.type = FieldType::enum_;
        made.choices = {{"a"}, {"it's"}};
        if (chance(50)) made.choices.push_back({"c"});
        if (chance(40)) made.default_value = Value(std::string("a"));
        break;
      default:
        made.type = FieldType::float_;
        break;
    }
    return made;
  }

  /// Of a type that all engines put into a key.
  static bool fits_key(const Field& field) {
    return field.type == FieldType::integer || field.type == FieldType::small_integer ||
           field.type == FieldType::date || field.type == FieldType::boolean ||
           field.type == FieldType::char_;
  }

  void add_keys(Model& made) {
    std::vector<std::string> fit;
    for (const Field& field : made.fields) {
      if (fits_key(field)) fit.push_back(field.name);
    }
    if (fit.empty()) return;
    if (chance(50)) {
      model::IndexDef index{.name = made.handle + " index", .keys = {}};
      for (const std::string& name : fit)
        index.keys.push_back({.field = name, .descending = chance(30)});
      made.indexes.push_back(std::move(index));
    }
    if (chance(30)) made.uniques.push_back({.name = made.handle + "_once", .fields = fit});
    for (const Field& field : made.fields) {
      if (field.type == FieldType::integer && field.name == "a" && chance(60))
        made.checks.push_back({.name = made.handle + "_a", .sql = model::sql_for_all("a > -100")});
    }
  }

  void add_relations(Model& made, const ModelSet& set) {
    const std::size_t count = below(3);
    for (std::size_t i = 0; i < count; ++i) {
      Field relation{.name = fmt::format("ref{}", i), .type = FieldType::foreign_key};
      relation.to = set.models.at(below(set.models.size())).handle;
      if (chance(40)) relation.on_delete = model::RefAction::cascade;
      if (made.find(relation.name) == nullptr) made.fields.push_back(std::move(relation));
    }
  }

  static bool is_used(const Model& owner, const std::string& field) {
    return std::ranges::any_of(owner.indexes,
                               [&](const model::IndexDef& index) {
                                 return std::ranges::find(index.keys, field, &model::Key::field) !=
                                        index.keys.end();
                               }) ||
           std::ranges::any_of(owner.uniques,
                               [&](const model::UniqueDef& unique) {
                                 return std::ranges::find(unique.fields, field) !=
                                        unique.fields.end();
                               }) ||
           (field == "a" && !owner.checks.empty());
  }

  void edit_once(ModelSet& set) {
    Model& one = set.models.at(below(set.models.size()));
    switch (below(9)) {
      case 0:
        return add_field(one);
      case 1: {
        const std::size_t at = 1 + below(one.fields.size() - 1 + (one.fields.size() == 1));
        if (at < one.fields.size() && !is_used(one, one.fields[at].name) && one.fields.size() > 2)
          one.fields.erase(one.fields.begin() + static_cast<std::ptrdiff_t>(at));
        return;
      }
      case 2:
        one.indexes.clear();
        return;
      case 3:
        one.uniques.clear();
        return;
      case 4:
        one.checks.clear();
        return;
      case 5:
        one.comment = one.comment.empty() ? "new" : "";
        return;
      case 6:
        return widen(one);
      case 7: {
        const std::string table(tables.at(below(tables.size())));
        if (set.find(table) == nullptr) set.models.push_back(model(table));
        return;
      }
      default:
        return add_relations(one, set);
    }
  }

  void widen(Model& one) {
    for (Field& field : one.fields) {
      if (field.primary_key || !chance(50)) continue;
      if (field.type == FieldType::char_) {
        field.max_length = *field.max_length + 20;
      } else if (field.type == FieldType::small_integer) {
        field.type = FieldType::integer;
      } else if (field.type == FieldType::decimal) {
        field.max_digits = *field.max_digits + 2;
      } else if (!field.nullable && field.type != FieldType::foreign_key) {
        field.nullable = true;
      } else {
        field.comment = field.comment.empty() ? "said" : "";
      }
    }
  }

  std::mt19937 random_;
};

}  // namespace

ModelSet random_models(std::uint32_t seed) {
  return Maker(seed).models();
}

ModelSet edited(const ModelSet& models, std::uint32_t seed) {
  return Maker(seed).edit(models);
}

}  // namespace covet::tests
