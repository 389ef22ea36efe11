// records_bench compile COUNT                  microseconds a query, each engine
// records_bench fetch URL ROWS.tsv             table r, records beside the client library's rows
// records_bench create URL ROWS.tsv            bulk_create and a bulk load beside COPY and its like
// records_bench prefetch URL PARENTS CHILDREN  beside two queries put together by hand
// records_bench keys URL ROWS.tsv              in_bulk and bulk_update of 100,000 rows
//
// What queries and records cost. All but `compile` take turns with the engine's own client library
// in one process, COVET_BENCH_RUNS times, and print medians and the median of the ratios within a
// pair. They make their tables, and drop them.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/core.h>

#include "adapters/backends.h"
#include "core/base/error.h"
#include "core/base/strings.h"
#include "core/query/compile.h"
#include "core/record/store.h"
#include "tests/bench/bare_client.h"
#include "tests/bench/counted_connection.h"

namespace {

using namespace covet;
using bench::BareClient;
using bench::BareRow;
using query::F;
using query::Q;
using query::QuerySet;
using record::Record;
using record::Store;

constexpr std::string_view model_text = R"(
[models.r]
fields.n = { type = "BigInteger", primary_key = true }
fields.name = { type = "Char", max_length = 100 }
fields.price = { type = "Decimal", max_digits = 10, decimal_places = 2 }
fields.at = { type = "DateTime" }
fields.note = { type = "Char", max_length = 200 }
[models.parent]
fields.id = { type = "BigInteger", primary_key = true }
fields.name = { type = "Char", max_length = 100, nullable = false }
[models.child]
fields.id = { type = "BigInteger", primary_key = true }
fields.parent = { type = "ForeignKey", to = "parent", nullable = false, related_name = "children" }
fields.name = { type = "Char", max_length = 100, nullable = false }
[models.blog]
fields.id = { type = "BigInteger", primary_key = true }
fields.name = { type = "Char", max_length = 100, nullable = false }
[models.author]
fields.id = { type = "BigInteger", primary_key = true }
fields.name = { type = "Char", max_length = 100, nullable = false }
fields.age = { type = "Integer" }
[models.post]
fields.id = { type = "BigInteger", primary_key = true }
fields.blog = { type = "ForeignKey", to = "blog", nullable = false }
fields.author = { type = "ForeignKey", to = "author", nullable = false }
fields.title = { type = "Char", max_length = 200, nullable = false }
fields.state = { type = "Char", max_length = 10, nullable = false }
fields.rating = { type = "Integer" }
fields.pinned = { type = "Boolean", nullable = false }
fields.published = { type = "DateTime" }
[models.comment]
fields.id = { type = "BigInteger", primary_key = true }
fields.post = { type = "ForeignKey", to = "post", nullable = false, related_name = "comments" }
fields.text = { type = "Text", nullable = false }
)";

const model::ModelSet& models() {
  static const model::ModelSet parsed =
      model::parse_models(std::vector<model::SourceText>{{"models.toml", std::string(model_text)}});
  return parsed;
}

/// The same ten clauses are in query_build.py.
QuerySet ten_clauses(int number) {
  return QuerySet("post")
      .filter(Q("blog__name__icontains", "travel"))
      .filter(Q("author__age__gte", number))
      .exclude(Q("state", "draft"))
      .filter(Q("rating__gte", 3) || Q("pinned", Value(true)))
      .filter(Q("published__year", 2026))
      .annotate({{"n", query::Count("comments")}})
      .filter(Q("n__gt", 2))
      .select_related({"blog"})
      .order_by(std::vector<std::string>{"-n", "title"})
      .limit(20);
}

double milliseconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

double median(std::vector<double> numbers) {
  std::ranges::sort(numbers);
  return numbers[numbers.size() / 2];
}

void print(const std::string& name, double ours, double theirs, double ratio) {
  fmt::print("{:44} {:7.1f} ms {:7.1f} ms {:8.2f}\n", name, ours, theirs, ratio);
  std::fflush(stdout);
}

struct Work {
  std::function<void()> prepare;
  std::function<void()> timed;
  std::function<void()> clear;  ///< what it leaves: not its time
};

double timed(const Work& work) {
  if (work.prepare) work.prepare();
  const double time = milliseconds(work.timed);
  if (work.clear) work.clear();
  return time;
}

