#include <algorithm>
#include <map>

#include "core/base/file.h"
#include "core/base/strings.h"
#include "core/db/transaction.h"
#include "core/query/parse.h"
#include "core/record/dump.h"
#include "core/record/load.h"
#include "core/record/store.h"
#include "core/seed/seeding.h"
#include "tests/conformance/surface.h"
#include "tests/support/queries.h"
#include "tests/support/text_file.h"

// A music shop goes from each engine to each other, and to itself: what is dumped there is what was
// dumped here, and all questions have the same answers.
namespace covet {
namespace {

using Files = std::map<std::string, std::string>;

model::ModelSet plain_models() {
  const std::string path = std::string(COVET_SOURCE_DIR) + "/tests/conformance/chinook/models.toml";
  return model::parse_models(std::vector<model::SourceText>{{path, read_file(path)}});
}

/// A database with the shop's tables.
class Shop {
 public:
  explicit Shop(const std::string& engine)
      : database_(engine), connection_(database_.connect()), plain_(plain_models()) {
    tests::make_tables(*connection_, database_.backend(), plain_);
    models_ = record::with_junctions(plain_);
  }

  void fill() {
    seed::Wanted wanted;
    wanted.each = 60;
    wanted.rows = {{"media_type", 5},
                   {"genre", 12},
                   {"track", 400},
                   {"invoice_line", 300},
                   {"playlist.tracks", 500}};
    wanted.as_of = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
    seed::TablesPresent present(models_, *connection_);
    const seed::Seeding seeding(models_, wanted, present);
    record::Load load(models_, seeding);
    load.check();
    load.load(*connection_);
  }

  void load(const Files& files) {
    const tests::TempDir folder;
    std::vector<std::string> names;
    for (const auto& [model, text] : files) {
      names.push_back(model + ".jsonl");
      tests::write_text(folder.path() / names.back(), text);
    }
    record::Load load(models_, record::row_files(folder.path(), names));
    load.check();
    load.load(*connection_);
  }

  /// By model.
  Files dump() {
    Files files;
    const Transaction moment(*connection_, record::dump_transaction());
    for (const model::Model& model : models_.models) {
      const std::vector<std::string> fields = record::dumped_fields(model);
      std::vector<std::string> lines;
      record::dump_rows(models_, model, *connection_, [&](const std::vector<Value>& row) {
        lines.push_back(record::dump_json(model, fields, row) + "\n");
      });
      // MariaDB sorts UUIDs in an order of its own.
      if (model.handle.starts_with("playlist")) std::ranges::sort(lines);
      files[model.handle] = join(lines, "");
    }
    return files;
  }

  /// The rows of a query, one a line.
  std::string ask(const std::string& text) {
    const record::Hooks hooks;
    record::Store store(plain_, *connection_, hooks);
    std::string answer;
    for (const std::vector<Value>& row : store.values(query::parse_query(text))) {
      std::vector<std::string> cells;
      for (const Value& value : row)
        cells.push_back(to_text(value));
      answer += join(cells, "|") + "\n";
    }
    return answer;
  }

 private:
  tests::TestDatabase database_;
  std::unique_ptr<Connection> connection_;
  model::ModelSet plain_;
  model::ModelSet models_;
};

constexpr const char* questions[] = {
    R"(track.values("unit_price").annotate(n=Count()).order_by("unit_price"))",
    R"(genre.annotate(n=Count("track"), worth=Sum("track__unit_price")).values("name", "n", "worth").order_by("name"))",
    R"(invoice.values("paid").annotate(all=Sum("total"), least=Min("invoiced"), most=Max("invoiced")).order_by("paid"))",
    R"(invoice_line.values("invoice__customer__country").annotate(sold=Sum(F("unit_price") * F("quantity"))).order_by("-sold", "invoice__customer__country")[:20])",
    R"(employee.filter(reports_to__reports_to__isnull=True, reports_to__isnull=False).values("id", "reports_to__last_name").order_by("id"))",
    R"(customer.filter(first_name="José").values("id", "support_rep__email", "languages").order_by("id"))",
    R"(playlist.annotate(n=Count("tracks")).values("name", "n").order_by("n", "name"))",
    R"(artist.exclude(albums__tracks__sold__quantity__gt=3).values("id").order_by("id"))",
    R"(customer.filter(wishes__size__gte=500).values("id", "wishes__color").order_by("id"))",
    R"(refund.filter(receipt__isnull=True).values("id", "invoice", "position", "at").order_by("id"))",
};

TEST(Chinook, GoesFromEachEngineToEach) {
  std::optional<Files> first;
  for (const std::string& from : tests::engines()) {
    SCOPED_TRACE("from " + from);
    Shop source(from);
    source.fill();
    const Files files = source.dump();
    EXPECT_EQ(std::ranges::count(files.at("track"), '\n'), 400);
    EXPECT_EQ(std::ranges::count(files.at("playlist.tracks"), '\n'), 500);
    // What is made up is the same on all of them.
    if (!first) first = files;
    EXPECT_EQ(files, *first);
    for (const std::string& to : tests::engines()) {
      SCOPED_TRACE("to " + to);
      Shop target(to);
      target.load(files);
      for (const auto& [model, text] : target.dump())
        EXPECT_EQ(text, files.at(model)) << model;
      for (const char* const question : questions) {
        const std::string answer = source.ask(question);
        EXPECT_NE(answer, "") << question;
        EXPECT_EQ(target.ask(question), answer) << question;
      }
    }
  }
}

}  // namespace
}  // namespace covet
