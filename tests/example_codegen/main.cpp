// Writes and asks with generated code, on the database of each URL that it is given, and looks
// whether that did what it says. Its tables, shop_*, are made anew. Exits with 1 where something is
// otherwise.
#include <chrono>
#include <iostream>
#include <string>

#include <shop/model_set.h>
#include <shop/models.h>

#include "adapters/backends.h"
#include "core/base/error.h"
#include "core/config/url.h"
#include "schema/diff.h"
#include "schema/from_models.h"
#include "schema/plan.h"

namespace {

using covet::typed::Query;
using shop::Order;
using shop::Person;
using shop::Product;
using shop::Stock;

int mismatches = 0;

// std::source_location is more than clang 14 makes of g++ 12's library.
void expect(bool holds, int line = __builtin_LINE()) {
  if (holds) return;
  ++mismatches;
  std::cerr << "line " << line << ": it isn't so\n";
}

/// What is asked for must be an error of this kind.
template <class Work>
void expect_error(covet::Errc code, const Work& work, int line = __builtin_LINE()) {
  try {
    work();
    expect(false, line);
  } catch (const covet::Error& error) {
    expect(error.code() == code, line);
  }
}

constexpr covet::Date day(int year, unsigned month, unsigned of_month) {
  return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(of_month);
}

const covet::Timestamp noon = std::chrono::sys_days(day(2026, 11, 20)) + std::chrono::hours(12) +
                              std::chrono::microseconds(5);

void make_tables(covet::Connection& connection, const covet::schema::Backend& backend) {
  for (const char* table :
       {"shop_orders_products", "shop_stock", "shop_orders", "shop_products", "shop_people"})
    connection.execute("DROP TABLE IF EXISTS " + std::string(table));
  if (backend.engine == "postgresql") connection.execute("DROP TYPE IF EXISTS shop_people_rank");
  const auto ddl = backend.make_ddl(connection.server());
  const covet::schema::Wanted wanted = covet::schema::from_models(shop::model_set(), *ddl);
  const auto changes = covet::schema::order(covet::schema::diff({}, wanted.schema, wanted.options),
                                            {}, backend.dialect.facts());
  for (const covet::schema::Step& step : covet::schema::plan({}, changes, *ddl).steps) {
    for (const std::string& statement : step.up.statements)
      connection.execute(statement);
  }
}

class Shop {
 public:
  explicit Shop(covet::record::Store& store) : store_(store) {}

  void run() {
    write();
    filter();
    relate();
    gather();
    change();
    key_of_two();
  }

 private:
  void write() {
    ada_ = covet::typed::create<Person>(
        store_, {.email = "ada@x.org", .name = "Ada", .age = 36, .joined = noon});
    expect(ada_.rank == Person::Rank::regular);
    expect(ada_.joined == noon);
    expect(!ada_.referrer);
    bob_ = covet::typed::create<Person>(store_, {.email = "bob@y.org",
                                                 .name = "Bob",
                                                 .rank = Person::Rank::gold,
                                                 .settings = covet::Json{R"({"theme": "dark"})"},
                                                 .joined = noon + std::chrono::days(30),
                                                 .referrer = ada_.id});
    expect(bob_.id != ada_.id && bob_.referrer == ada_.id && !bob_.age);
    tea_ =
        covet::typed::create<Product>(store_, {.name = "Tea",
                                               .price = covet::Decimal{"4.50"},
                                               .tags = std::vector<std::string>{"hot", "a \"b\""},
                                               .photo = covet::Bytes{std::byte{0}, std::byte{9}}});
    expect(tea_.tags.size() == 2 && tea_.price.text == "4.50");
    cup_ = covet::typed::create<Product>(store_, {.name = "Cup", .price = covet::Decimal{"12"}});
    expect(cup_.tags.empty() && !cup_.photo);
    first_ = covet::typed::create<Order>(
        store_, {.person = ada_.id, .day = day(2026, 11, 20), .total = covet::Decimal{"16.50"}});
    second_ = covet::typed::create<Order>(
        store_, {.person = bob_.id, .day = day(2025, 1, 2), .weight = 1.25, .paid = true});
    expect(first_.changed.has_value() && !first_.paid && second_.total.text == "0.00");
    covet::typed::add(store_, first_, Order::products, {tea_.id, cup_.id});
    expect(Query<Product>(store_).filter(Product::id == tea_.id).get() == tea_);
    expect(Query<Person>(store_).filter(Person::id == bob_.id).get() == bob_);
    expect_error(covet::Errc::unique_violation, [&] {
      covet::typed::create<Person>(store_, {.email = "ada@x.org", .name = "Eve", .joined = noon});
    });
    expect_error(covet::Errc::usage, [&] {
      covet::typed::create<Person>(store_, {.email = "nobody", .name = "Eve", .joined = noon});
    });
  }