void pairs(const std::string& name, const Work& ours, const Work& theirs) {
  const char* const said = std::getenv("COVET_BENCH_RUNS");
  const int runs = said == nullptr ? 5 : std::atoi(said);
  std::vector<double> our_times;
  std::vector<double> their_times;
  std::vector<double> ratios;
  for (int run = 0; run <= runs; ++run) {
    double our_time = 0;
    double their_time = 0;
    if (run % 2 == 0) our_time = timed(ours);
    their_time = timed(theirs);
    if (run % 2 == 1) our_time = timed(ours);
    if (run == 0) continue;  // the first pair warms the caches
    our_times.push_back(our_time);
    their_times.push_back(their_time);
    ratios.push_back(our_time / their_time);
  }
  print(name, median(our_times), median(their_times), median(ratios));
}

void compile(int count) {
  for (const schema::Backend* const backend : adapters::backends()) {
    std::size_t bytes = 0;
    const double time = milliseconds([&] {
      for (int i = 0; i < count; ++i) {
        const QuerySet query = ten_clauses(i);
        bytes += query::compile(query.query(), models(), backend->dialect).statement.sql.size();
      }
    });
    if (bytes == 0) std::abort();
    fmt::print("{} {:.2f}\n", backend->dialect.facts().engine, time * 1000 / count);
  }
}

/// One database, seen through the library and through its client library.
class Bench {
 public:
  explicit Bench(const Url& url)
      : engine_(adapters::find_by_scheme(url.scheme)->dialect.facts().engine),
        connection_(connect(url)),
        counted_(*connection_),
        bare_(bench::bare_client(url)) {
    const std::string moment = engine_ == "postgresql" ? "timestamptz" : "datetime";
    drop();
    connection_->execute(
        "CREATE TABLE r (n bigint PRIMARY KEY, name varchar(100), price decimal(10,2), at " +
        moment + ", note varchar(200))");
    connection_->execute("CREATE TABLE parent (id bigint PRIMARY KEY, name varchar(100) NOT NULL)");
    connection_->execute(
        "CREATE TABLE child (id bigint PRIMARY KEY, parent_id bigint NOT NULL REFERENCES "
        "parent (id), name varchar(100) NOT NULL)");
    connection_->execute("CREATE INDEX child_parent ON child (parent_id)");
  }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;
  ~Bench() { drop(); }

  void fetch(const std::string& file);
  void create(const std::string& file);
  void prefetch(int parents, int children);
  void keys(const std::string& file);

 private:
  static std::unique_ptr<Connection> connect(const Url& url) {
    ConnectOptions options;
    options.local_files = true;
    return adapters::find_by_scheme(url.scheme)->driver.connect(url, options);
  }
  void drop() {
    for (const std::string table : {"child", "parent", "r"})
      connection_->execute("DROP TABLE IF EXISTS " + table);
  }
  void empty() { connection_->execute(engine_ == "sqlite" ? "DELETE FROM r" : "TRUNCATE TABLE r"); }
  std::string said(const std::string& what) const { return what + ", " + engine_; }

  std::string engine_;
  std::unique_ptr<Connection> connection_;
  bench::CountedConnection counted_;
  record::Hooks hooks_;
  Store store_{models(), counted_, hooks_};
  std::unique_ptr<BareClient> bare_;
};

struct Plain {
  std::int64_t n;
  std::string name;
  Decimal price;
  Timestamp at;
  std::string note;
};

std::vector<Plain> fetch_plain(BareClient& bare) {
  std::vector<Plain> rows;
  bare.each("SELECT n, name, price, at, note FROM r", [&](BareRow& row) {
    rows.push_back({row.integer(0), row.text(1), {row.price(2)}, row.moment(3), row.text(4)});
  });
  return rows;
}

