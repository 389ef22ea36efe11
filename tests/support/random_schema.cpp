#include "tests/support/random_schema.h"

#include <algorithm>
#include <random>

namespace covet::tests {
namespace {

using namespace schema;

class Maker {
 public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}

  Schema make() {
    Schema result;
    for (const char* name : {"mood", "size"}) {
      if (chance(2))
        result.enums.push_back({{"", name}, some({"low", "mid", "high", "top"}, 1), ""});
    }
    if (chance(3))
      result.objects.push_back(
          {"sequence",
           {"", "ticket"},
           chance(2) ? "CREATE SEQUENCE ticket" : "CREATE SEQUENCE ticket START 5",
           ""});
    for (const char* name : {"authors", "books", "Order Items", "tags", "zones"}) {
      if (!chance(4)) result.tables.push_back(table(name));
    }
    for (Table& owner : result.tables)
      add_foreign_keys(owner, result.tables);
    sort(result);
    return result;
  }

 private:
  bool chance(std::uint32_t one_in) { return below(one_in) == 0; }
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }
  std::string one_of(const std::vector<std::string>& values) {
    return values[below(static_cast<std::uint32_t>(values.size()))];
  }
  std::vector<std::string> some(std::vector<std::string> values, std::size_t at_least) {
    std::shuffle(values.begin(), values.end(), random_);
    values.resize(
        std::max<std::size_t>(at_least, below(static_cast<std::uint32_t>(values.size()) + 1)));
    return values;
  }

  Table table(const std::string& name) {
    Table made;
    made.name.name = name;
    for (const std::string& column : some({"id", "title", "Body", "price", "rank", "zone id"}, 1)) {
      made.columns.push_back(this->column(column));
    }
    std::vector<std::string> names;
    for (const Column& column : made.columns)
      names.push_back(column.name);
    if (!chance(3)) made.primary_key = PrimaryKey{chance(3) ? "" : name + "_pkey", some(names, 1)};
    if (chance(2)) made.uniques.push_back({one_of({name + "_a", name + "_b", ""}), some(names, 1)});
    if (chance(2))
      made.checks.push_back(
          {one_of({"c1", "c2", ""}), "\"" + names.front() + "\" > " + std::to_string(below(3))});
    if (chance(2))
      made.indexes.push_back({one_of({name + "_i", name + "_j"}), {{names.back()}}, chance(2)});
    if (chance(4)) made.comment = one_of({"a", "b"});
    if (chance(4)) made.options["fill"] = one_of({"70", "90"});
    return made;
  }

  Column column(const std::string& name) {
    Column made{name, one_of({"integer", "text", "varchar(20)"})};
    made.nullable = chance(2);
    if (chance(3)) made.default_sql = one_of({"0", "'x'", "now()"});
    if (chance(5)) made.comment = one_of({"what", "why"});
    return made;
  }

  void add_foreign_keys(Table& owner, const std::vector<Table>& tables) {
    for (int i = 0; i < 2; ++i) {
      if (chance(2)) continue;
      const Table& target = tables[below(static_cast<std::uint32_t>(tables.size()))];
      const std::string name = one_of({owner.name.name + "_f" + std::to_string(i), ""});
      if (std::any_of(owner.foreign_keys.begin(), owner.foreign_keys.end(),
                      [&](const ForeignKey& key) { return key.name == name; }))
        continue;
      owner.foreign_keys.push_back(
          {name,
           {owner.columns[below(static_cast<std::uint32_t>(owner.columns.size()))].name},
           target.name,
           {target.columns.front().name}});
    }
  }

  std::mt19937 random_;
};

}  // namespace

schema::Schema random_schema(std::uint32_t seed) {
  return Maker(seed).make();
}

}  // namespace covet::tests