  std::vector<std::string> people(const covet::typed::Condition<Person>& condition) {
    std::vector<std::string> names;
    for (const Person::Row& row :
         Query<Person>(store_).filter(condition).order_by(Person::id.asc()).all())
      names.push_back(row.name);
    return names;
  }
  using Names = std::vector<std::string>;

  void filter() {
    expect(people(Person::email.endswith("@x.org") && Person::age >= 18) == Names{"Ada"});
    expect(people(Person::age.is_null() || Person::name == "Ada") == Names{"Ada", "Bob"});
    expect(people(Person::age != 36) == Names{"Bob"});
    expect(people(Person::rank == Person::Rank::gold) == Names{"Bob"});
    expect(people(Person::rank.in({Person::Rank::gold, Person::Rank::regular})).size() == 2);
    expect(people(Person::name.icontains("O") && Person::name.iexact("bob")) == Names{"Bob"});
    expect(people(Person::joined.month() == 11) == Names{"Ada"});
    expect(people(Person::joined > noon) == Names{"Bob"});
    expect(people(Person::joined == noon) == Names{"Ada"});
    expect(people(Person::joined.date() == day(2026, 11, 20)) == Names{"Ada"});
    expect(people(Person::settings.key("theme") == "dark") == Names{"Bob"});
    expect(people(Person::settings.has_key("theme")) == Names{"Bob"});
    expect(people(Person::age.between(30, 40) && Person::age + 1 == 37) == Names{"Ada"});
    const auto products = Query<Product>(store_).order_by(Product::name.asc());
    expect(products.filter(Product::tags.contains({"hot"})).get() == tea_);
    expect(products.filter(Product::tags.overlap({"cold", "hot"})).get() == tea_);
    expect(products.filter(Product::price < 5).get() == tea_);
    expect(products.filter(Product::price == covet::Decimal{"12.00"}).get() == cup_);
    expect(products.filter(Product::id.in({cup_.id})).get() == cup_);
    expect(products.exclude(Product::photo.is_null()).get() == tea_);
    expect(products.first() == cup_ && products.reverse().first() == tea_);
    expect(Query<Order>(store_).filter(Order::weight < 2).get() == second_);
    expect(Query<Order>(store_).filter(Order::paid == true).exists());
    expect(!Query<Order>(store_).filter(Order::day.year() == 2024).exists());
  }

  void relate() {
    expect(Query<Order>(store_).filter(Order::person(Person::name) == "Ada").get() == first_);
    expect(Query<Order>(store_).filter(Order::person(Person::referrer) == ada_.id).get() ==
           second_);
    expect(Query<Order>(store_)
               .filter(Order::person.has(Person::age > 18 && Person::rank == Person::Rank::regular))
               .get() == first_);
    // A join gives one row for each product, any() one for the order.
    expect(Query<Order>(store_).filter(Order::products(Product::price) > 1).count() == 2);
    expect(Query<Order>(store_).filter(Order::products.any(Product::price > 1)).count() == 1);
    expect(people(Person::orders.any(Order::products.any(Product::name == "Tea"))) == Names{"Ada"});
    expect(people(!Person::orders.any(Order::paid == true)) == Names{"Ada"});
    expect(people(Person::referred.any()) == Names{"Ada"});
    expect(people(Person::id.in(
               Query<Order>().filter(Order::paid == true).column(Order::person))) == Names{"Bob"});
    const auto rows = Query<Person>(store_).order_by(Person::id.asc()).with(Person::referrer).all();
    expect(rows.size() == 2 && !std::get<1>(rows[0]) && std::get<1>(rows[1]) == ada_);
    const auto [order, person] =
        Query<Order>(store_).filter(Order::id == second_.id).with(Order::person).get();
    expect(order == second_ && person == bob_);
  }