std::string contents(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void Bench::fetch(const std::string& file) {
  bare_->load("r", file, contents(file));
  if (engine_ != "mysql") bare_->run("ANALYZE r");
  std::vector<Record> records;
  std::vector<Plain> rows;
  const Work plain{{}, [&] { rows = fetch_plain(*bare_); }, [&] { rows = {}; }};
  pairs(said("all rows as records"),
        {{}, [&] { records = store_.all(QuerySet("r")); }, [&] { records = {}; }}, plain);
  std::size_t seen = 0;
  pairs(
      said("each row as a record"),
      {{},
       [&] { store_.each(QuerySet("r"), [&](const Record& row) { seen += row.stored(); }); },
       {}},
      {{},
       [&] {
         bare_->each("SELECT n, name, price, at, note FROM r", [&](BareRow& row) {
           const Plain one{row.integer(0), row.text(1), {row.price(2)}, row.moment(3), row.text(4)};
           seen += one.name.size();
         });
       },
       {}});
}

void Bench::create(const std::string& file) {
  const std::string lines = contents(file);
  bare_->load("r", file, lines);
  const std::vector<Plain> rows = fetch_plain(*bare_);
  std::vector<validate::Row> given;
  const auto give = [&] {
    empty();
    for (const Plain& row : rows) {
      given.push_back({{"n", row.n},
                       {"name", row.name},
                       {"price", row.price},
                       {"at", row.at},
                       {"note", row.note}});
    }
  };
  const Work theirs{[&] { empty(); }, [&] { bare_->load("r", file, lines); }, {}};
  pairs(said("bulk_create"),
        {give, [&] { store_.bulk_create("r", std::move(given)); }, [&] { given = {}; }}, theirs);
  std::vector<std::vector<Value>> values;
  for (const Plain& row : rows)
    values.push_back({row.n, row.name, row.price, row.at, row.note});
  pairs(said("bulk load, unchecked"),
        {[&] { empty(); },
         [&] {
           const auto writer = connection_->bulk({"", "r", {"n", "name", "price", "at", "note"}});
           for (const std::vector<Value>& row : values)
             writer->add(row);
           writer->finish();
         },
         {}},
        theirs);
}

void Bench::prefetch(int parents, int children) {
  std::vector<validate::Row> rows;
  for (int i = 1; i <= parents; ++i)
    rows.push_back({{"id", std::int64_t{i}}, {"name", fmt::format("parent {}", i)}});
  store_.bulk_create("parent", std::move(rows));
  rows.clear();
  for (int i = 1; i <= children; ++i) {
    rows.push_back({{"id", std::int64_t{i}},
                    {"parent", std::int64_t{i % parents + 1}},
                    {"name", fmt::format("child {}", i)}});
  }
  store_.bulk_create("child", std::move(rows));
  if (engine_ != "mysql") bare_->run("ANALYZE child");
  struct Child {
    std::int64_t id, parent;
    std::string name;
  };
  struct Parent {
    std::int64_t id;
    std::string name;
    std::vector<Child> children;
  };
  std::vector<Parent> plain;
  const auto by_hand = [&] {
    std::unordered_map<std::int64_t, std::size_t> places;
    std::string keys;
    bare_->each("SELECT id, name FROM parent", [&](BareRow& row) {
      places.emplace(row.integer(0), plain.size());
      plain.push_back({row.integer(0), row.text(1), {}});
      keys += (keys.empty() ? "" : ",") + std::to_string(plain.back().id);
    });
    bare_->each("SELECT id, parent_id, name FROM child WHERE parent_id IN (" + keys + ")",
                [&](BareRow& row) {
                  plain[places[row.integer(1)]].children.push_back(
                      {row.integer(0), row.integer(1), row.text(2)});
                });
  };
  std::vector<Record> records;
  std::size_t statements = 0;
  pairs(said("parents with their children"),
        {[&] { counted_.statements = 0; },
         [&] { records = store_.all(QuerySet("parent").prefetch_related({"children"})); },
         [&] {
           statements = counted_.statements;
           records = {};
         }},
        {{}, by_hand, [&] { plain = {}; }});
  fmt::print("{:44} {:7}\n", said("  statements"), statements);
}

void Bench::keys(const std::string& file) {
  bare_->load("r", file, contents(file));
  constexpr std::int64_t most = 100'000;
  std::vector<Value> keys;
  for (std::int64_t i = 1; i <= most; ++i)
    keys.emplace_back(i);
  std::vector<Record> records;
  counted_.statements = 0;
  const double read = milliseconds([&] { records = store_.in_bulk("r", keys); });
  fmt::print("{:44} {:7.1f} ms {:7} rows {:4} statements\n", said("in_bulk"), read, records.size(),
             counted_.statements);
  for (const std::size_t count : {std::size_t{10'000}, records.size()}) {
    const std::span<Record> some(records.data(), std::min(count, records.size()));
    for (Record& each : some) {
      each.set("name", std::string("changed"));
      each.set("price", Null{});
    }
    counted_.statements = 0;
    const double written = milliseconds([&] { store_.bulk_update(some, {"name", "price"}); });
    fmt::print("{:44} {:7.1f} ms {:7} rows {:4} statements\n", said("bulk_update"), written,
               some.size(), counted_.statements);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    if (words.size() == 2 && words[0] == "compile") {
      compile(std::stoi(words[1]));
      return 0;
    }
    if (words.size() < 3) return 2;
    Bench bench(parse_url(words[1]));
    if (words[0] == "fetch") {
      bench.fetch(words[2]);
    } else if (words[0] == "create") {
      bench.create(words[2]);
    } else if (words[0] == "keys") {
      bench.keys(words[2]);
    } else if (words[0] == "prefetch" && words.size() == 4) {
      bench.prefetch(std::stoi(words[2]), std::stoi(words[3]));
    } else {
      return 2;
    }
  } catch (const Error& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
  return 0;
}