  void gather() {
    const auto [orders, total, lightest] = Query<Order>(store_).aggregate(
        covet::typed::count<Order>(), covet::typed::sum(Order::total),
        covet::typed::min(Order::weight));
    expect(orders == 2 && total && total->text.starts_with("16.5") && lightest == 1.25);
    expect(Query<Order>(store_).max(Order::day) == day(2026, 11, 20));
    expect(Query<Person>(store_).avg(Person::age) == 36.0);
    const auto counts =
        Query<Order>(store_)
            .order_by(Order::person(Person::name).asc())
            .values(Order::person(Person::name), covet::typed::count(Order::products));
    expect(counts.size() == 2 && counts[0] == std::tuple(std::string("Ada"), 2) &&
           counts[1] == std::tuple(std::string("Bob"), 0));
    const auto columns = Query<Person>(store_)
                             .order_by(Person::id.asc())
                             .values(Person::name, Person::rank, Person::age + 1);
    expect(columns[0] ==
           std::tuple(std::string("Ada"), Person::Rank::regular, std::optional<std::int64_t>(37)));
    expect(columns[1] ==
           std::tuple(std::string("Bob"), Person::Rank::gold, std::optional<std::int64_t>()));
    int seen = 0;
    Query<Product>(store_).each([&](const Product::Row& row) { seen += row.name.empty() ? 0 : 1; });
    expect(seen == 2);
  }

  void change() {
    const auto bob = Query<Person>(store_).filter(Person::id == bob_.id);
    expect(bob.update(Person::age.set(40), Person::rank.set(Person::Rank::regular)) == 1);
    expect(bob.update(Person::age.set(Person::age + 1)) == 1);
    expect(bob.get().age == 41 && bob.get().rank == Person::Rank::regular);
    ada_.age = std::nullopt;
    ada_.name = "Augusta";
    covet::typed::save(store_, ada_);
    expect(Query<Person>(store_).filter(Person::id == ada_.id).get() == ada_);
    tea_.tags.clear();
    tea_.name = "not saved";
    covet::typed::save(store_, tea_, Product::tags);
    const Product::Row tea = Query<Product>(store_).filter(Product::id == tea_.id).get();
    expect(tea.tags.empty() && tea.name == "Tea");
    covet::typed::set(store_, first_, Order::products, {cup_.id});
    expect(Query<Product>(store_).filter(Product::orders.any()).count() == 1);
    covet::typed::remove(store_, second_);
    expect_error(covet::Errc::not_found, [&] { covet::typed::save(store_, second_); });
    expect(Query<Person>(store_).filter(Person::name == "Bob").remove() == 1);
    expect(Query<Person>(store_).count() == 1);
  }

  void key_of_two() {
    const std::vector<Stock::New> rows{{.class_ = "cups", .shelf = 1, .count = 5},
                                       {.class_ = "cups", .shelf = 2, .count = 4'000'000'000}};
    expect(covet::typed::bulk_create<Stock>(store_, rows) == 2);
    Stock::Row row = Query<Stock>(store_).order_by(Stock::shelf.desc()).first().value();
    expect(row.class_ == "cups" && row.count == 4'000'000'000);
    row.count = 3;
    covet::typed::save(store_, row);
    expect(Query<Stock>(store_).sum(Stock::count) == 8);
    covet::typed::remove(store_, row);
    expect(Query<Stock>(store_).filter(Stock::class_ == "cups").get().shelf == 1);
  }

  covet::record::Store& store_;
  Person::Row ada_, bob_;
  Product::Row tea_, cup_;
  Order::Row first_, second_;
};

void run(const std::string& text) {
  const covet::Url url = covet::parse_url(text);
  const covet::schema::Backend* const backend = covet::adapters::find_by_scheme(url.scheme);
  if (backend == nullptr)
    throw covet::Error(covet::Errc::unsupported, "no adapter for " + url.scheme, "build it in");
  const auto connection = backend->driver.connect(url, {});
  make_tables(*connection, *backend);
  const covet::record::Hooks hooks;
  covet::record::Store store(shop::model_set(), *connection, hooks);
  const int before = mismatches;
  Shop(store).run();
  std::cout << connection->server().display() << ": "
            << (mismatches == before ? "all is as it should be" : "NOT as it should be") << "\n";
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    std::cerr << "shop URL...\n";
    return 2;
  }
  try {
    for (int i = 1; i < count; ++i)
      run(words[i]);
  } catch (const covet::Error& error) {
    std::cerr << error.what() << "\n" << error.hint() << "\n";
    return 1;
  }
  return mismatches == 0 ? 0 : 1;
}
